import Conference
import EventStore
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Lines of a statement that a person settles.
struct BankLineTests {
    /// A ledger with two people who owe 100 each, and a line of 150 that names nobody.
    private static func withLine(
        _ body: (RegistrationLedger, EventStore, [Registration], BankLine.ID) async throws -> Void
    ) async throws {
        try await withNetdev01 { ledger, store in
            let people = try await (1...2).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result
            }
            _ = try await Statements.book(ledger, [try Statements.line("thank you", 15_000, from: "A. PLACEHOLDER")])
            let line = try #require(try await ledger.bankLines(onlyWaiting: true, limit: 9).first)
            try await body(ledger, store, people, line.id)
        }
    }

    private static func shares(_ shares: (Registration, Int64)...) throws -> [BankLineShare] {
        try shares.map { try BankLineShare(registration: $0.0.id, amount: Money(cents: $0.1)) }
    }

    @Test func `a line is split over several people, and each gets a payment on the bank's date`() async throws {
        try await Self.withLine { ledger, _, people, id in
            let context = WriteContext.desk()
            let shares = try Self.shares((people[0], 10_000), (people[1], 5_000))
            _ = try await ledger.settle(id, among: shares, context: context)
            // The same request again does nothing.
            #expect(try await ledger.settle(id, among: shares, context: context).replayed)
            #expect(try await people.asyncMap { try await Books.due(ledger, $0.id) } == [0, 5_000])
            let line = try await ledger.bankLine(id)
            #expect(line.state == .booked && line.shares.map(\.amount.cents) == [10_000, 5_000])
            let entry = try await ledger.story(of: people[1].id).entries.last
            #expect(try entry?.valued == CivilDate("2015-02-03"))
            #expect(
                try await errorCode { _ = try await ledger.settle(id, among: shares, context: .desk()) }
                    == "statement_line_settled")
        }
    }

    @Test func `shares make the amount of the line, or nothing is booked`() async throws {
        try await Self.withLine { ledger, _, people, id in
            for shares in [
                [], try Self.shares((people[0], 10_000)), try Self.shares((people[0], 10_000), (people[1], 5_001)),
            ] {
                #expect(
                    try await errorCode { _ = try await ledger.settle(id, among: shares, context: .desk()) }
                        == "statement_shares_differ")
            }
            #expect(throws: ConferenceError.self) { try Self.shares((people[0], 0)) }
            #expect(try await Statements.banked(ledger) == 0)
            #expect(
                try await errorCode { _ = try await ledger.bankLine(BankLine.ID(rawValue: 99)) }
                    == "statement_line_unknown")
        }
    }

    @Test func `what was settled can be taken back, and settled otherwise`() async throws {
        try await Self.withLine { ledger, _, people, id in
            #expect(
                try await errorCode { _ = try await ledger.reopen(id, because: "x", context: .desk()) }
                    == "statement_line_waits")
            _ = try await ledger.settle(id, among: Self.shares((people[0], 15_000)), context: .desk())
            _ = try await ledger.reopen(id, because: "for both of them", context: .desk())
            #expect(try await Statements.banked(ledger) == 0)
            #expect(try await ledger.bankLine(id).state == .waits)
            // Somebody has touched it: a program settles it no more.
            #expect(
                try await Statements.book(ledger, [try Statements.line("thank you", 15_000, from: "A. PLACEHOLDER")])
                    == ["known"])
            _ = try await ledger.dismiss(id, because: "rent of the hall", context: .desk())
            #expect(try await ledger.bankLine(id).state == .notOurs)
            #expect(try await ledger.bankLines(onlyWaiting: true, limit: 9) == [])
            _ = try await ledger.reopen(id, because: "it is ours", context: .desk())
            _ = try await ledger.settle(id, among: Self.shares((people[1], 15_000)), context: .desk())
            #expect(try await people.asyncMap { try await Books.due(ledger, $0.id) } == [10_000, -5_000])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a payment that came back is listed with its entry, and reversed`() async throws {
        try await withNetdev01 { ledger, _ in
            let people = try await (1...2).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result
            }
            _ = try await Statements.book(
                ledger,
                [
                    try Statements.line("\(people[0].code)", 10_000, from: "A. PLACEHOLDER"),
                    try Statements.line("\(people[1].code)", 10_000, from: "B. EXAMPLE"),
                ])
            let returned = [
                try Statements.line("NSF \(people[0].code)", -10_000, on: "2015-02-05", isReturn: true),
                try Statements.line("RETURNED", -10_000, on: "2015-02-05", from: "B. EXAMPLE", isReturn: true),
                try Statements.line("RETURNED", -7_700, on: "2015-02-05", from: "B. EXAMPLE", isReturn: true),
            ]
            let report = try await ledger.bookStatement(returned, .csv, context: .desk())
            #expect(Statements.words(report) == ["returned", "returned", "statement_came_back"])
            #expect(report.rows.map(\.person?.registration) == [people[0].id, people[1].id, nil])
            #expect(try await Statements.banked(ledger) == 20_000)
            let lines = try await ledger.bankLines(onlyWaiting: true, limit: 9).sorted { $0.id < $1.id }
            #expect(
                try await errorCode {
                    _ = try await ledger.settle(lines[0].id, among: Self.shares((people[0], 1)), context: .desk())
                } == "statement_is_return")
            for line in lines.prefix(2) { _ = try await ledger.reverse(line.id, context: .desk()) }
            #expect(try await people.asyncMap { try await Books.due(ledger, $0.id) } == [10_000, 10_000])
            #expect(
                try await errorCode { _ = try await ledger.reverse(lines[2].id, context: .desk()) }
                    == "statement_came_back")
            #expect(
                try await errorCode { _ = try await ledger.reopen(lines[0].id, because: "x", context: .desk()) }
                    == "statement_reversal_stays")
            #expect(try await Statements.book(ledger, returned) == ["known", "known", "known"])
            let entry = try await ledger.story(of: people[0].id).entries.last
            #expect(entry?.kind == .correction)
            #expect(entry?.valued == (try CivilDate("2015-02-05")))
            #expect(try await ledger.audit().findings == [])
        }
    }

    /// A cheque bounces, or a bank takes a transfer back, weeks later: the payer's place may be somebody else's by then.
    @Test(arguments: [true, false])
    func `a payment that came back after the place was passed on is due from who has it`(merged: Bool) async throws {
        try await withNetdev01 { ledger, _ in
            let payer = try await ledger.register(.invented(1), context: .desk()).result
            _ = try await Statements.book(
                ledger, [try Statements.line("\(payer.code)", 10_000, from: "A. PLACEHOLDER")])
            let heir: Registration
            if merged {
                heir = try await ledger.register(.invented(2), context: .desk()).result
                _ = try await ledger.merge(payer.id, into: heir.id, context: .desk())
            } else {
                heir = try await ledger.transfer(
                    payer.id, to: .invented(2), language: .english, context: .desk()
                ).result
            }
            #expect(try await Books.due(ledger, heir.id) == 0)
            let returned = [
                try Statements.line("NSF \(payer.code)", -10_000, on: "2015-02-05", isReturn: true)
            ]
            let report = try await ledger.bookStatement(returned, .csv, context: .desk())
            #expect(Statements.words(report) == ["returned"])
            let line = try #require(try await ledger.bankLines(onlyWaiting: true, limit: 9).first)
            _ = try await ledger.reverse(line.id, context: .desk())
            #expect(try await Books.due(ledger, heir.id) == 10_000)
            #expect(try await Books.due(ledger, payer.id) == 0)
            #expect(try await Statements.banked(ledger) == 0)
            for person in [payer.id, heir.id] {
                #expect(try await ledger.story(of: person).history.contains { $0.kind == .paymentCorrected })
            }
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `money that comes in gives nothing back`() async throws {
        try await Self.withLine { ledger, _, _, id in
            let code = try await errorCode { _ = try await ledger.reverse(id, context: .desk()) }
            #expect(code == "statement_is_no_return")
        }
    }

    @Test(arguments: [
        "DELETE FROM statement", "UPDATE statement SET form = 'ofx'", "DELETE FROM statement_line",
        "UPDATE statement_line SET cents = 1", "UPDATE statement_line SET words = 'other'",
        "DELETE FROM statement_settlement", "UPDATE statement_settlement SET outcome = 'not_ours'",
        "DELETE FROM statement_share", "UPDATE statement_share SET settlement = 2",
    ])
    func `what statements brought is not changed`(sql: String) async throws {
        try await Self.withLine { ledger, store, people, id in
            _ = try await ledger.settle(id, among: Self.shares((people[0], 15_000)), context: .desk())
            _ = await #expect(throws: DatabaseError.self) { try await store.write { try $0.execute(sql: sql) } }
        }
    }
}
