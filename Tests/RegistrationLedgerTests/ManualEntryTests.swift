import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What a treasurer books by hand, so that bank and card agree with what bank and acquirer say.
struct ManualEntryTests {
    private static func entry(
        _ debits: [(String, Int64)], _ credits: [(String, Int64)], dated: String? = nil
    ) throws -> ManualEntry {
        let sides =
            try debits.map { ManualEntry.Side(try Account(typed: $0.0), Money(cents: $0.1)) }
            + credits.map { ManualEntry.Side(try Account(typed: $0.0), Money(cents: -$0.1)) }
        return try ManualEntry(sides, because: "as the bank says", dated: try dated.map { try CivilDate($0) })
    }

    @Test func `deposits, fees and payouts leave nothing at the card and what the bank says at the bank`() async throws
    {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result.id
            _ = try await ledger.pay(.of(20_000, .card), for: ada, context: .desk())
            _ = try await ledger.pay(.of(15_000), for: ada, context: .desk())
            for entry in [
                try Self.entry([("bank", 500_000)], [("opening", 500_000)], dated: "2015-01-01"),
                try Self.entry([("bank", 19_450), ("fee:card", 550)], [("card", 20_000)], dated: "2015-02-09"),
                try Self.entry([("bank", 15_000)], [("cash", 15_000)]),
                try Self.entry([("fee:bank", 1_200)], [("Bank ", 1_200)]),
            ] {
                _ = try await ledger.enter(entry, context: .desk())
            }
            #expect(
                try await Books.balances(ledger) == [
                    "bank": 533_250, "fee:card": 550, "fee:bank": 1_200, "opening": -500_000,
                    "revenue:four-days": -35_000,
                ])
            #expect(try await ledger.audit().findings == [])
            let report = try await ledger.answer(.moneyByMethod)
            #expect(report.rows.count == 2, "nobody paid by them")
            try await withScratchFolder { folder in
                let text = String(decoding: try await ledger.exportJournal(as: .hledger), as: UTF8.self)
                for declared in [
                    "account equity:opening  ; type: E", "account expenses:fee:card  ; type: X",
                    "account revenues:four-days  ; type: R", "account assets:bank  ; type: A",
                ] {
                    #expect(text.contains(declared), "\(declared)")
                }
                let file = folder.file("books.journal")
                try Data(text.utf8).write(to: file)
                let equity = try Tool.run("hledger", "-f", file.path, "balance", "type:E", "--no-total", "-O", "csv")
                #expect(equity.contains("-5000.00") && !equity.contains("fee"))
            }
        }
    }

    @Test func `an entry is taken back once, by another, and nobody else's entry is`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result.id
            let payment = try await ledger.pay(.of(10_000, .card), for: ada, context: .desk()).result.entry
            let number = try await ledger.enter(
                Self.entry([("bank", 100)], [("income:sponsors", 100)]), context: .desk()
            ).result
            for (entry, expected) in [
                (number, nil), (number, "entry_corrected"), (payment, "entry_not_correctable"),
                (99, "entry_unknown"), (.min, "entry_unknown"),
            ] as [(Int64, String?)] {
                let code = try await errorCode {
                    _ = try await ledger.withdraw(entry: entry, because: "a slip", context: .desk())
                }
                #expect(code == expected, "\(entry)")
            }
            #expect(
                try await errorCode { _ = try await ledger.correct(entry: number, because: "x", context: .desk()) }
                    == "entry_not_correctable", "a desk undoes no treasurer")
            let told = try await ledger.manualEntries(limit: 10)
            #expect(told.map(\.entry.number) == [number] && told[0].correctedBy == number + 1)
            #expect(told[0].entry.memo == "as the bank says")
            #expect(try await Books.balances(ledger)["bank"] == nil)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(
        arguments: [
            ("receivable", "account_not_manual"), ("revenue:day", "account_not_manual"),
            ("tax:hst", "account_not_manual"),
            ("cash:north", "account_not_manual"), ("fee:", "account_not_manual"), ("fee:Ünicode", "account_not_manual"),
            ("fee:a:b", "account_not_manual"), ("", "account_not_manual"), ("transfer", "account_not_manual"),
            ("refunds-due", "account_not_manual"), ("bank", nil), ("FEE:Card", nil), ("expense:hall-2", nil),
        ] as [(String, String?)])
    func `accounts that others book to are no treasurer's`(name: String, expected: String?) async throws {
        #expect(try await errorCode { _ = try Account(typed: name) } == expected)
    }

    @Test func `both sides are the same, and neither is missing`() async throws {
        for (debits, credits, expected) in [
            ([("bank", 100)], [("cash", 99)], "entry_sides_differ"), ([("bank", 100)], [], "entry_sides_missing"),
            ([("bank", 100)], [("bank", 100)], "entry_sides_missing"), ([], [], "entry_sides_missing"),
        ] as [([(String, Int64)], [(String, Int64)], String)] {
            #expect(try await errorCode { _ = try Self.entry(debits, credits) } == expected)
        }
    }

    @Test func `nothing is entered into a closed period, nor for a day to come`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await ledger.close(until: CivilDate("2015-01-31"), context: .desk())
            for (date, expected) in [
                ("2015-01-31", "period_closed"), ("2015-01-01", "period_closed"), ("2015-02-11", "entry_dated_ahead"),
                ("2015-02-01", nil), ("2015-02-10", nil),
            ] as [(String, String?)] {
                let code = try await errorCode {
                    let entry = try Self.entry([("bank", 100)], [("opening", 100)], dated: date)
                    _ = try await ledger.enter(entry, context: .desk())
                }
                #expect(code == expected, "\(date)")
            }
        }
    }
}
