import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Payments
import RegistrationLedger
import Testing

/// Paying at a provider, from the button to the books.
struct OnlinePaymentTests {
    @Test func `the button leads to the provider's page, and the signed message books the payment once`() async throws {
        try await OnlineVenue.with { venue in
            let person = venue.people[0]
            let session = try await venue.begin(person)
            // A second look goes on with the same page.
            #expect(try await venue.begin(person) == session)
            #expect(await venue.provider.sessions.count == 1)
            let fields = try #require(await venue.provider.sessions.first?.fields)
            let title = fields["line_items[0][price_data][product_data][name]"] ?? ""
            #expect(title.contains(person.code.description) && !fields.values.contains { $0.contains("Datagram") })
            #expect(fields["line_items[0][price_data][unit_amount]"] == "10000")
            #expect(fields["success_url"]?.contains(try await venue.token(person)) == false)
            await venue.provider.pay(session)
            let message = await venue.provider.message("checkout.session.completed", about: session)
            for _ in 1...3 { try await venue.hear(message) }
            #expect(try await venue.due(person) == 0)
            #expect(try await venue.payments(person) == 1)
            let last = try await venue.desk.ledger.story(of: person.id).entries.last
            #expect(last?.postings.contains { $0.account == .money(.online) && $0.amount.cents == 10_000 } == true)
            #expect(try await venue.desk.ledger.lastCheckout(of: person.id)?.state == .paid)
            #expect(try await venue.findings() == [])
        }
    }

    @Test func `a message counts only with a fresh signature by one of the secrets`() async throws {
        try await OnlineVenue.with { venue in
            let session = try await venue.begin(venue.people[0])
            await venue.provider.pay(session)
            let message = await venue.provider.message("checkout.session.completed", about: session)
            let (early, late) = (Date.deskOpens.addingTimeInterval(-301), Date.deskOpens.addingTimeInterval(301))
            let right = StripeStandIn.signature(message)
            let wrong: [(String, String)] = [
                ("webhook_forged", ""), ("webhook_forged", "t=1,v1=zz"),
                ("webhook_forged", StripeStandIn.signature(message, secret: "whsec_other")),
                ("webhook_forged", StripeStandIn.signature(message + Data(" ".utf8))),
                ("webhook_forged", right.replacing("v1=", with: "v2=")),
                ("webhook_forged", right.replacing("t=14", with: "t=13")),
                ("webhook_old", StripeStandIn.signature(message, at: early)),
                ("webhook_old", StripeStandIn.signature(message, at: late)),
            ]
            for (code, signature) in wrong {
                #expect(try await errorCode { try await venue.hear(message, signature: signature) } == code)
            }
            #expect(try await venue.due(venue.people[0]) == 10_000)
            let noise = Data("{}".utf8)
            #expect(try await errorCode { try await venue.hear(noise) } == "webhook_unreadable")
            // The secret that is being replaced counts as well, and so does the second of two signatures.
            try await venue.hear(
                message,
                signature: "v1=\(String(repeating: "ab", count: 32)),"
                    + StripeStandIn.signature(message, secret: "whsec_old"))
            #expect(try await venue.due(venue.people[0]) == 0)
        }
    }

    @Test(arguments: SeededGenerator.seeds(6))
    func `messages in any order, twice and late, give one payment each`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        try await OnlineVenue.with(people: 4) { venue in
            var messages: [Data] = []
            var paying: Set<Registration.ID> = []
            for person in venue.people {
                let session = try await venue.begin(person)
                let isLate = Bool.random(using: &generator)
                if Bool.random(using: &generator) {
                    paying.insert(person.id)
                    if isLate {
                        await venue.provider.pay(session, later: true)
                        messages.append(await venue.provider.message("checkout.session.completed", about: session))
                    }
                    await venue.provider.pay(session)
                    let type = isLate ? "async_payment_succeeded" : "completed"
                    messages.append(await venue.provider.message("checkout.session.\(type)", about: session))
                } else {
                    await venue.provider.expire(session)
                    messages.append(await venue.provider.message("checkout.session.expired", about: session))
                    messages.append(
                        await venue.provider.message("checkout.session.async_payment_failed", about: session))
                }
            }
            for message in (messages + messages).shuffled(using: &generator) { try await venue.hear(message) }
            // Whoever asks afterwards hears the same.
            _ = try await venue.at(.deskOpens.addingTimeInterval(4_000)).desk.followPayments()
            for person in venue.people {
                #expect(try await venue.payments(person) == (paying.contains(person.id) ? 1 : 0), "seed \(seed)")
                #expect(try await venue.due(person) == (paying.contains(person.id) ? 0 : 10_000), "seed \(seed)")
            }
            #expect(try await venue.findings() == [])
        }
    }

    @Test func `what was begun and never told of is asked for`() async throws {
        try await OnlineVenue.with(people: 3) { venue in
            var sessions: [String] = []
            for person in venue.people { sessions.append(try await venue.begin(person)) }
            await venue.provider.pay(sessions[0])
            await venue.provider.expire(sessions[1])
            #expect(try await !venue.desk.followPayments())
            let later = venue.at(.deskOpens.addingTimeInterval(180))
            #expect(try await later.desk.followPayments())
            #expect(try await venue.due(venue.people[0]) == 0)
            let states = try await venue.people.asyncMap { try await venue.desk.ledger.lastCheckout(of: $0.id)?.state }
            #expect(states == [.paid, .expired, .begun])
            // The one that is still open is asked for again later, not at once.
            #expect(try await !later.desk.followPayments())
            let standing = try await venue.desk.paymentStanding()
            #expect(standing.open.map(\.registration) == [venue.people[2].id])
        }
    }

    @Test func `what is not clear waits for a person, who settles it`() async throws {
        try await OnlineVenue.with(people: 4) { venue in
            let ledger = venue.desk.ledger
            var sessions: [String] = []
            for person in venue.people { sessions.append(try await venue.begin(person)) }
            for session in sessions { await venue.provider.pay(session) }
            _ = try await ledger.cancel(venue.people[0].id, context: .desk())
            _ = try await ledger.pay(.of(10_000), for: venue.people[1].id, context: .desk())
            let changes: [[String: any Sendable]] = [[:], [:], ["amount_total": 9_900], ["currency": "usd"]]
            for (session, changing) in zip(sessions, changes) {
                let message = await venue.provider.message(
                    "checkout.session.completed", about: session, changing: changing)
                for _ in 1...2 { try await venue.hear(message) }
            }
            let unclear = try await venue.desk.paymentStanding().unclear
            #expect(unclear.reversed().map(\.doubt) == [.ended, .moreThanDue, .amountDiffers, .otherCurrency])
            #expect(unclear.reversed().map(\.registration) == venue.people.map(\.id))
            let line = try #require(unclear.first { $0.doubt == .amountDiffers })
            _ = try await venue.desk.settle(
                bankLine: line.id, among: [SettlementShare(.person(venue.people[2].id))], context: .desk())
            #expect(try await venue.due(venue.people[2]) == 100)
            let foreign = try #require(unclear.first { $0.doubt == .otherCurrency })
            #expect(
                try await errorCode {
                    _ = try await venue.desk.settle(
                        bankLine: foreign.id, among: [SettlementShare(.person(venue.people[3].id))], context: .desk())
                } == "statement_other_currency")
            #expect(try await venue.findings() == [])
        }
    }

    @Test func `money of another event of the same account is left alone, and one of a copy waits`() async throws {
        try await OnlineVenue.with { venue in
            let session = try await venue.begin(venue.people[0])
            await venue.provider.pay(session)
            let reference = try await venue.desk.ledger.lastCheckout(of: venue.people[0].id)?.reference ?? ""
            for foreign in ["", String(reference.reversed()), "order-17"] {
                let message = await venue.provider.message(
                    "checkout.session.completed", about: session,
                    changing: ["client_reference_id": foreign, "payment_intent": "pi_foreign"])
                try await venue.hear(message)
            }
            #expect(try await venue.desk.ledger.bankLines(onlyWaiting: false, limit: 9) == [])
            // The file of a copy does not know what was begun after it was made, but that it is its own.
            let lost = reference.prefix(6) + String(repeating: "A", count: 37)
            let message = await venue.provider.message(
                "checkout.session.completed", about: session,
                changing: ["client_reference_id": String(lost), "payment_intent": "pi_lost"])
            try await venue.hear(message)
            let line = try #require(try await venue.desk.paymentStanding().unclear.first)
            #expect(line.doubt == .unknown && line.registration == venue.people[0].id)
        }
    }

    @Test func `nobody books by hand what a provider takes`() async throws {
        try await OnlineVenue.with { venue in
            let code = try await errorCode {
                _ = try await venue.desk.ledger.pay(.of(10_000, .online), for: venue.people[0].id, context: .desk())
            }
            #expect(code == "payment_not_by_hand")
            // Nor does a list that another platform wrote.
            let option = try await errorCode {
                var mapping = ImportMapping()
                try mapping.add(kind: "option", theirs: "payment_method", ours: "online")
            }
            #expect(option == "choice_unknown")
        }
    }

    @Test func `whoever pays for a party pays at once for all, and each gets their part, back as well`() async throws {
        try await OnlineVenue.with(people: 1) { venue in
            let ledger = venue.desk.ledger
            let people = try await ledger.registerParty(
                try [(11, DaySet([1])), (12, DaySet([1, 2]))].map { number, days in
                    OwnRegistering(try .invented(number, days: days))
                }, payer: try DocumentPayer(name: "Packet Bakery", address: "", taxNumber: "", orderNumber: ""),
                context: .desk()
            ).result.map(\.registration)
            let session = try await venue.begin(people[0])
            let fields = try #require(await venue.provider.sessions.first?.fields)
            #expect(fields["line_items[0][price_data][unit_amount]"] == "30000")
            await venue.provider.pay(session)
            let message = await venue.provider.message("checkout.session.completed", about: session)
            for _ in 1...2 { try await venue.hear(message) }
            for person in people {
                #expect(try await venue.due(person) == 0)
                #expect(try await venue.payments(person) == 1)
            }
            #expect(try await venue.balance(.money(.online)) == 30_000)
            #expect(try await ledger.openInvoices().isEmpty)
            // One of them leaves: their part goes back, and not more.
            _ = try await ledger.cancel(people[1].id, context: .desk())
            let tooMuch = try await errorCode {
                _ = try await ledger.refund(
                    Money(cents: 20_001), by: .online, note: "", for: people[1].id, context: .desk())
            }
            #expect(tooMuch != nil)
            _ = try await ledger.refund(nil, by: .online, note: "", for: people[1].id, context: .desk())
            #expect(try await venue.desk.followPayments())
            #expect(await venue.provider.refunds.map(\.amount) == [20_000])
            _ = try await ledger.cancel(people[0].id, context: .desk())
            _ = try await ledger.refund(nil, by: .online, note: "", for: people[0].id, context: .desk())
            _ = try await venue.desk.followPayments()
            #expect(await venue.provider.refunds.map(\.amount) == [20_000, 10_000])
            #expect(try await venue.balance(.money(.online)) == 0)
            #expect(try await venue.findings() == [])
        }
    }

    @Test func `what was paid for a party waits as a whole where one of them owes less by then`() async throws {
        try await OnlineVenue.with(people: 1) { venue in
            let ledger = venue.desk.ledger
            let people = try await ledger.registerParty(
                try [11, 12].map { OwnRegistering(try .invented($0)) },
                payer: try DocumentPayer(name: "Packet Bakery", address: "", taxNumber: "", orderNumber: ""),
                context: .desk()
            ).result.map(\.registration)
            let session = try await venue.begin(people[0])
            _ = try await ledger.pay(.of(5_000, .card), for: people[1].id, context: .desk())
            await venue.provider.pay(session)
            try await venue.hear(await venue.provider.message("checkout.session.completed", about: session))
            #expect(try await venue.due(people[0]) == 10_000)
            #expect(try await venue.desk.paymentStanding().unclear.map(\.amount.cents) == [20_000])
            // What is due now is another sum, and another page.
            let other = try await venue.begin(people[0])
            #expect(other != session)
            #expect(try await venue.findings() == [])
        }
    }
}
