import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct TillTests {
    private static func cash(_ cents: Int64?, till: String?, _ method: PaymentMethod = .cash) throws -> Payment {
        try Payment(amount: cents.map { Money(cents: $0) }, method: method, till: till, note: "")
    }

    private static func by(_ author: String) -> WriteContext {
        let context = WriteContext.desk()
        return WriteContext(author: author, origin: "", time: context.time, key: context.key)
    }

    @Test func `a shift adds up: float, takings by operator and method, count and difference`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await ledger.openTill(named: "north", float: Money(cents: 20_000), context: .desk())
            let people = try await (1...3).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            _ = try await ledger.pay(Self.cash(12_000, till: "north"), for: people[0], context: Self.by("cli:ann"))
            _ = try await ledger.pay(Self.cash(nil, till: "north", .card), for: people[1], context: Self.by("cli:ann"))
            _ = try await ledger.pay(Self.cash(nil, till: "north"), for: people[2], context: Self.by("cli:ben"))
            _ = try await ledger.refund(
                nil, by: .cash, till: "north", note: "", for: people[0], context: Self.by("cli:ben"))
            let report = try await ledger.till(.init("north"))
            #expect(
                report.takings.map { "\($0.author) \($0.method) \($0.count) \($0.received) \($0.returned)" } == [
                    "cli:ann cash 1 120.00 0.00", "cli:ann card 1 100.00 0.00", "cli:ben cash 2 100.00 20.00",
                ])
            #expect(report.byMethod.map { "\($0.method) \($0.net)" } == ["cash 200.00", "card 100.00"])
            #expect(report.expectedCash.cents == 40_000)
            let closed = try await ledger.closeTill(named: "north", counted: Money(cents: 39_500), context: .desk())
                .result
            #expect(closed.till.closing?.difference.cents == -500)
            #expect(
                try await Books.balances(ledger) == [
                    "card": 10_000, "cash": 19_500, "till-difference": 500, "revenue:day": -30_000,
                ])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a drawer gives no more than it holds, unless somebody says that it has it`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await ledger.openTill(named: "north", float: Money(cents: 2_000), context: .desk())
            let ids = try await (1...3).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            func pay(_ tendered: Int64, for id: Registration.ID, isSure: Bool = false) async throws -> String? {
                let payment = try Payment(
                    amount: nil, method: .cash, tendered: Money(cents: tendered), till: "north", note: "",
                    isSure: isSure)
                return try await errorCode { _ = try await ledger.pay(payment, for: id, context: .desk()) }
            }
            #expect(try await pay(15_000, for: ids[0]) == "till_too_empty", "50.00 of change from 20.00")
            #expect(try await pay(12_000, for: ids[0]) == nil, "all of it is change")
            #expect(try await pay(23_000, for: ids[1]) == "till_too_empty", "100.00 and 20.00 less 20.00 are in it")
            #expect(try await pay(23_000, for: ids[1], isSure: true) == nil)
            #expect(try await ledger.till(.last(ofTill: "north")).expectedCash.cents == 22_000)
            func drop(_ cents: Int64, isSure: Bool = false) async throws -> String? {
                try await errorCode {
                    _ = try await ledger.dropCash(
                        Money(cents: cents), fromTill: "north", isSure: isSure, context: .desk())
                }
            }
            #expect(try await drop(22_005) == "till_too_empty")
            #expect(try await drop(21_000) == nil)
            for id in ids[...1] { _ = try await ledger.cancel(id, context: .desk()) }
            func refund(isSure: Bool = false) async throws -> String? {
                try await errorCode {
                    _ = try await ledger.refund(
                        nil, by: .cash, till: "north", note: "", isSure: isSure, for: ids[0], context: .desk())
                }
            }
            #expect(try await refund() == "till_too_empty")
            #expect(try await refund(isSure: true) == nil)
            let entry = try #require(try await ledger.story(of: ids[1]).entries.first { $0.kind == .payment }).number
            func undo(isSure: Bool = false) async throws -> String? {
                try await errorCode {
                    _ = try await ledger.correct(entry: entry, because: "a slip", isSure: isSure, context: .desk())
                }
            }
            #expect(try await undo() == "till_too_empty", "what was paid lies in the safe")
            #expect(try await undo(isSure: true) == nil)
            #expect(try await drop(5, isSure: true) == nil)
            let report = try await ledger.closeTill(named: "north", counted: .zero, context: .desk()).result
            #expect(report.till.closing?.expected.cents == -19_005 && report.till.closing?.difference.cents == 19_005)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a till opens once, takes only while it is open, and opens again`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let pay = {
                try await errorCode {
                    _ = try await ledger.pay(Self.cash(5_000, till: "north"), for: ada.id, context: .desk())
                }
            }
            let open = {
                try await errorCode {
                    _ = try await ledger.openTill(named: "north", float: Money(cents: 5_000), context: .desk())
                }
            }
            #expect(try await pay() == "till_not_open")
            #expect(try await open() == nil)
            #expect(try await open() == "till_open_already")
            #expect(try await pay() == nil)
            _ = try await ledger.closeTill(named: "north", counted: Money(cents: 10_000), context: .desk())
            #expect(try await pay() == "till_not_open")
            #expect(try await open() == nil)
            #expect(try await ledger.till(.init("north")).till.id.rawValue == 2)
            #expect(try await ledger.till(.init("#1")).takings.count == 1)
            #expect(try await ledger.tills().map(\.isOpen) == [false, true])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: ["", "north.1", "a b", "-x", "cash:1", "ü"])
    func `a till's name is fit for an account`(name: String) async throws {
        try await withNetdev01 { ledger, _ in
            let code = try await errorCode {
                _ = try await ledger.openTill(named: name, float: .zero, context: .desk())
            }
            #expect(code == "till_name_invalid")
        }
    }

    @Test func `cash of a closed till is corrected from the safe`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            _ = try await ledger.openTill(named: "north", float: .zero, context: .desk())
            let entry = try await ledger.pay(Self.cash(nil, till: "north"), for: ada.id, context: .desk()).result.entry
            _ = try await ledger.closeTill(named: "north", counted: Money(cents: 10_000), context: .desk())
            _ = try await ledger.correct(entry: entry, because: "paid by card after all", context: .desk())
            #expect(try await Books.balances(ledger) == ["receivable": 10_000, "revenue:day": -10_000])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `opening and closing again with the same key changes nothing`() async throws {
        try await withNetdev01 { ledger, store in
            let (open, close) = (WriteContext.desk(), WriteContext.desk())
            _ = try await ledger.openTill(named: "north", float: Money(cents: 100), context: open)
            _ = try await ledger.closeTill(named: "north", counted: Money(cents: 90), context: close)
            let before = try await dump(store)
            #expect(try await ledger.openTill(named: "north", float: Money(cents: 100), context: open).replayed)
            #expect(try await ledger.closeTill(named: "north", counted: Money(cents: 90), context: close).replayed)
            #expect(try await dump(store) == before)
        }
    }
}
