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

/// Every report as a table, by period, and as CSV.
struct BooksReportPages {
    static let path = "\(Paths.booksPage)/reports"
    /// How many rows a page shows at the most; the CSV has all.
    private static let rowsMax = 2_000

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: BooksPages.roles) { visit in
            do {
                return try await Self.page(visit, try Self.report(visit), try Self.period(visit))
            } catch let error as ConferenceError {
                return try await Self.page(visit, .moneyByDay, .whole, [DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Self.path)/csv", for: BooksPages.roles) { visit in
            let report = try Self.report(visit)
            let typed = BooksPages.field("style", of: visit)
            let style = try typed.map { try Choice.read($0, as: CSVText.Style.self) } ?? .plain
            let table = try await visit.services.table(of: report, in: try Self.period(visit))
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8; header=present",
                    .contentDisposition: "attachment; filename=\"\(report.rawValue).csv\"",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: table.csv(style))))
        }
    }

    /// - Throws: `choice_unknown`.
    private static func report(_ visit: PageVisit) throws -> LedgerReport {
        try BooksPages.field("report", of: visit).map { try Choice.read($0, as: LedgerReport.self) } ?? .moneyByDay
    }

    /// - Throws: `date_invalid`, `ends_before_it_begins`.
    private static func period(_ visit: PageVisit) throws -> ReportPeriod {
        try ReportPeriod(
            from: try BooksPages.field("from", of: visit).map { try CivilDate($0) },
            until: try BooksPages.field("to", of: visit).map { try CivilDate($0) })
    }

    private static func page(
        _ visit: PageVisit, _ report: LedgerReport, _ period: ReportPeriod, _ notices: [DeskNotice] = []
    ) async throws -> Response {
        let table = try await visit.services.table(of: report, in: period)
        let (from, to) = (period.from?.description ?? "", period.until?.description ?? "")
        let sums = table.rows.isEmpty ? nil : table.total
        let total: [String: PageValue]? = sums.map { ["cells": cells($0, visit)] }
        func csv(_ style: CSVText.Style) -> PageValue {
            .text("\(path)/csv?report=\(report.rawValue)&from=\(from)&to=\(to)&style=\(style.rawValue)")
        }
        return try BooksPages.page(
            visit, "books-reports", at: path, notices: notices,
            [
                "title": .text(name(report, visit)), "from": .text(from), "to": .text(to),
                "choices": .list(
                    LedgerReport.allCases.map { choice -> PageValue in
                        [
                            "value": .text(choice.rawValue), "label": .text(name(choice, visit)),
                            "is_chosen": .flag(choice == report),
                        ]
                    }),
                "columns": .list(
                    table.columns.enumerated().map { index, column -> PageValue in
                        [
                            "label": .text(visit.words("column_\(column)")),
                            "is_figure": .flag(isFigure(index, of: table)),
                        ]
                    }),
                "rows": .list(table.rows.prefix(rowsMax).map { row($0, visit) }),
                "has_rows": .flag(!table.rows.isEmpty),
                "total": PageValue(total),
                "csv": csv(.plain), "csv_excel": csv(.excel), "csv_comma": csv(.excelComma),
            ])
    }

    private static func name(_ report: LedgerReport, _ visit: PageVisit) -> String {
        visit.words("report_\(report.rawValue.replacing("-", with: "_"))")
    }

    private static func isFigure(_ index: Int, of table: ReportTable) -> Bool {
        !table.rows.contains { row in
            if case .text = row[index] { true } else { false }
        }
    }

    private static func row(_ row: [ReportTable.Cell], _ visit: PageVisit) -> PageValue {
        ["cells": cells(row, visit)]
    }

    private static func cells(_ row: [ReportTable.Cell], _ visit: PageVisit) -> PageValue {
        .list(
            row.map { cell -> PageValue in
                switch cell {
                case .text(let text): ["text": .text(text), "is_figure": .flag(false)]
                case .amount(let amount): ["text": .text(visit.format.money(amount)), "is_figure": .flag(true)]
                case .number(let number): ["text": .text(visit.format.number(number)), "is_figure": .flag(true)]
                case .empty: ["text": .text(""), "is_figure": .flag(true)]
                }
            })
    }
}
