import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A day or the whole event is cancelled.
struct CallOffTests {
    private static func withPeople(
        _ body: (RegistrationLedger, EventStore, [Registration.ID]) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.refunds)) { ledger, store in
            let days: [DaySet] = [DaySet([2]), .first(4), DaySet([1]), .first(2)]
            var people: [Registration.ID] = []
            for (index, days) in days.enumerated() {
                people.append(
                    try await ledger.register(.invented(index + 1, days: days), context: .desk()).result.id)
            }
            _ = try await ledger.pay(.of(11_300, .card), for: people[0], context: .desk())
            _ = try await ledger.pay(.of(30_000, .card), for: people[1], context: .desk())
            _ = try await ledger.pay(.of(9_550, .cash), for: people[1], context: .desk())
            _ = try await ledger.pay(.of(22_600, .bank), for: people[3], context: .desk())
            _ = try await ledger.issueDocument(for: people[0], context: .desk())
            try await body(ledger, store, people)
        }
    }

    @Test func `what would be done is shown, and nothing is written`() async throws {
        try await Self.withPeople { ledger, store, people in
            let before = try await dump(store)
            let shown = try await ledger.callingOff(DaySet([2]), because: "no power", context: .desk())
            #expect(try await dump(store) == before)
            let done = try await ledger.callOff(DaySet([2]), because: "no power", context: .desk()).result
            #expect(shown == done, "it is what was done afterwards")
            #expect(shown.people.map(\.registration.id) == [people[0], people[1], people[3]])
        }
    }

    @Test func `a day is cancelled for everybody who has it, whatever the refund rule says`() async throws {
        try await Self.withPeople { ledger, _, people in
            // The event's rule would keep half.
            let context = WriteContext.desk()
            let done = try await ledger.callOff(DaySet([2]), because: "no power", context: context)
            let result = done.result
            #expect(result.people.map(\.credited.cents) == [11_300, 5_650, 11_300])
            #expect(result.people.map(\.registration.status) == [.cancelled, .active, .active])
            #expect(result.people[1].registration.days == DaySet([1, 3, 4]))
            #expect(result.people.map(\.creditNote) == ["NETDEV01-C-0001", nil, nil], "who had a document gets one")
            #expect(
                result.refunds.map { "\($0.method?.rawValue ?? "") \($0.registration.id) \($0.amount)" } == [
                    "cash \(people[1]) 56.50", "card \(people[0]) 113.00", "bank \(people[3]) 113.00",
                ], "what came last goes back first")
            #expect(try await Books.due(ledger, people[2]) == 11_300, "who does not come on that day is not concerned")
            let again = try await ledger.callOff(DaySet([2]), because: "no power", context: context)
            #expect(again.replayed && again.result == result)
            #expect(
                try await errorCode {
                    _ = try await ledger.callOff(DaySet([2]), because: "no power", context: .desk())
                } == "nobody_concerned")
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `the whole event is cancelled and refunds are booked by way of payment`() async throws {
        try await Self.withPeople { ledger, _, people in
            let result = try await ledger.callOff(nil, because: "the storm", context: .desk()).result
            #expect(result.people.allSatisfy { $0.registration.status == .cancelled && $0.due <= .zero })
            #expect(result.credited.cents == 11_300 + 39_550 + 11_300 + 22_600)
            let cards = try await ledger.refundAll(by: .card, note: "terminal", context: .desk()).result
            #expect(cards.map(\.amount.cents) == [-11_300, -30_000])
            #expect(try await ledger.refundsDue().map(\.amount.cents) == [9_550, 22_600])
            for method in [PaymentMethod.cash, .bank, .cheque] {
                _ = try await ledger.refundAll(by: method, note: "", context: .desk())
            }
            #expect(try await ledger.refundsDue() == [])
            for id in people { #expect(try await Books.due(ledger, id) == 0) }
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `who waits for a day that is cancelled waits no more, who waits for a freed dinner is asked`()
        async throws
    {
        let yaml = try Books.yaml(seats: 1).replacing("capacity: 300", with: "capacity: 2")
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let first = try await ledger.register(
                .invented(1, days: DaySet([2]), addOns: [.dinner]), context: .desk()
            ).result.id
            _ = try await ledger.register(.invented(2, days: DaySet([2])), context: .desk())
            let third = try await ledger.register(.invented(3, days: DaySet([1])), context: .desk()).result.id
            _ = try await ledger.wait(third, for: .day(2), context: .desk())
            _ = try await ledger.wait(third, for: .addOn(.dinner), context: .desk())
            _ = try await ledger.callOff(DaySet([2]), because: "no power", context: .desk())
            let waiting = try await ledger.waitingList()
            #expect(waiting.map(\.place) == [.addOn(.dinner)] && waiting[0].offeredUntil != nil)
            #expect(try await ledger.registration(first).status == .cancelled)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [
        (DaySet([9]), "why", "day_unknown"), (DaySet([1]), " ", "reason_missing"), (DaySet.none, "why", "days_missing"),
    ])
    func `what makes no sense is refused`(days: DaySet, reason: String, code: String) async throws {
        try await Self.withPeople { ledger, _, _ in
            let refused = try await errorCode {
                _ = try await ledger.callingOff(days, because: reason, context: .desk())
            }
            #expect(refused == code)
        }
    }
}
