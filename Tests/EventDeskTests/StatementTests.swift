import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Payments
import RegistrationLedger
import Testing

/// A bank's file, from its bytes to the books.
struct StatementTests {
    /// A desk with ten people who owe 350 each, and their codes.
    private static func withDesk(_ body: (EventServices, [String]) async throws -> Void) async throws {
        try await withNetdev01 { ledger, store in
            let desk = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens))
            let codes = try await (1...10).asyncMap { number in
                try await ledger.register(.invented(number, days: .first(4)), context: .desk()).result.code.description
            }
            try await body(desk, codes)
        }
    }

    /// A statement of the fixtures, its codes replaced by those of the event, in the order in which they stand.
    private static func order(_ name: String, _ codes: [String]) throws -> StatementOrder {
        let path = Repository.root.appendingPathComponent("Tests/PaymentsTests/Statements/\(name)")
        var text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
        let kept = [
            "XMN-0W91", "XTQ-HKNR", "9QD-T5W4", "V21-CJSD", "G7T-0SRC", "MSY-50KR", "YCP-BF11", "H8N-J7N6", "QKX-RZ8R",
        ]
        for (old, new) in zip(kept, codes) { text = text.replacing(old, with: new) }
        return StatementOrder(file: Data(text.utf8))
    }

    @Test(
        arguments: [
            ("rbc-en.csv", ["booked", "went_out"]), ("desjardins-fr-headers-utf8.csv", ["booked", "went_out"]),
            ("scotia-7col.csv", ["booked", "went_out"]), ("td-chequing.csv", ["booked", "went_out"]),
            ("fx-currency.csv", ["other_currency"]), ("camt053.xml", ["booked"]), ("statement.ofx", ["booked"]),
            ("customer.mt940", ["booked", "went_out", "waits"]),
        ] as [(String, [String])])
    func `a statement is shown, then booked, then known`(name: String, fates: [String]) async throws {
        try await Self.withDesk { desk, codes in
            let order = try Self.order(name, codes)
            let preview = try await desk.previewStatement(order)
            #expect(preview.rows.map(\.fate.word) == fates && !preview.isBooked)
            #expect(try await desk.ledger.bankLines(onlyWaiting: false, limit: 9) == [])
            let booked = try await desk.bookStatement(order, context: .desk())
            #expect(booked.rows.map(\.fate.word) == fates && booked.isBooked)
            let paid = fates[0] == "booked" ? 0 : 35_000
            #expect(try await desk.ledger.story(of: Registration.ID(rawValue: 1)).summary.due.cents == Int64(paid))
            let again = try await desk.bookStatement(order, context: .desk())
            #expect(!again.rows.contains { $0.fate == .booked })
        }
    }

    @Test(arguments: [
        ("balance-resave-1.csv", "balance-resave-2.csv"), ("overlap-1.csv", "overlap-3.csv"),
        ("statement.ofx", "camt053.xml"), ("camt053.xml", "balance-resave-1.csv"),
    ])
    func `one transfer in two files is booked once`(first: String, second: String) async throws {
        try await Self.withDesk { desk, codes in
            _ = try await desk.bookStatement(Self.order(first, codes), context: .desk())
            let again = try await desk.bookStatement(Self.order(second, codes), context: .desk())
            #expect(again.rows.map(\.fate) == [.known])
        }
    }

    @Test func `what is ambiguous is told and never booked`() async throws {
        try await Self.withDesk { desk, codes in
            let outcome = try await desk.bookStatement(Self.order("amounts.csv", codes), context: .desk())
            #expect(outcome.needsPerson)
            #expect(outcome.unread.filter { $0.code.rawValue == "amount_ambiguous" }.map(\.line) == [20, 29])
            #expect(outcome.rows.allSatisfy { $0.line.amount.cents <= 123_450 })
        }
    }

    @Test func `one of several shares may stand without an amount`() async throws {
        try await Self.withDesk { desk, codes in
            let file = Data("Date,Amount,Text\n2015-02-03,\"1,200.00\",from the Packet Bakery\n".utf8)
            _ = try await desk.bookStatement(StatementOrder(file: file), context: .desk())
            let line = try #require(try await desk.ledger.bankLines(onlyWaiting: true, limit: 9).first)
            var people: [SettlementShare.Holder] = []
            for code in codes { people.append(try await desk.shareHolder(named: code)) }
            let two = [SettlementShare(people[0]), SettlementShare(people[1])]
            #expect(
                try await errorCode { _ = try await desk.settle(bankLine: line.id, among: two, context: .desk()) }
                    == "statement_shares_differ")
            let unclear = [SettlementShare(people[0], amount: "1,200"), SettlementShare(people[1])]
            #expect(
                try await errorCode { _ = try await desk.settle(bankLine: line.id, among: unclear, context: .desk()) }
                    == "amount_ambiguous")
            let named = [
                SettlementShare(people[0], amount: "350,00"), SettlementShare(people[1], amount: "350"),
                SettlementShare(people[2]),
            ]
            let booked = try await desk.settle(bankLine: line.id, among: named, context: .desk()).result
            #expect(
                booked.map(\.amount.cents) == [35_000, 35_000, 50_000] && booked.map(\.due.cents) == [0, 0, -15_000])
        }
    }

    @Test(arguments: ["date,nonsense", ""])
    func `columns that are said wrongly are refused`(columns: String) async throws {
        try await Self.withDesk { desk, _ in
            var order = StatementOrder(file: Data("a,b\n1,2\n".utf8))
            order.columns = columns
            let code = try await errorCode { _ = try await desk.previewStatement(order) }
            #expect(code == (columns.isEmpty ? "statement_columns_unknown" : "choice_unknown"))
        }
    }
}
