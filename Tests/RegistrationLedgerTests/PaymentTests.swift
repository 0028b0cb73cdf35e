import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

struct PaymentTests {
    @Test func `what no coin pays is rounded off, either way`() async throws {
        try await withNetdev01(yaml: Books.yaml(fiveCents: true)) { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result.id
            let cash = try Payment(amount: nil, method: .cash, note: "")
            func refund() async throws -> BookedPayment {
                try await ledger.refund(nil, by: .cash, note: "", for: ada, context: .desk()).result
            }
            _ = try await ledger.pay(.of(9_998, .bank), for: ada, context: .desk())
            let owed = try await ledger.pay(cash, for: ada, context: .desk()).result
            #expect(owed.amount == .zero && owed.rounding.cents == 2 && owed.due == .zero)
            #expect(try await Books.balances(ledger) == ["bank": 9_998, "rounding": 2, "revenue:day": -10_000])
            _ = try await ledger.correct(entry: owed.entry, because: "they do pay by card", context: .desk())
            _ = try await ledger.pay(.of(3, .card), for: ada, context: .desk())
            let given = try await refund()
            #expect(given.amount == .zero && given.rounding.cents == -1 && given.due == .zero)
            #expect(try await errorCode { _ = try await refund() } == "nothing_to_refund")
            #expect(try await errorCode { _ = try await ledger.pay(cash, for: ada, context: .desk()) } == "nothing_due")
            let receipt = try await ledger.issueDocument(for: ada, context: .desk()).result
            #expect(receipt.figures.balance == .zero)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `what is owed to people in cents goes back with the rest, and stops nobody else's`() async throws {
        try await withNetdev01(yaml: Books.yaml(fiveCents: true)) { ledger, _ in
            let ids = try await (1...2).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            let leniency = try Leniency(because: "a slip of ours", isOrganizers: true)
            _ = try await ledger.pay(.of(10_000), for: ids[0], context: .desk())
            _ = try await ledger.waive(
                Money(cents: 2), for: ids[0], because: "a slip of ours", leniency: leniency, context: .desk())
            _ = try await ledger.pay(.of(12_000), for: ids[1], context: .desk())
            let booked = try await ledger.refundAll(by: .cash, note: "", context: .desk()).result
            #expect(booked.map(\.amount.cents) == [0, -2_000] && booked.map(\.due) == [.zero, .zero])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(
        arguments: [
            (Books.hst, ["tax:hst": -4_550], 39_550),
            (Books.quebec, ["tax:gst": -1_750, "tax:qst": -3_491], 40_241),
            (Books.quebecIncluded, ["tax:gst": -1_522, "tax:qst": -3_037], 35_000),
        ] as [(String, [String: Int64], Int64)])
    func `taxes are booked by component`(taxes: String, booked: [String: Int64], total: Int64) async throws {
        try await withNetdev01(yaml: Books.yaml(taxes)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            let balances = try await Books.balances(ledger)
            #expect(balances.filter { $0.key.hasPrefix("tax:") } == booked)
            #expect(try await Books.due(ledger, ada.id) == total)
            #expect(balances["revenue:four-days"] == -(total + booked.values.reduce(0, +)))
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `cash is rounded to five cents, and change is told`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.quebec, fiveCents: true)) { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            #expect(try await Books.due(ledger, ada.id) == 11_498)
            let payment = try Payment(
                amount: nil, method: .cash, tendered: Money(cents: 12_000), note: "")
            let booked = try await ledger.pay(payment, for: ada.id, context: .desk()).result
            #expect(booked.amount.cents == 11_500 && booked.change.cents == 500)
            #expect(booked.rounding.cents == -2 && booked.due == .zero)
            let balances = try await Books.balances(ledger)
            #expect(balances["cash"] == 11_500 && balances["rounding"] == -2 && balances["receivable"] == nil)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `cash that no coins make is refused, a card pays to the cent`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.quebec, fiveCents: true)) { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            #expect(
                try await errorCode { _ = try await ledger.pay(.of(11_498), for: ada.id, context: .desk()) }
                    == "cash_not_payable")
            let part = try await ledger.pay(.of(5_000), for: ada.id, context: .desk()).result
            #expect(part.due.cents == 6_498 && part.rounding == .zero)
            let rest = try await ledger.pay(
                Payment(amount: nil, method: .card, note: ""), for: ada.id, context: .desk()
            ).result
            #expect(rest.amount.cents == 6_498 && rest.due == .zero)
            #expect(
                try await errorCode {
                    _ = try await ledger.pay(
                        Payment(amount: nil, method: .card, note: ""), for: ada.id, context: .desk())
                } == "nothing_due")
        }
    }

    @Test func `too little is not handed over, and only cash is`() async throws {
        #expect(throws: ConferenceError.self) {
            try Payment(amount: Money(cents: 100), method: .cash, tendered: Money(cents: 99), note: "")
        }
        #expect(throws: ConferenceError(.tenderedNotCash)) {
            try Payment(amount: nil, method: .card, tendered: Money(cents: 99), note: "")
        }
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let payment = try Payment(amount: nil, method: .cash, tendered: Money(cents: 9_999), note: "")
            #expect(
                try await errorCode { _ = try await ledger.pay(payment, for: ada.id, context: .desk()) }
                    == "tendered_too_little")
        }
    }

    @Test func `what was paid too much is due to the person, refunded in part and whole`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            _ = try await ledger.pay(.of(30_000, .cheque), for: ada.id, context: .desk())
            #expect(try await Books.balances(ledger)["refunds-due"] == -20_000)
            let refund = { (cents: Int64?) in
                try await ledger.refund(
                    cents.map { Money(cents: $0) }, by: .bank, note: "", for: ada.id, context: .desk()
                ).result
            }
            let part = try await refund(5_000)
            #expect(part.amount.cents == -5_000 && part.due.cents == -15_000)
            #expect(try await errorCode { _ = try await refund(15_001) } == "refund_too_large")
            let rest = try await refund(nil)
            #expect(rest.amount.cents == -15_000 && rest.due == .zero)
            #expect(try await errorCode { _ = try await refund(nil) } == "nothing_to_refund")
            #expect(try await Books.balances(ledger) == ["bank": -20_000, "cheque": 30_000, "revenue:day": -10_000])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [(35_000, 17_500), (10_000, 10_000), (0, 0)] as [(Int64, Int64)])
    func `cancelling keeps what the rule says, and never more than was paid`(paid: Int64, kept: Int64) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.refunds)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            if paid > 0 { _ = try await ledger.pay(.of(paid, .card), for: ada.id, context: .desk()) }
            _ = try await ledger.cancel(ada.id, context: .desk())
            #expect(try await Books.due(ledger, ada.id) == kept - paid)
            #expect(try await Books.balances(ledger)["revenue:cancellation"] ?? 0 == -kept)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [Books.hst, Books.quebec, Books.quebecIncluded])
    func `what is kept holds its taxes`(taxes: String) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.refunds, taxes)) { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            _ = try await ledger.pay(Payment(amount: nil, method: .card, note: ""), for: ada.id, context: .desk())
            let charged = try await Books.balances(ledger)["card"] ?? 0
            _ = try await ledger.cancel(ada.id, context: .desk())
            let balances = try await Books.balances(ledger)
            let kept = -balances.filter { $0.key.hasPrefix("tax:") || $0.key.hasPrefix("revenue:") }.values.reduce(0, +)
            #expect(abs(kept * 2 - charged) <= 1)
            #expect(balances.keys.contains { $0.hasPrefix("tax:") })
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a payment that was booked wrongly is undone by an entry that names it, once`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let wrong = try await ledger.pay(.of(10_000, .cash), for: ada.id, context: .desk()).result.entry
            let undo = { (entry: Int64) in
                try await ledger.correct(entry: entry, because: "it was a card", context: .desk()).result
            }
            let correction = try await undo(wrong)
            #expect(try await Books.due(ledger, ada.id) == 10_000)
            let entry = try #require(try await ledger.story(of: ada.id).entries.last)
            #expect(entry.number == correction && entry.corrects == wrong && entry.kind == .correction)
            #expect(try await errorCode { _ = try await undo(wrong) } == "entry_corrected")
            #expect(try await errorCode { _ = try await undo(1) } == "entry_not_correctable")
            #expect(try await errorCode { _ = try await undo(correction) } == "entry_not_correctable")
            #expect(try await errorCode { _ = try await undo(99) } == "entry_unknown")
            #expect(try await Books.balances(ledger) == ["receivable": 10_000, "revenue:day": -10_000])
            #expect(try await ledger.audit().findings == [])
        }
    }
}
