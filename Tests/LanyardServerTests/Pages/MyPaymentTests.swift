import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import HummingbirdTesting
import LanyardTestSupport
import NIOCore
import RegistrationLedger
import Testing

/// Paying from the page of one's own: the button, the provider's message, and what is said afterwards.
struct MyPaymentTests {
    private static let yaml = """

        payments:
          provider: stripe
          interac: pay@example.org
        """

    /// Somebody who owes 100 dollars, with a browser that opened their link.
    private static func guest(
        _ body: @escaping @Sendable (Server, Browser, StripeStandIn, Registration) async throws -> Void
    ) async throws {
        let provider = StripeStandIn()
        try await Server.run(
            clock: .fixed(at: .deskOpens), yaml: try Repository.netdev01() + MailPageTests.mail + yaml, wire: provider
        ) { server in
            let keys = server.services.store.keys
            try keys.setPassword(StripeStandIn.key, named: EventServices.providerKey)
            try keys.setPassword(StripeStandIn.secret, named: EventServices.webhookSecrets)
            let person = try await server.services.ledger.register(.invented(1), context: .desk()).result
            let home = Browser(server)
            try await home.get(try await RegisterPageTests.link(server, person.id))
            try await home.follow()
            try await body(server, home, provider, person)
        }
    }

    private static func send(_ server: Server, _ body: Data, _ signature: String?) async throws -> (Int, String) {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let signature { headers[HTTPField.Name("Stripe-Signature")!] = signature }
        return try await server.client.execute(
            uri: "/v1/payment-messages/stripe", method: .post, headers: headers, body: ByteBuffer(bytes: body)
        ) { (Int($0.status.code), String(buffer: $0.body)) }
    }

    @Test(arguments: ["en", "fr"])
    func `the button leads to the provider, and the page says paid once its message came`(
        language: String
    ) async throws {
        try await Self.guest { server, home, provider, person in
            home.language = language
            try await home.get("/my")
            #expect(home.page.contains("action=\"/my/pay\"") && home.page.contains("pay@example.org"))
            try await home.post("/my/pay")
            #expect(home.status == 200)
            #expect(home.page.contains("url=https://checkout.example.org/cs_1"))
            #expect(home.page.contains("href=\"https://checkout.example.org/cs_1\"") && !home.page.contains("{{"))
            let session = try #require(await provider.sessions.first)
            let back = try #require(session.fields["success_url"])
            let path = back.replacing("https://netdev01.example.org", with: "")
            #expect(path.hasPrefix("/my/payment/"))
            // Whoever comes back before the message is told to wait, and whoever only has the address sees no name.
            let stranger = Browser(server)
            stranger.language = language
            try await stranger.get(path)
            #expect(stranger.page.contains("http-equiv=\"refresh\"") && !stranger.page.contains("Placeholder"))
            await provider.pay("cs_1")
            let message = await provider.message("checkout.session.completed", about: "cs_1")
            #expect(try await Self.send(server, message, nil).0 == 400)
            #expect(try await Self.send(server, message + Data([32]), StripeStandIn.signature(message)).0 == 400)
            for _ in 1...2 {
                #expect(try await Self.send(server, message, StripeStandIn.signature(message)).0 == 200)
            }
            try await home.get(path)
            #expect(home.page.contains(language == "en" ? "$100.00" : "100,00"))
            #expect(!home.page.contains("http-equiv"))
            try await home.get("/my")
            #expect(!home.page.contains("action=\"/my/pay\""))
            #expect(try await server.services.ledger.standing(of: person.id).summary.due == .zero)
            // A second click on an old page is told that nothing is due.
            try await home.post("/my/pay")
            #expect(home.status == 422)
        }
    }

    @Test func `a provider that cannot be reached is said, and nothing is booked`() async throws {
        try await Self.guest { server, home, provider, person in
            await provider.setDown(true)
            try await home.post("/my/pay")
            #expect(home.status == 503 && home.page.contains("standin"))
            #expect(try await server.services.ledger.standing(of: person.id).summary.due.cents == 10_000)
        }
    }

    @Test func `messages are limited in size, and the rest is the organizer's`() async throws {
        try await Self.guest { server, _, provider, _ in
            let long = Data(repeating: 0x20, count: 300_000)
            #expect(try await Self.send(server, long, StripeStandIn.signature(long)).0 == 413)
            let noise = Data("[]".utf8)
            #expect(try await Self.send(server, noise, StripeStandIn.signature(noise)).0 == 400)
            let desk = try await server.token(.desk)
            #expect(try await server.send(.get, "/v1/payment-standing", token: desk).status == 403)
            let organizer = try await server.token(.organizer)
            let standing = try await server.send(.get, "/v1/payment-standing", token: organizer)
            #expect(standing.status == 200 && standing.body["hasKey"] as? Bool == true)
            #expect(standing.body["provider"] as? String == "stripe")
            let retry = try await server.send(
                .post, "/v1/online-refunds/7/retry", token: organizer,
                headers: [HTTPField.Name("Idempotency-Key")!: "r1"])
            #expect(retry.status == 404 && retry.body["code"] as? String == "online_refund_unknown")
        }
    }

    @Test(arguments: ["en", "fr"])
    func `the organizer sees what is unclear and what could not go back, and tries again`(
        language: String
    ) async throws {
        try await Self.guest { server, home, provider, person in
            try await home.post("/my/pay")
            await provider.pay("cs_1")
            let message = await provider.message(
                "checkout.session.completed", about: "cs_1", changing: ["amount_total": 9_000])
            #expect(try await Self.send(server, message, StripeStandIn.signature(message)).0 == 200)
            let organizer = try await Browser.enrolled(.organizer, at: server)
            organizer.language = language
            try await organizer.get("/organizer/payments")
            #expect(organizer.page.contains("/organizer/statements/lines/1") && !organizer.page.contains("{{"))
            let line = try #require(try await server.services.paymentStanding().unclear.first)
            _ = try await server.services.settle(
                bankLine: line.id, among: [SettlementShare(.person(person.id))], context: .desk())
            _ = try await server.services.ledger.cancel(person.id, context: .desk())
            _ = try await server.services.ledger.refund(nil, by: .online, note: "", for: person.id, context: .desk())
            await provider.setRefusesRefunds(true)
            _ = try await server.services.followPayments()
            try await organizer.get("/organizer/payments")
            #expect(organizer.page.contains("insufficient funds"))
            try await organizer.post("/organizer/payments/retry", ["refund": "1"])
            #expect(organizer.status == 200)
            await provider.setRefusesRefunds(false)
            _ = try await server.services.followPayments()
            #expect(await provider.refunds.map(\.amount) == [9_000])
        }
    }
}
