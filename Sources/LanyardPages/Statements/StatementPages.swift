import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Payments
import RegistrationLedger
import Wording

/// /organizer/statements: a bank's file is shown, booked, and settled line by line.
struct StatementPages {
    /// Organizers alone: what a bank says of an account is nobody else's business.
    static let roles: Set<Device.Role> = []
    /// The largest file, in bytes: it goes to the browser and back between showing and booking.
    private static let fileMax = 4 << 20
    /// How many lines that wait, and how many that are settled, a page shows at the most.
    private static let linesMax = 200

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.statementsPage, for: Self.roles) { visit in try await Self.page(visit) }
        // In base 64 a file is a third longer; the rest is for the other fields.
        pages.post(Paths.statementsPage, for: Self.roles, bodyMax: Self.fileMax * 3 / 2) { visit, form in
            try await Self.read(visit, form)
        }
        StatementLinePages().addRoutes(to: pages)
    }

    private static func read(_ visit: PageVisit, _ form: PageForm) async throws -> Response {
        do {
            guard let file = form.file("file") ?? Data(base64Encoded: form["content"]), !file.isEmpty else {
                throw PaymentsError(.statementEmpty)
            }
            guard file.count <= fileMax else {
                throw PaymentsError(.statementTooLarge, ErrorDetail("limit", fileMax))
            }
            var order = StatementOrder(file: file)
            order.columns = form["columns"]
            order.decimalSign = form["decimal"]
            order.dates = form["dates"]
            let outcome =
                form["action"] == "book"
                ? try await visit.services.bookStatement(order, context: try visit.write(form))
                : try await visit.services.previewStatement(order)
            return try await page(visit, outcome: StatementView(visit, outcome, order))
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try await page(visit, notices: [DeskNotice(error, visit.words)], form: form)
        }
    }

    /// The page with what waits, and what a file brought.
    static func page(
        _ visit: PageVisit, outcome: StatementView? = nil, notices: [DeskNotice] = [], form: PageForm? = nil
    ) async throws -> Response {
        let lines = try await visit.services.ledger.bankLines(onlyWaiting: true, limit: linesMax)
        let all = try await visit.services.ledger.bankLines(onlyWaiting: false, limit: linesMax)
        func choice(_ field: String, _ value: String) -> PageValue {
            .flag((form?[field] ?? outcome?.said(field) ?? "") == value)
        }
        return try visit.page(
            "statements",
            [
                "outcome": PageValue(outcome?.fields),
                "columns": .text(form?["columns"] ?? outcome?.said("columns") ?? ""),
                "is_point": choice("decimal", "point"), "is_comma": choice("decimal", "comma"),
                "is_dmy": choice("dates", "dmy"), "is_mdy": choice("dates", "mdy"),
                "waiting": .list(lines.map { Self.value($0, visit) }), "has_waiting": .flag(!lines.isEmpty),
                "settled": .list(all.filter { $0.state != .waits }.map { Self.value($0, visit) }),
                "has_settled": .flag(all.contains { $0.state != .waits }),
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
            ],
            at: Paths.statementsPage)
    }

    /// The address of a line's page.
    static func path(of id: BankLine.ID) -> String { "\(Paths.statementsPage)/lines/\(id)" }

    /// A line as tables and its own page show it.
    static func value(_ line: BankLine, _ visit: PageVisit) -> PageValue {
        [
            "number": .text(line.id.description), "path": .text(path(of: line.id)),
            "date": .text(line.dated.description), "amount": .text(visit.format.money(line.amount)),
            "counterparty": .text(line.counterparty), "words": .text(line.words),
            "reference": .text(line.bankReference),
            "doubt": .text(line.doubt.map { visit.words("online_doubt_\($0.rawValue)") } ?? ""),
            "state": .text(visit.words("bank_state_\(line.state.rawValue)")),
            "waits": .flag(line.state == .waits), "is_return": .flag(line.amount < .zero),
            "may_reopen": .flag(line.state == .booked || line.state == .notOurs),
            "returns": .text(line.returns.map(String.init) ?? ""),
            "shares": .list(
                line.shares.map { share -> PageValue in
                    [
                        "path": .text(DeskPages.path(of: share.registration)), "name": .text(share.name),
                        "code": .text(share.code.description), "amount": .text(visit.format.money(share.amount)),
                    ]
                }),
        ]
    }
}

/// What a file brought, as the page shows it.
struct StatementView {
    /// The most lines of a file that a page shows.
    private static let rowsMax = 1_000

    private let order: StatementOrder
    let fields: [String: PageValue]

    init(_ visit: PageVisit, _ outcome: StatementOutcome, _ order: StatementOrder) {
        self.order = order
        let counts: [(String, Int)] = [
            ("booked", outcome.count("booked")), ("known", outcome.count("known")), ("waits", outcome.count("waits")),
            ("returned", outcome.count("returned")), ("went_out", outcome.count("went_out")),
            ("pending", outcome.count("pending") + outcome.count("cancelled")),
            ("other_currency", outcome.count("other_currency")), ("unread", outcome.unread.count),
        ]
        fields = [
            "is_booked": .flag(outcome.isBooked), "may_book": .flag(!outcome.isBooked && Self.brings(outcome)),
            "content": .text(order.file.base64EncodedString()), "columns": .text(order.columns),
            "decimal": .text(order.decimalSign), "dates": .text(order.dates),
            "notes": .list(outcome.notes.map { .text($0.sentence(in: visit.words.language)) }),
            "counts": .list(
                counts.filter { $0.1 > 0 }.map { word, count -> PageValue in
                    let figure = visit.format.number(count)
                    return word == "booked" && outcome.isBooked
                        ? .text(visit.words("bank_done_booked", ["count": figure]))
                        : .text(visit.words("bank_count_\(word)", ["count": figure]))
                }),
            "more": .text(
                outcome.rows.count > Self.rowsMax
                    ? visit.words("bank_rows_more", ["count": visit.format.number(outcome.rows.count - Self.rowsMax)])
                    : ""),
            "rows": .list(Self.shown(outcome.rows).map { Self.value($0, visit, isBooked: outcome.isBooked) }),
            "has_rows": .flag(!outcome.rows.isEmpty),
            "unread": .list(
                outcome.unread.map { line -> PageValue in
                    let words = Words(code: line.code, details: line.details, in: visit.words.language, to: .desk)
                    return [
                        "line": .number(line.line), "sentence": .text(words.sentence), "advice": .text(words.advice),
                    ]
                }),
            "has_unread": .flag(!outcome.unread.isEmpty),
        ]
    }

    /// What was said about the file, by the name of the field.
    func said(_ field: String) -> String {
        switch field {
        case "columns": order.columns
        case "decimal": order.decimalSign
        default: order.dates
        }
    }

    /// What needs looking at comes first if not everything fits.
    private static func shown(_ rows: [StatementReport.Row]) -> [StatementReport.Row] {
        guard rows.count > rowsMax else { return rows }
        func isFirst(_ row: StatementReport.Row) -> Bool {
            switch row.fate {
            case .waits, .returned, .otherCurrency: true
            case .booked, .known, .wentOut, .pending, .cancelled: false
            }
        }
        return Array((rows.filter(isFirst) + rows.filter { !isFirst($0) }).prefix(rowsMax))
    }

    private static func brings(_ outcome: StatementOutcome) -> Bool {
        outcome.count("booked") + outcome.count("waits") + outcome.count("returned") > 0
    }

    private static func value(
        _ row: StatementReport.Row, _ visit: PageVisit, isBooked: Bool
    ) -> PageValue {
        var (sentence, mood) = (visit.words("bank_fate_\(row.fate.word)"), "faint")
        switch row.fate {
        case .booked:
            mood = "good"
            if isBooked { sentence = visit.words("bank_fate_done") }
        case .waits(let error): (sentence, mood) = (visit.words.explanation(of: error).sentence, "warn")
        case .returned(let entry):
            (sentence, mood) = (visit.words("bank_fate_returned", ["entry": String(entry)]), "bad")
        case .otherCurrency: mood = "warn"
        case .known, .wentOut, .pending, .cancelled: break
        }
        if let party = row.party { sentence = "\(party.invoice): \(sentence)" }
        return [
            "line": .number(row.line.line), "date": .text(row.line.dated.description),
            "amount": .text(visit.format.money(row.line.amount)),
            "currency": .text(row.fate == .otherCurrency ? row.line.currency ?? "" : ""),
            "words": .text([row.line.counterparty, row.line.text].filter { !$0.isEmpty }.joined(separator: " · ")),
            "mood": .text(mood), "sentence": .text(sentence),
            "name": .text(row.person?.name ?? ""), "code": .text(row.person?.code.description ?? ""),
            "person": .text(row.person.map { DeskPages.path(of: $0.registration) } ?? ""),
            "settle": .text(row.id.map { StatementPages.path(of: $0) } ?? ""),
        ]
    }
}
