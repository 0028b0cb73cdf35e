import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What a desk does for one person, without a page and without a request.
struct WalkInTests {
    private static func withDesk(
        yaml: String? = nil, _ body: (EventServices) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: yaml) { _, store in
            try await body(
                EventServices(
                    store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens)))
        }
    }

    private static func walkIn(
        _ number: Int = 1, cents: Int64? = nil, method: PaymentMethod = .card, badge: BadgeDestination? = .answer
    ) throws -> WalkIn {
        WalkIn(
            try .invented(number, days: .first(4)),
            payment: .payment(try Payment(amount: cents.map { Money(cents: $0) }, method: method, note: "")),
            badge: badge)
    }

    @Test func `a walk-in is registered, charged, paid and has a badge on paper`() async throws {
        try await Self.withDesk { desk in
            let outcome = try await desk.walkIn(Self.walkIn(), context: .desk())
            #expect(outcome.payment?.amount == Money(cents: 35_000))
            #expect(outcome.summary.due == .zero)
            #expect(outcome.badge?.issues == [IssueNumber(rawValue: 1)])
            #expect(outcome.badgeFailure == nil)
            let file = try await desk.personFile(of: outcome.registration.id)
            #expect(file.badges.isOnPaper)
            #expect(!file.wantsPayment)
        }
    }

    @Test func `its paper is the one that was drawn, and is drawn again only for who comes later`() async throws {
        try await Self.withDesk { desk in
            let outcome = try await desk.walkIn(Self.walkIn(), context: .desk())
            let drawn = try #require(outcome.badge?.pdf)
            let fetched = try await desk.paper(ofBadge: outcome.registration.id)
            #expect(fetched == drawn)
            // A different title shows that this one was drawn separately.
            let again = try await desk.paper(ofBadge: outcome.registration.id)
            #expect(again != drawn)
        }
    }

    @Test func `a repeated walk-in is the same person, and pays once`() async throws {
        try await Self.withDesk { desk in
            let context = WriteContext.desk()
            let first = try await desk.walkIn(Self.walkIn(), context: context)
            let second = try await desk.walkIn(Self.walkIn(), context: context)
            #expect(first.registration == second.registration)
            #expect(first.payment == second.payment)
            #expect(first.badge?.issues == second.badge?.issues)
            let code = try await errorCode { _ = try await desk.walkIn(Self.walkIn(2), context: context) }
            #expect(code == "idempotency_conflict")
        }
    }

    @Test func `a refused payment registers nobody`() async throws {
        try await Self.withDesk { desk in
            let code = try await errorCode {
                _ = try await desk.walkIn(
                    WalkIn(
                        try .invented(days: .first(1)),
                        payment: .payment(
                            try Payment(amount: nil, method: .cash, tendered: Money(cents: 5_000), note: "")),
                        badge: nil),
                    context: .desk())
            }
            #expect(code == "tendered_too_little")
            #expect(try await desk.ledger.list(limit: 10).isEmpty)
        }
    }

    @Test func `a free category pays nothing, and if the badge fails the rest stands`() async throws {
        try await Self.withDesk { desk in
            let free = WalkIn(
                try .invented(days: .first(4), category: .organizer),
                payment: .payment(try Payment(amount: nil, method: .cash, note: "")),
                badge: .file(URL(fileURLWithPath: "/dev/null/badge.pdf")))
            let outcome = try await desk.walkIn(free, context: .desk())
            #expect(outcome.payment == nil && outcome.summary.due == .zero)
            #expect(outcome.badge == nil && outcome.badgeFailure != nil)
            #expect(try await !desk.personFile(of: outcome.registration.id).badges.isOnPaper)
        }
    }

    @Test func `after a change the desk is told what is wrong on paper`() async throws {
        try await Self.withDesk { desk in
            let id = try await desk.walkIn(Self.walkIn(), context: .desk()).registration.id
            #expect(try await desk.outdatedFields(of: id).isEmpty)
            let renamed = try await desk.correct(id, PersonCorrection(name: "Ada Renamed"), context: .desk())
            #expect(renamed.isNew && renamed.outdated.contains("name"))
            let email = try await desk.correct(id, PersonCorrection(email: "new@example.org"), context: .desk())
            #expect(email.isNew && email.outdated == renamed.outdated)
            let same = try await desk.correct(id, PersonCorrection(name: "Ada Renamed"), context: .desk())
            #expect(!same.isNew)
            let days = try await desk.changeDays(of: id, to: DaySet([1, 2]), context: .desk())
            #expect(days.outdated.count > renamed.outdated.count)
            _ = try await desk.printBadge(of: id, .reprint, because: "name", to: .answer, context: .desk())
            #expect(try await desk.personFile(of: id).outdated.isEmpty)
        }
    }

    @Test func `a person without a printed badge has nothing wrong on paper`() async throws {
        try await Self.withDesk { desk in
            let id = try await desk.walkIn(Self.walkIn(badge: nil), context: .desk()).registration.id
            let renamed = try await desk.correct(id, PersonCorrection(name: "Ada Renamed"), context: .desk())
            #expect(renamed.outdated.isEmpty)
        }
    }

    @Test func `a seat goes only to the first in line`() async throws {
        let yaml = try Repository.netdev01().replacing(#/seats: \d+/#, with: "seats: 1")
        try await Self.withDesk(yaml: yaml) { desk in
            let ids = try await [1, 2, 3].asyncMap { number in
                try await desk.ledger.register(.invented(number), context: .desk()).result.id
            }
            _ = try await desk.addAddOn(.dinner, to: ids[0], context: .desk())
            for id in ids.dropFirst() { _ = try await desk.ledger.wait(id, for: .addOn(.dinner), context: .desk()) }
            let second = try await errorCode {
                _ = try await desk.seat(ids[2], at: .addOn(.dinner), context: .desk())
            }
            #expect(second == "waits_not")
            let full = try await errorCode {
                _ = try await desk.seat(ids[1], at: .addOn(.dinner), context: .desk())
            }
            #expect(full == "add_on_full")
            // It was refused completely: the first in line still waits.
            #expect(try await desk.personFile(of: ids[1]).books.waiting.map(\.position) == [1])
        }
    }

    @Test func `the file of a person says what they get and what they got`() async throws {
        try await Self.withDesk { desk in
            let id = try await desk.ledger.register(
                .invented(days: .first(4), addOns: [.dinner]), context: .desk()
            ).result.id
            try await desk.handOver(.shirt, handed: true, to: id, context: .desk())
            let file = try await desk.personFile(of: id)
            #expect(file.items.map(\.item) == [.badge, .bag, .shirt, .addOn(.dinner)])
            #expect(file.items.filter { $0.handed != nil }.map(\.item) == [.shirt])
            try await desk.handOver(.shirt, handed: false, to: id, context: .desk())
            #expect(try await desk.personFile(of: id).items.allSatisfy { $0.handed == nil })
            let unknown = try await errorCode {
                try await desk.handOver(HandOverItem(rawValue: "crown"), handed: true, to: id, context: .desk())
            }
            #expect(unknown == "hand_over_item_unknown")
        }
    }
}
