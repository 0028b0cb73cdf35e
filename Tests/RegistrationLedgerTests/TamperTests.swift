import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What an owner of the file may change with SQLite: every column of every table that says something about money, documents,
/// tills, histories, requests or statements, in its first row; and the first row and the last taken away.
struct TamperTests {
    /// Whatever can be booked, each at least once.
    private static func withBooks(_ body: (RegistrationLedger, EventStore) async throws -> Void) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.vouchers, Books.refunds, fiveCents: true)) {
            ledger, store in
            var ids: [Registration.ID] = []
            for number in 1...9 {
                let new = try NewRegistration.invented(number, days: .first(number % 4 + 1), addOns: [.dinner])
                ids.append(try await ledger.register(new, context: .desk()).result.id)
            }
            try await people(ledger, ids)
            try await letters(ledger, try await store.definition(), ids)
            try await money(ledger, ids)
            try await statements(ledger, ids)
            try await online(ledger)
            let yaml = try await store.yaml().replacing("percent: \"50\" }", with: "percent: \"40\" }")
            _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
            _ = try await ledger.close(until: CivilDate("2015-01-31"), context: .desk())
            try await body(ledger, store)
        }
    }

    private static func people(_ ledger: RegistrationLedger, _ ids: [Registration.ID]) async throws {
        _ = try await ledger.redeem(.half, for: ids[0], context: .desk())
        _ = try await ledger.waive(Money(cents: 500), for: ids[1], because: "a volunteer", context: .desk())
        _ = try await ledger.changeDays(of: ids[2], to: .first(2), context: .desk())
        _ = try await ledger.pay(.of(50_000, .card), for: ids[3], context: .desk())
        _ = try await ledger.cancel(ids[3], context: .desk())
        _ = try await ledger.transfer(ids[4], to: .invented(20), language: .french, context: .desk())
        _ = try await ledger.merge(ids[5], into: ids[6], context: .desk())
        _ = try await ledger.changeCategory(of: ids[7], to: .volunteer, context: .desk())
    }

    private static func letters(
        _ ledger: RegistrationLedger, _ event: EventDefinition, _ ids: [Registration.ID]
    ) async throws {
        for id in ids.prefix(2) {
            let paper = LetterPaper(
                language: .english, title: "Letter", paragraphs: ["To whom it may concern"], event: event,
                signatory: "",
                registration: try await ledger.registration(id), answers: [:])
            let letter = NewLetter(
                kind: LetterPlan.ID(rawValue: "visa"), registration: id, paper: paper, questions: [],
                drawing: Letter.Drawing(name: "plain.svg", svg: Data("<svg/>".utf8)), isRenewed: false)
            _ = try await ledger.issueLetter(letter, context: .desk())
        }
    }

    private static func money(_ ledger: RegistrationLedger, _ ids: [Registration.ID]) async throws {
        for (name, float) in [("empty", 0), ("north", 50_000)] as [(String, Int64)] {
            _ = try await ledger.openTill(named: name, float: Money(cents: float), context: .desk())
        }
        let cash = try Payment(
            amount: nil, method: .cash, tendered: Money(cents: 100_000), till: "north", note: "receipt 7", isSure: true)
        _ = try await ledger.pay(cash, for: ids[0], context: .desk())
        let slip = try await ledger.pay(.of(1_000, .cheque), for: ids[1], context: .desk()).result.entry
        _ = try await ledger.correct(entry: slip, because: "a slip", context: .desk())
        _ = try await ledger.dropCash(Money(cents: 1_000), fromTill: "north", context: .desk())
        let held = try await ledger.till(.last(ofTill: "north")).expectedCash
        _ = try await ledger.closeTill(named: "north", counted: held, context: .desk())
        _ = try await ledger.closeTill(named: "empty", counted: .zero, context: .desk())
        _ = try await ledger.openTill(named: "empty", float: .zero, context: .desk())
        _ = try await ledger.issueDocument(for: ids[0], context: .desk())
        _ = try await ledger.issueInvoice(InvoiceOrder(people: [ids[1]]), context: .desk())
        let payer = try DocumentPayer(
            name: "Packet Bakery", address: "1 Example Street", taxNumber: "", orderNumber: "")
        _ = try await ledger.issueInvoice(InvoiceOrder(people: [ids[2], ids[6]], payer: payer), context: .desk())
        let sides = [
            ManualEntry.Side(try Account(typed: "bank"), Money(cents: 500)),
            ManualEntry.Side(try Account(typed: "opening"), Money(cents: -500)),
        ]
        _ = try await ledger.enter(try ManualEntry(sides, because: "the balance", dated: nil), context: .desk())
        for cents in [100, 200] as [Int64] {
            _ = try await ledger.enterTerminal(
                Money(cents: cents), on: CivilDate("2015-02-09"), terminal: "north", because: "a voided sale",
                context: .desk())
        }
    }

    private static func statements(_ ledger: RegistrationLedger, _ ids: [Registration.ID]) async throws {
        let code = try await ledger.story(of: ids[8]).summary.registration.code
        for (number, text) in ["E-TRANSFER \(code)", "RENT OF A ROOM"].enumerated() {
            let line = try Statements.line(text, 10_000 + Int64(number), at: number + 1, from: "A. PLACEHOLDER")
            _ = try await Statements.book(ledger, [line])
        }
        let waiting = try #require(try await ledger.bankLines(onlyWaiting: true, limit: 9).first)
        _ = try await ledger.dismiss(waiting.id, because: "another event", context: .desk())
    }

    /// Somebody pays at a provider, gets all of it back by us and, once more, by the provider's own pages; then it pays out.
    private static func online(_ ledger: RegistrationLedger) async throws {
        let payer = try await ledger.register(.invented(30, days: .first(1)), context: .desk()).result
        let begun = try await ledger.beginCheckout(of: payer.id, by: .stripe, minutes: 30, context: .desk()).begun
        for number in ["pi_1", "pi_2"] {
            _ = try await ledger.receive(
                OnlineReceipt(
                    provider: .stripe, number: number, reference: begun.reference, code: payer.code.description,
                    amount: begun.amount, currency: "CAD", time: .deskOpens), context: .desk())
        }
        _ = try await ledger.cancel(payer.id, context: .desk())
        _ = try await ledger.refund(nil, by: .online, note: "ill", for: payer.id, context: .desk())
        let day = try CivilDate("2015-02-10")
        _ = try await ledger.noteGivenBack(
            "re_1", of: "pi_2", by: .stripe, Money(cents: 100), dated: day, context: .desk())
        _ = try await ledger.bookPayout(
            "po_1", by: .stripe, Money(cents: 900), fee: Money(cents: 100), dated: day, context: .desk())
    }

    /// The tables of which the audit promises something.
    private static let promised = [
        "charge_line", "charge_tax", "document", "document_entry", "document_person", "event_definition",
        "journal_entry", "letter", "letter_template", "online_payment", "online_payout", "online_refund", "payment",
        "period", "place", "posting",
        "registration", "registration_add_on",
        "registration_correction", "registration_day", "registration_history", "request", "retained", "seal",
        "statement", "statement_line", "statement_settlement", "statement_share", "terminal_total", "till", "till_drop",
        "voucher_use", "waiver",
    ]

    /// What it promises nothing of: who somebody is, what only orders and finds, and moments of which the date counts, where
    /// another would change the price.
    private static let free: [String: Set<String>] = [
        "registration": [
            "code", "name", "sort_name", "badge_name", "affiliation", "email", "country", "language", "reference",
            "answers", "search", "created_ms", "blocked_because", "let_in_because", "successor", "ended", "priced_ms",
            "waivers_after",
        ],
        "event_definition": ["mail_occasions"],
        // How it stands with the provider, which knows it better than the file.
        "online_payment": ["id", "checkout", "because"],
        "online_refund": [
            "id", "payment", "reference", "at_ms", "state", "attempt", "number", "due_ms", "deferrals", "because",
        ], "registration_day": ["since_ms"], "voucher_use": ["id", "since_ms"],
    ]

    private static func found(_ ledger: RegistrationLedger) async throws -> [String] {
        try await ledger.audit().findings.map { "\($0.code) \($0.subject)" }
    }

    @Test func `no column of a row about money is changed unseen, and no row is taken away`() async throws {
        try await Self.withBooks { ledger, store in
            #expect(try await Self.found(ledger) == [])
            try await AnchorTests.tamper(store, "SELECT 1")
            var unseen: [String] = []
            for table in Self.promised {
                for (index, row) in try await store.read({ try StoredRow.ends($0, of: table) }).enumerated() {
                    for column in row.columns where index == 0 && Self.free[table]?.contains(column) != true {
                        try await store.writeWithoutTransaction { try row.change($0, column) }
                        if try await Self.found(ledger).isEmpty { unseen.append("\(column) of \(row)") }
                        try await store.writeWithoutTransaction { try row.putBack($0, column) }
                    }
                    try await store.writeWithoutTransaction { try row.delete($0) }
                    if try await Self.found(ledger).isEmpty { unseen.append("without \(row)") }
                    try await store.writeWithoutTransaction { try row.insert($0) }
                }
            }
            #expect(unseen == [])
            #expect(try await Self.found(ledger) == [], "all of it is as it was")
        }
    }
}

/// A row of any table, as it was.
private struct StoredRow: Sendable, CustomStringConvertible {
    let table: String
    let columns: [String]
    private let values: [DatabaseValue]
    /// Those that hold bytes.
    private let blobs: Set<String>
    /// Which of the columns tell it from others.
    private let keys: [Int]

    /// The first row and the last; each table must have some.
    static func ends(_ db: Database, of table: String) throws -> [StoredRow] {
        let names = try db.primaryKey(table).columns
        let blobs = Set(try db.columns(in: table).filter { $0.type == "BLOB" }.map(\.name))
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY \(names.joined(separator: ", "))").map {
            row in
            StoredRow(
                table: table, columns: Array(row.columnNames), values: Array(row.databaseValues), blobs: blobs,
                keys: names.compactMap { Array(row.columnNames).firstIndex(of: $0) })
        }
        try #require(!rows.isEmpty, "\(table)")
        return rows.count > 1 ? [rows[0], rows[rows.count - 1]] : rows
    }

    var description: String { "\(table) \(keys.map { "\(values[$0])" }.joined(separator: ", "))" }

    /// Puts another value of the same kind in its place.
    func change(_ db: Database, _ column: String) throws {
        try set(db, column, other(column), where: value)
    }

    func putBack(_ db: Database, _ column: String) throws {
        try set(db, column, value(column)) { $0 == column ? other($0) : value($0) }
    }

    func delete(_ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM \(table) WHERE \(condition)", arguments: StatementArguments(keys.map { values[$0] }))
        try #require(db.changesCount == 1, "\(self)")
    }

    func insert(_ db: Database) throws {
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        try db.execute(
            sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))",
            arguments: StatementArguments(values))
    }

    private var condition: String { keys.map { "\(columns[$0]) IS ?" }.joined(separator: " AND ") }

    private func value(_ column: String) -> DatabaseValue {
        columns.firstIndex(of: column).map { values[$0] } ?? .null
    }

    private func set(
        _ db: Database, _ column: String, _ value: DatabaseValue, where key: (String) -> DatabaseValue
    ) throws {
        try db.execute(
            sql: "UPDATE \(table) SET \(column) = ? WHERE \(condition)",
            arguments: StatementArguments([value] + keys.map { key(columns[$0]) }))
        try #require(db.changesCount == 1, "\(column) of \(self)")
    }

    /// A number goes far off, so that it is not that of a neighbour.
    private func other(_ column: String) -> DatabaseValue {
        switch value(column).storage {
        case .null: blobs.contains(column) ? Data(repeating: 1, count: 32).databaseValue : 1.databaseValue
        case .int64(let number): (number &+ 1_000).databaseValue
        case .double(let number): (number + 1).databaseValue
        case .string(let text): (text + "x").databaseValue
        case .blob(let data): Data(data.map { ~$0 }).databaseValue
        }
    }
}
