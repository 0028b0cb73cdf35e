import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Payments
import RegistrationLedger
import Testing

/// Money that goes back through the provider by which it came, and what the provider pays out.
struct OnlineRefundTests {
    /// An event in which each person has paid 100 dollars online.
    private static func withPaid(people: Int = 1, _ body: (OnlineVenue) async throws -> Void) async throws {
        try await OnlineVenue.with(people: people) { venue in
            for person in venue.people {
                let session = try await venue.begin(person)
                await venue.provider.pay(session)
                try await venue.hear(await venue.provider.message("checkout.session.completed", about: session))
            }
            try await body(venue)
        }
    }

    private static func refund(_ venue: OnlineVenue, _ cents: Int64? = nil) async throws -> BookedPayment {
        try await venue.desk.ledger.refund(
            cents.map { Money(cents: $0) }, by: .online, note: "", for: venue.people[0].id, context: .desk()
        ).result
    }

    @Test func `a refund goes back the way the payment came, once, in its parts`() async throws {
        try await Self.withPaid { venue in
            _ = try await venue.desk.ledger.cancel(venue.people[0].id, context: .desk())
            #expect(try await venue.desk.ledger.refundsDue().map(\.method) == [.online])
            _ = try await Self.refund(venue, 4_000)
            _ = try await Self.refund(venue)
            #expect(try await venue.desk.paymentStanding().refunds.count == 2)
            #expect(try await venue.desk.followPayments())
            #expect(try await !venue.desk.followPayments())
            #expect(await venue.provider.refunds.map(\.amount).sorted() == [4_000, 6_000])
            #expect(try await venue.desk.ledger.onlineRefunds(limit: 9).map(\.state) == [.sent, .sent])
            // What the provider tells of them afterwards is known.
            let message = StripeStandIn.message("charge.refunded", ["id": "ch_1", "payment_intent": "pi_1"])
            for _ in 1...2 { try await venue.hear(message) }
            #expect(try await venue.desk.paymentStanding().unclear == [])
            #expect(try await venue.balance(.money(.online)) == 0)
            #expect(try await venue.findings() == [])
        }
    }

    @Test func `no more goes back online than came so, and what was paid otherwise does not`() async throws {
        try await Self.withPaid { venue in
            let id = venue.people[0].id
            _ = try await venue.desk.ledger.changeDays(of: id, to: .first(2), context: .desk())
            _ = try await venue.desk.ledger.pay(.of(10_000, .card), for: id, context: .desk())
            _ = try await venue.desk.ledger.cancel(id, context: .desk())
            let code = try await errorCode { _ = try await Self.refund(venue, 10_001) }
            #expect(code == "refund_not_online")
            _ = try await Self.refund(venue, 10_000)
            let again = try await errorCode { _ = try await Self.refund(venue, 1) }
            #expect(again == "refund_not_online")
            #expect(try await venue.findings() == [])
        }
    }

    @Test func `what cannot be handed over is tried again, and what the provider refuses is shown`() async throws {
        try await Self.withPaid { venue in
            _ = try await venue.desk.ledger.cancel(venue.people[0].id, context: .desk())
            let entry = try await Self.refund(venue).entry
            await venue.provider.setDown(true)
            let unreachable = try await errorCode { _ = try await venue.desk.followPayments() }
            #expect(unreachable == "provider_unreachable")
            // It may have gone, whatever we heard.
            let sent = try await errorCode {
                _ = try await venue.desk.ledger.correct(entry: entry, because: "a slip", context: .desk())
            }
            #expect(sent == "refund_already_sent")
            await venue.provider.setDown(false)
            await venue.provider.setRefusesRefunds(true)
            let later = venue.at(.deskOpens.addingTimeInterval(120))
            #expect(try await later.desk.followPayments())
            let failed = try #require(try await venue.desk.paymentStanding().refunds.first)
            #expect(failed.state == .failed && failed.because?.contains("insufficient funds") == true)
            await venue.provider.setRefusesRefunds(false)
            _ = try await venue.desk.ledger.retry(failed.id, context: .desk(at: .deskOpens.addingTimeInterval(130)))
            #expect(try await venue.at(.deskOpens.addingTimeInterval(140)).desk.followPayments())
            #expect(await venue.provider.refunds.count == 1)
            #expect(try await venue.desk.paymentStanding().refunds == [])
        }
    }

    @Test func `a refund whose entry is corrected before it goes never goes`() async throws {
        try await Self.withPaid { venue in
            _ = try await venue.desk.ledger.cancel(venue.people[0].id, context: .desk())
            let entry = try await Self.refund(venue).entry
            _ = try await venue.desk.ledger.correct(entry: entry, because: "a slip", context: .desk())
            #expect(try await !venue.desk.followPayments())
            #expect(await venue.provider.refunds.isEmpty)
            #expect(try await venue.desk.ledger.onlineRefunds(limit: 9).map(\.state) == [.cancelled])
            #expect(try await venue.desk.ledger.refundsDue().map(\.amount.cents) == [10_000])
        }
    }

    @Test func `what is given back in the provider's own pages waits, and is reversed by one step`() async throws {
        try await Self.withPaid { venue in
            await venue.provider.giveBack("pi_1", 10_000)
            let message = StripeStandIn.message("charge.refunded", ["id": "ch_1", "payment_intent": "pi_1"])
            for _ in 1...3 { try await venue.hear(message) }
            let line = try #require(try await venue.desk.paymentStanding().unclear.first)
            #expect(line.doubt == .givenBack && line.amount.cents == -10_000)
            _ = try await venue.desk.ledger.reverse(line.id, context: .desk())
            #expect(try await venue.due(venue.people[0]) == 10_000)
            #expect(try await venue.findings() == [])
        }
    }

    @Test func `a payout moves what was kept into fees, and the rest on its way to the bank`() async throws {
        try await Self.withPaid(people: 2) { venue in
            let message = StripeStandIn.message("payout.paid", ["id": "po_1"])
            for _ in 1...2 { try await venue.hear(message) }
            #expect(try await venue.balance(.money(.online)) == 0)
            #expect(try await venue.balance(.onlineFee) == 606)
            #expect(try await venue.balance(.payouts) == 19_394)
            #expect(try await venue.findings() == [])
        }
    }
}
