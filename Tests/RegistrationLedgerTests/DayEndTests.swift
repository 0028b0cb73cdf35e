import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What desk and treasurer compare at the end of a date.
struct DayEndTests {
    private static let today = CivilDate(daysSince1970: 16_476)

    /// Two tills, one of them closed five short, a card, a transfer, a drop.
    private static func withEvening(
        _ body: (RegistrationLedger, EventStore) async throws -> Void
    ) async throws {
        try await withNetdev01 { ledger, store in
            let people = try await (1...4).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            for till in ["north", "south"] {
                _ = try await ledger.openTill(named: till, float: Money(cents: 5_000), context: .desk())
            }
            func pay(_ person: Int, _ method: PaymentMethod, _ till: String?) async throws {
                let payment = try Payment(amount: nil, method: method, till: till, note: "")
                _ = try await ledger.pay(payment, for: people[person], context: .desk())
            }
            try await pay(0, .cash, "north")
            try await pay(1, .card, "north")
            try await pay(2, .card, "south")
            try await pay(3, .bank, nil)
            _ = try await ledger.dropCash(Money(cents: 8_000), fromTill: "north", context: .desk())
            _ = try await ledger.closeTill(named: "north", counted: Money(cents: 6_500), context: .desk())
            try await body(ledger, store)
        }
    }

    @Test func `the sheet has every till and method, the drawers, and the safe`() async throws {
        try await Self.withEvening { ledger, _ in
            let sheet = try await ledger.dayEnd(on: Self.today)
            #expect(sheet.date.description == "2015-02-10")
            #expect(
                sheet.takings.map { "\($0.till ?? "–") \($0.method) \($0.count) \($0.net)" } == [
                    "north cash 1 100.00", "north card 1 100.00", "south card 1 100.00", "– bank 1 100.00",
                ])
            #expect(sheet.byMethod.map { "\($0.method) \($0.net)" } == ["cash 100.00", "card 200.00", "bank 100.00"])
            #expect(sheet.shifts.map(\.till.name) == ["north", "south"])
            #expect(sheet.dropped.cents == 8_000 && sheet.tillDifference.cents == -500)
            #expect(sheet.safe.cents == -10_000 + 8_000 + 6_500, "two floats out, a drop and a count in")
            #expect(sheet.cards.cents == 20_000 && sheet.terminalDifference == nil)
            let other = try await ledger.dayEnd(on: CivilDate("2015-02-09"))
            #expect(other.takings == [] && other.shifts == [] && other.safe == .zero)
            let next = try await ledger.dayEnd(on: CivilDate("2015-02-11"))
            #expect(next.shifts.map(\.till.name) == ["south"], "still open")
        }
    }

    @Test func `what the terminals say is compared with the books, and said again replaces it`() async throws {
        try await Self.withEvening { ledger, _ in
            func note(_ terminal: String, _ cents: Int64, _ reason: String = "") async throws -> DayEnd {
                try await ledger.enterTerminal(
                    Money(cents: cents), on: Self.today, terminal: terminal, because: reason, context: .desk()
                ).result
            }
            #expect(try await note("north", 10_000).terminalDifference?.cents == -10_000)
            let differing = try await note("South", 10_500)
            #expect(differing.terminalDifference?.cents == 500 && differing.isUnexplained)
            let sheet = try await note("south", 9_500, "a slip of five is missing")
            #expect(
                sheet.terminals.map { "\($0.number) \($0.terminal) \($0.amount) \($0.reason)" } == [
                    "1 north 100.00 ", "3 south 95.00 a slip of five is missing",
                ])
            #expect(sheet.terminalDifference?.cents == -500 && !sheet.isUnexplained)
            for (terminal, date, expected) in [
                ("North door!", "2015-02-10", "terminal_name_invalid"), ("", "2015-02-10", "terminal_name_invalid"),
                ("north", "2015-02-11", "entry_dated_ahead"),
            ] {
                let code = try await errorCode {
                    _ = try await ledger.enterTerminal(
                        .zero, on: CivilDate(date), terminal: terminal, because: "", context: .desk())
                }
                #expect(code == expected)
            }
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `money by day has the bank's date, but for what a closed period would have had`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk(at: .january)).result.id
            func pay(_ cents: Int64, valued: String) async throws {
                let payment = try Payment(
                    amount: Money(cents: cents), method: .bank, note: "", valued: try CivilDate(valued))
                _ = try await ledger.pay(payment, for: ada, context: .desk())
            }
            try await pay(10_000, valued: "2015-01-30")
            _ = try await ledger.close(until: CivilDate("2015-01-31"), context: .desk())
            try await pay(5_000, valued: "2015-01-29")
            try await pay(2_000, valued: "2015-02-05")
            func days(_ from: String? = nil, _ until: String? = nil) async throws -> [String] {
                let period = try ReportPeriod(
                    from: try from.map { try CivilDate($0) }, until: try until.map { try CivilDate($0) })
                let table = try await ledger.table(
                    of: .moneyByMethodAndDay, in: period, at: .deskOpens, admissions: { _ in [:] })
                return table.rows.map { "\($0[0]) \($0[3])" }
            }
            let all = try await days()
            #expect(all.count == 3 && all[0].contains("2015-01-30") && all[1].contains("2015-02-05"))
            #expect(all[2].contains("2015-02-10") && all[2].contains("50.00"), "its period was closed before: \(all)")
            #expect(try await days(nil, "2015-01-31").count == 1)
            #expect(try await days("2015-02-01", "2015-02-09").count == 1)
            let table = try await ledger.table(of: .moneyByDay, at: .deskOpens, admissions: { _ in [:] })
            #expect(table.rows.count == 4, "charged on the 20th, paid on three dates")
        }
    }
}
