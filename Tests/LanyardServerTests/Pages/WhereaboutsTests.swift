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

/// What each front says while another machine has the event's file.
struct WhereaboutsTests {
    private static let yaml = """

        payments:
          provider: stripe
        register:
          categories: attendee

        """

    private static func write(_ step: HandingOver.Step, _ server: Server) async throws {
        try await server.services.store.note(step, to: .venue, context: .desk())
    }

    @Test(arguments: ["en", "fr"])
    func `the public server shows everything, changes nothing, and keeps what the provider says`(
        language: String
    ) async throws {
        let provider = StripeStandIn()
        try await Server.run(
            clock: .fixed(at: .deskOpens), yaml: try Repository.netdev01() + MailPageTests.mail + Self.yaml,
            wire: provider
        ) { server in
            let services = server.services
            try services.store.keys.setPassword(StripeStandIn.key, named: EventServices.providerKey)
            try services.store.keys.setPassword(StripeStandIn.secret, named: EventServices.webhookSecrets)
            let person = try await services.ledger.register(.invented(1), context: .desk()).result
            let home = Browser(server)
            home.language = language
            try await home.get(try await RegisterPageTests.link(server, person.id))
            try await home.follow()
            for form in ["correct", "days", "cancel", "erase", "invoice", "pay"] {
                #expect(home.page.contains("action=\"/my/\(form)\""), "\(form)")
            }
            try await home.post("/my/pay")
            let session = try #require(await provider.sessions.first)
            let organizer = try await Browser.enrolled(.organizer, at: server)
            organizer.language = language
            let (token, key) = (try await server.token(.desk), try await server.token(.organizer))
            try await organizer.get("/organizer/whereabouts")
            #expect(organizer.status == 200 && organizer.page.contains("notice good"))

            // While it is being handed over, nothing new begins; what only reads goes on.
            try await Self.write(.closing, server)
            try await home.post("/my/correct", ["name": "Ada Other", "badge_name": "", "affiliation": ""])
            #expect(home.status == 503)
            try await home.get("/register")
            #expect(home.status == 200 && !home.page.contains("action=\"/register\""))
            let early = try await server.send(.post, "/v1/walk-ins", token: token, json: [:])
            #expect(early.status == 503 && early.body["code"] as? String == "event_closing")

            try await Self.write(.closed, server)
            let notice = language == "fr" ? "continuent sur place" : "continues at the venue"
            for page in ["/register", "/my"] {
                try await home.get(page)
                #expect(home.status == 200 && home.text.contains(notice), "\(page)")
                #expect(!home.page.contains("{{"))
            }
            // Nothing is offered that would be refused; what people know of themselves is there.
            for form in ["correct", "days", "cancel", "erase", "invoice", "pay", "answers", "keysigning"] {
                #expect(!home.page.contains("action=\"/my/\(form)\""), "\(form)")
            }
            #expect(home.page.contains("action=\"/my/data\"") && home.page.contains(person.code.description))
            try await home.post("/my/data")
            #expect(home.status == 200)
            let tries: [(String, KeyValuePairs<String, String>)] = [
                ("/my/correct", ["name": "Ada Other", "badge_name": "", "affiliation": ""]),
                ("/my/cancel", ["sure": "1"]), ("/my/erase", ["sure": "1"]), ("/my/pay", [:]),
                ("/my/invoice", ["payer": "Packet Bakery", "address": "1 Oven Street"]),
                // Whether or not somebody has that address.
                ("/my", ["email": "nobody@example.org"]),
                ("/register", ["name": "Late", "email": "late@example.org", "day": "1", "action": "register"]),
            ]
            for (path, fields) in tries {
                try await home.post(path, fields)
                #expect(home.status == 503, "\(path): \(home.status)")
            }
            #expect(try await services.ledger.list(limit: 9).map(\.registration.person.name) == [person.person.name])

            // Programs and desks are told by the same code, and doors may ask elsewhere.
            let late = try await server.send(
                .post, "/v1/registrations/\(person.code)/payments", token: token,
                json: ["amount": "1.00", "method": "cash"],
                headers: [HTTPField.Name("Idempotency-Key")!: UUID().uuidString])
            #expect(late.status == 503 && late.body["code"] as? String == "event_elsewhere")
            let ready = try await server.send(.get, "/v1/health/ready")
            let warnings = ready.body["warnings"] as? [[String: Any]] ?? []
            #expect(ready.status == 200 && warnings.contains { $0["code"] as? String == "event_elsewhere" })

            // The provider is thanked, and heard when the file is back.
            await provider.pay(session.number)
            let message = await provider.message("checkout.session.completed", about: session.number)
            for _ in 1...2 {
                let status = try await server.client.execute(
                    uri: "/v1/payment-messages/stripe", method: .post,
                    headers: [HTTPField.Name("Stripe-Signature")!: StripeStandIn.signature(message)],
                    body: ByteBuffer(bytes: message)
                ) { $0.status.code }
                #expect(status == 200)
            }
            try await organizer.get("/organizer/whereabouts")
            #expect(organizer.status == 200 && !organizer.page.contains("notice good"))
            #expect(organizer.page.contains("<strong>1</strong>"))
            let whereabouts = try await server.send(.get, "/v1/whereabouts", token: key)
            #expect(whereabouts.body["state"] as? String == "elsewhere")
            #expect(whereabouts.body["place"] as? String == "venue")
            #expect(whereabouts.body["waitingMessages"] as? Int == 1 && whereabouts.body["isHere"] as? Bool == false)
        }
    }
}
