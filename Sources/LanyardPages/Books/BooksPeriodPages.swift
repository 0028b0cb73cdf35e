import Catalogues
import Conference
import EventDesk
import EventStore
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Wording

/// Periods that were closed with their anchors, closing one, and the audit.
struct BooksPeriodPages {
    static let path = "\(Paths.booksPage)/periods"
    /// How many findings are shown at the most; a file that has more is broken anyway.
    private static let findingsMax = 100
    /// The longest form with anchors, in bytes: some hundred of them.
    private static let anchorsMax = 128 << 10
    private static let title = "lanyard-anchor-v1"

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: BooksPages.roles) { visit in try await Self.page(visit) }
        pages.get("\(Self.path)/:file", for: BooksPages.roles) { visit in
            let file = try visit.context.parameters.require("file")
            guard file.hasSuffix(".anchor"), let until = try? CivilDate(String(file.dropLast(7))) else {
                throw ServerError(.routeUnknown)
            }
            let anchor = try await visit.services.ledger.closedPeriods().first { $0.until == until }
            guard let anchor else { throw LedgerError(.periodUnknown, ErrorDetail("until", until)) }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/plain; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"\(until).anchor\"",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: anchor.text)))
        }
        pages.post("\(Self.path)/close", for: []) { visit, form in
            try await BooksPages.answer(visit) {
                try await Self.page(visit, $0)
            } doing: {
                let anchor = try await visit.services.ledger.close(
                    until: try CivilDate(form["until"]), context: try visit.write(form)
                ).result
                return DeskNotice(
                    visit.words("books_close_done", ["until": anchor.until.description]),
                    paper: "\(Self.path)/\(anchor.until).anchor")
            }
        }
        pages.post("\(Self.path)/audit", for: BooksPages.roles, bodyMax: Self.anchorsMax) { visit, form in
            do {
                let anchors = try Self.anchors(form.exactly("anchors"))
                let report = try await visit.services.ledger.audit(anchors: anchors)
                return try await Self.page(visit, report: report)
            } catch let error as LedgerError where error.code == .anchorUnreadable {
                return try await Self.page(visit, [DeskNotice(error, visit.words)])
            }
        }
    }

    /// The anchors that stand one below the other.
    private static func anchors(_ text: String) throws -> [Anchor] {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }
        var texts: [String] = []
        for line in lines where !line.isEmpty {
            if line.hasPrefix(title) || texts.isEmpty { texts.append("") }
            texts[texts.count - 1] += line + "\n"
        }
        return try texts.map { try Anchor(parsing: $0) }
    }

    private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice] = [], report: AuditReport? = nil
    ) async throws -> Response {
        let periods = try await visit.services.ledger.closedPeriods()
        return try BooksPages.page(
            visit, "books-periods", at: path, notices: notices + (report.map { [notice($0, visit)] } ?? []),
            [
                "periods": .list(
                    periods.reversed().map { anchor -> PageValue in
                        [
                            "until": .text(anchor.until.description),
                            "count": .text(visit.format.number(anchor.heads[.journal]?.number ?? 0)),
                            "head": .text(anchor.heads[.journal]?.hash.hexadecimal ?? ""),
                            "author": .text(anchor.author), "file": .text("\(path)/\(anchor.until).anchor"),
                        ]
                    }),
                "has_periods": .flag(!periods.isEmpty),
                "findings": .list((report?.findings ?? []).prefix(findingsMax).map { value($0, visit) }),
                "has_findings": .flag(!(report?.findings ?? []).isEmpty),
            ])
    }

    private static func notice(_ report: AuditReport, _ visit: PageVisit) -> DeskNotice {
        let count = report.findings.count
        return count > 0
            ? DeskNotice(visit.words("books_audit_wrong", ["count": visit.format.number(count)]), mood: .bad)
            : DeskNotice(
                visit.words(
                    "books_audit_clean",
                    [
                        "registrations": visit.format.number(report.registrations),
                        "entries": visit.format.number(report.entries),
                        "anchors": visit.format.number(report.anchors.count),
                    ]))
    }

    private static func value(_ finding: AuditReport.Finding, _ visit: PageVisit) -> PageValue {
        let details = finding.details + [ErrorDetail("subject", finding.subject)]
        let words = Words(code: finding.code, details: details, in: visit.words.language, to: .desk)
        return [
            "code": .text(finding.code.rawValue), "sentence": .text(words.sentence), "advice": .text(words.advice),
        ]
    }
}
