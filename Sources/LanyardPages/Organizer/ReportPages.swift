import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Wording

/// /organizer/reports: every report on the screen, between two dates, and as a file for a spreadsheet.
struct ReportPages {
    private static let path = Paths.reportsPage
    /// Organizers, and whoever watches the numbers.
    private static let roles: Set<Device.Role> = [.reports]
    /// How many rows the screen shows; the file has them all.
    private static let rowsMax = 500

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: Self.roles) { visit in
            try visit.page("reports", try Self.fields(visit, nil, nil), at: Self.path)
        }
        pages.post(Self.path, for: Self.roles) { visit, form in
            do {
                guard let report = EventReport(rawValue: form["report"]) else {
                    throw ServerError(.reportUnknown, ErrorDetail("report", String(form["report"].prefix(40))))
                }
                let table = try await visit.services.table(of: report, in: try Self.period(form))
                let style = try Choice.read(form.has("style") ? form["style"] : "plain", as: CSVText.Style.self)
                if form["action"] == "file" { return Self.file(report, table, style) }
                return try visit.page(
                    "reports", try Self.fields(visit, form, Self.value(report, table, visit)), at: Self.path)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                let notices = [DeskNotice(error, visit.words)]
                return try visit.page(
                    "reports", try Self.fields(visit, form, nil, notices), at: Self.path, status: .unprocessableContent)
            }
        }
    }

    private static func period(_ form: PageForm) throws -> ReportPeriod {
        func date(_ name: String) throws -> CivilDate? { try form[name].isEmpty ? nil : CivilDate(form[name]) }
        return try ReportPeriod(from: date("from"), until: date("to"))
    }

    private static func file(_ report: EventReport, _ table: ReportTable, _ style: CSVText.Style) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8; header=present", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(report.rawValue).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: table.csv(style))))
    }

    private static func fields(
        _ visit: PageVisit, _ form: PageForm?, _ table: PageValue?, _ notices: [DeskNotice] = []
    ) throws -> [String: PageValue] {
        let style = form.flatMap { CSVText.Style(rawValue: $0["style"]) } ?? .plain
        return [
            "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
            "from": .text(form?["from"] ?? ""), "to": .text(form?["to"] ?? ""), "table": table ?? false,
            "reports": .list(
                EventReport.allCases.map { report in
                    [
                        "report": .text(report.rawValue), "label": .text(label(report, visit)),
                        "is_chosen": .flag(report.rawValue == form?["report"]),
                    ]
                }),
            "styles": .list(
                CSVText.Style.allCases.map { one in
                    [
                        "style": .text(one.rawValue), "label": .text(visit.words("style_\(word(one.rawValue))")),
                        "is_chosen": .flag(one == style),
                    ]
                }),
        ]
    }

    private static func label(_ report: EventReport, _ visit: PageVisit) -> String {
        // A report that has no words yet is shown by its name.
        visit.words.text("report_\(word(report.rawValue))") ?? report.rawValue
    }

    private static func word(_ name: String) -> String { name.replacing("-", with: "_") }

    private static func hasNumbers(_ table: ReportTable, at index: Int) -> Bool {
        table.rows.contains { row in
            switch row.dropFirst(index).first {
            case .amount, .number: true
            case .text, .empty, nil: false
            }
        }
    }

    private static func value(_ report: EventReport, _ table: ReportTable, _ visit: PageVisit) -> PageValue {
        let words = ReportWords(visit: visit, table: table)
        func cells(_ row: [ReportTable.Cell]) -> PageValue {
            .list(
                row.enumerated().map { index, cell -> PageValue in
                    switch cell {
                    case .text(let text): ["text": .text(words.text(text, at: index, of: row)), "is_number": false]
                    case .amount(let amount): ["text": .text(visit.format.money(amount)), "is_number": true]
                    case .number(let number): ["text": .text(visit.format.number(number)), "is_number": true]
                    case .empty: ["text": "", "is_number": false]
                    }
                })
        }
        let rest = table.rows.count - rowsMax
        return [
            "label": .text(label(report, visit)), "is_empty": .flag(table.rows.isEmpty),
            "columns": .list(
                table.columns.enumerated().map { index, column -> PageValue in
                    let text = visit.words.text("column_\(word(column))") ?? column.replacing("_", with: " ")
                    return ["text": .text(text), "is_number": .flag(hasNumbers(table, at: index))]
                }),
            "rows": .list(table.rows.prefix(rowsMax).map { ["cells": cells($0)] }),
            "total": PageValue(table.total.map { ["cells": cells($0)] }),
            "more": .text(rest > 0 ? visit.words("report_more", ["count": visit.format.number(rest)]) : ""),
        ]
    }
}
