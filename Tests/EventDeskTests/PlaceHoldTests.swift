import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// How long a place is held for whoever registers by themselves and pays nothing.
struct PlaceHoldTests {
    private static let yaml = """

        mail:
          from: Example Conference <registration@example.org>
          sendmail: /usr/sbin/sendmail
          pages: https://conference.example.org
        register:
          categories: attendee
        payments:
          provider: stripe
          interac: pay@example.org

        """

    /// A desk with five people who registered by themselves and owe 100 dollars each, and one whom a desk registered.
    private static func withPeople(
        _ holds: String, _ body: ([Registration.ID], @escaping @Sendable (Double) -> EventServices) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: try Repository.netdev01() + yaml + holds) { ledger, store in
            let at = { @Sendable (days: Double) in
                var desk = EventServices(
                    store: store, resources: ResourceFolder(Repository.root),
                    clock: .fixed(at: .deskOpens.addingTimeInterval(days * 86_400)))
                desk.providerWire = StripeStandIn()
                return desk
            }
            let desk = at(0)
            try store.keys.setPassword(StripeStandIn.key, named: EventServices.providerKey)
            var ids: [Registration.ID] = []
            for number in 1...5 {
                var context = WriteContext.desk()
                context = WriteContext(author: "self", origin: "", time: context.time, key: context.key)
                ids.append(
                    try await desk.registerOneself(OwnRegistering(.invented(number)), context: context)
                        .result.registration.id)
            }
            ids.append(try await ledger.register(.invented(6), context: .desk()).result.id)
            try await body(ids, at)
        }
    }

    private static func active(_ desk: EventServices, _ ids: [Registration.ID]) async throws -> [Bool] {
        try await ids.asyncMap { try await desk.ledger.registration($0).status == .active }
    }

    @Test func `who pays nothing in time is cancelled, and nobody else`() async throws {
        try await Self.withPeople("  hold_online_days: 1\n  hold_transfer_days: 3\n") { ids, at in
            let desk = at(0)
            // One pays a part, one has an invoice, one gets another day from the desk.
            _ = try await desk.ledger.pay(.of(1_000), for: ids[0], context: .desk())
            _ = try await desk.ledger.issueInvoice(
                InvoiceOrder(people: [ids[1]]),
                context: .desk())
            _ = try await desk.ledger.changeDays(of: ids[2], to: .first(2), context: .desk())
            #expect(try await desk.heldUntil(ids[3]) == Date.deskOpens.addingTimeInterval(3 * 86_400))
            #expect(try await desk.heldUntil(ids[5]) == nil)
            #expect(try await !at(2.9).releaseUnpaid())
            #expect(try await at(3.1).releaseUnpaid())
            #expect(try await !at(3.2).releaseUnpaid())
            #expect(try await Self.active(desk, ids) == [true, true, true, false, false, true])
            #expect(try await desk.ledger.standing(of: ids[3]).summary.due == .zero)
            // Whom the desk takes in again stays.
            _ = try await desk.ledger.reinstate(ids[3], context: .desk())
            #expect(try await !at(30).releaseUnpaid())
            #expect(try await desk.ledger.audit().findings.isEmpty)
        }
    }

    @Test(arguments: ["", "  hold_online_days: 1\n", "  hold_transfer_days: 1\n"])
    func `a way of paying without a hold holds places without an end`(holds: String) async throws {
        try await Self.withPeople(holds) { ids, at in
            let until = try await at(0).heldUntil(ids[0])
            let isReleased = try await at(300).releaseUnpaid()
            #expect(until == nil && !isReleased)
        }
    }
}
