import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Rules that every front of the desk keeps, because none of them holds one.
struct DeskRulesTests {
    private static func withDesk(
        at time: Date = .deskOpens, _ body: (EventServices) async throws -> Void
    ) async throws {
        try await withNetdev01 { _, store in
            try await body(
                EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: time)))
        }
    }

    @Test(
        arguments: [
            (100_00, nil, nil), (300_00, nil, nil), (300_05, nil, "amount_far_above"),
            (nil, 3_000_00, "amount_far_above"), (100_00, 3_000_00, "amount_far_above"), (nil, 200_00, nil),
        ] as [(Int64?, Int64?, String?)])
    func `money far above what is due is booked only where it is confirmed`(
        amount: Int64?, tendered: Int64?, code: String?
    ) async throws {
        try await Self.withDesk { desk in
            let id = try await desk.ledger.register(.invented(days: .first(1)), context: .desk()).result.id
            func pay(isSure: Bool) async throws {
                let payment = try Payment(
                    amount: amount.map { Money(cents: $0) }, method: .cash, tendered: tendered.map { Money(cents: $0) },
                    note: "", isSure: isSure)
                _ = try await desk.ledger.pay(payment, for: id, context: .desk())
            }
            #expect(try await errorCode { try await pay(isSure: false) } == code)
            if code != nil {
                #expect(try await desk.ledger.story(of: id).summary.due == Money(cents: 100_00))
                try await pay(isSure: true)
            }
            #expect(try await desk.ledger.story(of: id).summary.due <= .zero)
        }
    }

    @Test(
        arguments: [(10_00, 100_00, "amount_far_above"), (10_00, 99_99, nil), (5_00, 50_00, nil)]
            as [(Int64, Int64, String?)])
    func `ten times what is due is asked about`(due: Int64, amount: Int64, code: String?) async throws {
        try await Self.withDesk { desk in
            let id = try await desk.ledger.register(.invented(days: .first(1)), context: .desk()).result.id
            _ = try await desk.ledger.pay(.of(100_00 - due, .card), for: id, context: .desk())
            #expect(
                try await errorCode { _ = try await desk.ledger.pay(.of(amount, .card), for: id, context: .desk()) }
                    == code)
        }
    }

    @Test func `whoever walks in says how they pay, unless the place costs nothing`() async throws {
        try await Self.withDesk { desk in
            let unsaid = PaymentAtOnce.unsaid(ConferenceError(.paymentChoiceMissing))
            let code = try await errorCode {
                _ = try await desk.walkIn(
                    WalkIn(.invented(days: .first(1)), payment: unsaid, badge: nil), context: .desk())
            }
            #expect(code == "payment_choice_missing")
            #expect(try await desk.ledger.list(limit: 9).isEmpty)
            let guest = try await desk.walkIn(
                WalkIn(.invented(days: .first(1), category: .organizer), payment: unsaid, badge: nil), context: .desk())
            #expect(guest.payment == nil && guest.summary.due == .zero)
            let later = try await desk.walkIn(
                WalkIn(.invented(2, days: .first(1)), payment: .later, badge: nil), context: .desk())
            #expect(later.payment == nil && later.summary.due == Money(cents: 100_00))
        }
    }

    @Test func `all that somebody still gets is noted at once, and again changes nothing`() async throws {
        try await Self.withDesk { desk in
            let id = try await desk.ledger.register(
                .invented(days: .first(1), addOns: [.dinner]), context: .desk()
            ).result.id
            try await desk.handOver(.shirt, handed: true, to: id, context: .desk())
            let context = WriteContext.desk()
            try await desk.handOverRest(to: id, context: context)
            try await desk.handOverRest(to: id, context: context)
            let file = try await desk.personFile(of: id)
            #expect(file.openItems.isEmpty)
            #expect(file.items.map(\.item) == [.badge, .bag, .shirt, .addOn(.dinner)])
            let rows = try await dump(desk.store).filter { $0.hasPrefix("hand_over ") }
            #expect(rows.count == 4)
        }
    }

    @Test func `the figures agree with the reports`() async throws {
        try await Self.withDesk { desk in
            for number in 1...4 {
                _ = try await desk.ledger.register(.invented(number, days: DaySet([number])), context: .desk())
            }
            let payment = try Payment(amount: nil, method: .card, note: "")
            _ = try await desk.ledger.pay(payment, for: Registration.ID(rawValue: 1), context: .desk())
            _ = try await desk.ledger.cancel(Registration.ID(rawValue: 4), context: .desk())
            let figures = try await desk.figures()
            #expect(figures.registered == 3 && figures.paid == 1)
            #expect(figures.printed == 0 && figures.arrived == 0 && figures.openConflicts == 0)
            let owing = try await desk.table(of: .outstanding).rows.count { $0[4] == .text("active") }
            #expect(owing == figures.registered - figures.paid)
        }
    }

    @Test func `a day that is over is not proposed any more`() async throws {
        try await Self.withDesk { desk in
            let event = try await desk.store.definition()
            let opens = Date.deskOpens
            #expect(event.daysToCome(at: opens.addingTimeInterval(-30 * 86_400)) == event.allDays)
            let last = opens.addingTimeInterval(6 * 86_400)
            let day = try #require(event.day(at: last))
            #expect(day == 3)
            #expect(event.daysToCome(at: last).numbers == Array(day...event.days.count))
            #expect(event.daysToCome(at: opens.addingTimeInterval(90 * 86_400)) == event.allDays)
        }
    }

    @Test func `one rehearsal at a time`() async throws {
        try await Self.withDesk { desk in
            let id = try await desk.ledger.register(.invented(days: .first(4)), context: .desk()).result.id
            let payment = try Payment(amount: nil, method: .card, note: "")
            _ = try await desk.ledger.pay(payment, for: id, context: .desk())
            _ = try await desk.badges.makeFirst(for: [id], context: .desk())
            let gate = Gate.ID(rawValue: "main")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 1...4 {
                    group.addTask {
                        do { return try await desk.drill(at: gate).allSatisfy(\.isRight) ? "right" : "wrong" } catch {
                            return (error as? any DescribedError)?.code.rawValue ?? "\(error)"
                        }
                    }
                }
                return await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(outcomes.contains("right"))
            #expect(outcomes.subtracting(["right", "rehearsal_running"]).isEmpty)
        }
    }
}
