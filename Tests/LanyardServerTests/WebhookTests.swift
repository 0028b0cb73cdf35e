import CheckIn
import Conference
import Crypto
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import Outbox
import RegistrationLedger
import Testing
import WebhookDelivery

/// What other programs are told, and what they may ask.
struct WebhookTests {
    private static let key = HTTPField.Name("Idempotency-Key")!

    @Test func `the feed tells what happened in order, without names, and goes on where one stopped`() async throws {
        try await Server.run { server in
            let text = try await server.badge()
            let door = try await server.token(.door)
            _ = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: door)
            _ = try await server.scan(["gate": "main", "nonce": "2", "text": text], token: door)
            let token = try await server.token(.reports)
            var types: [String] = []
            var cursor = ""
            for _ in 1...20 {
                let page = try await server.send(.get, "/v1/feed?limit=1\(cursor)", token: token)
                #expect(page.status == 200)
                let items = try #require(page.body["items"] as? [[String: Any]])
                types += items.compactMap { $0["type"] as? String }
                #expect(!"\(items)".contains("Placeholder"))
                cursor = "&after=\(try #require(page.body["next"] as? String))"
                if page.body["more"] as? Bool == false { break }
            }
            #expect(types.first == "registration.made")
            #expect(types.filter { $0 == "registration.paid" }.count == 1)
            #expect(types.filter { $0 == "badge.issued" }.count == 1)
            #expect(types.suffix(2) == ["scan.admitted", "scan.refused"])
            let chosen = try await server.send(.get, "/v1/feed?kinds=scan.admitted", token: token)
            #expect((chosen.body["items"] as? [Any])?.count == 1)
            // Of no event, or of another that went further.
            for cursor in ["x", "-1.0.0", "99999.0.0", "0.99999.0", "0.0.99999", "9223372036854775807.0.0"] {
                let answer = try await server.send(.get, "/v1/feed?after=\(cursor)", token: token)
                #expect(answer.status == 400 && answer.body["code"] as? String == "cursor_invalid")
            }
            #expect(try await server.send(.get, "/v1/feed?kinds=x", token: token).status == 400)
            #expect(try await server.send(.get, "/v1/feed", token: door).status == 403)
        }
    }

    @Test func `a webhook is made with a secret, tested, told again and removed`() async throws {
        try await Server.run { server in
            let token = try await server.token(.organizer)
            func post(_ path: String, _ json: [String: Any]) async throws -> (status: Int, body: [String: Any]) {
                let answer = try await server.send(
                    .post, path, token: token, json: json, headers: [Self.key: UUID().uuidString])
                return (answer.status, answer.body)
            }
            for wrong in ["http://example.org/", "https://a:b@example.org/", "https://example.org/#x", "ftp:x"] {
                let refused = try await post("/v1/webhooks", ["url": wrong])
                #expect(refused.body["code"] as? String == "webhook_address_invalid", "\(wrong)")
            }
            let made = try await post(
                "/v1/webhooks", ["url": "https://example.org/lanyard", "kinds": ["badge.issued"]])
            #expect(made.status == 201)
            #expect((made.body["secret"] as? String)?.hasPrefix("whsec_") == true)
            let id = try #require(made.body["id"] as? Int)
            let listed = try await server.send(.get, "/v1/webhooks", token: token)
            let first = try #require((listed.body["items"] as? [[String: Any]])?.first)
            #expect(first["secret"] == nil)
            #expect(first["standing"] as? String == "works")
            #expect(try await post("/v1/webhooks/\(id)/test", [:]).status == 200)
            #expect(try await server.services.webhooks.all().first?.wantsTest == true)
            let replayed = try await post("/v1/webhooks/\(id)/replay", ["cursor": "0.0.0"])
            #expect(replayed.body["cursor"] as? String == "0.0.0")
            #expect(try await post("/v1/webhooks/\(id)/remove", [:]).status == 204)
            #expect(try await post("/v1/webhooks/\(id)/test", [:]).status == 404)
        }
    }

    @Test func `what fails is tried again later and later, and is stopped after a day or where nobody wants it`()
        async throws
    {
        try await Server.run { server in
            let webhooks = server.services.webhooks
            let id = try await webhooks.add(
                try WebhookAddress("https://example.org/"), kinds: Set(FeedEvent.Kind.told), allowsPrivate: false,
                from: .start, context: .desk()
            ).result.id
            var now = Server.morning
            var waits: [Double] = []
            for _ in 1...40 {
                let webhook = try await webhooks.webhook(id)
                guard webhook.stopped == nil else { break }
                now = max(now, webhook.due)
                try await webhooks.note(.status(500), to: "m", of: webhook, isTest: false, at: now)
                waits.append(try await webhooks.webhook(id).due.timeIntervalSince(now))
            }
            #expect(waits.prefix(6) == [5, 30, 120, 600, 1_800, 3_600])
            let stopped = try #require(try await webhooks.webhook(id).stopped)
            #expect(stopped.timeIntervalSince(Server.morning) >= 86_400)
            #expect(stopped.timeIntervalSince(Server.morning) < 86_400 + 3_600)
            #expect(try await webhooks.due(at: now.addingTimeInterval(100_000)).isEmpty)
            _ = try await webhooks.replay(id, from: .start, context: .desk())
            try await webhooks.note(.status(410), to: "m", of: try await webhooks.webhook(id), isTest: false, at: now)
            #expect(try await webhooks.webhook(id).stopped != nil)
        }
    }

    @Test func `a signature is that of Standard Webhooks, and an id is the same each time`() throws {
        let event = FeedEvent(
            .badgeIssued, time: Server.morning, registration: Registration.ID(rawValue: 17),
            particulars: [("issue", .number(1))], position: FeedPosition(history: 40, more: 17, scans: 230))
        let message = try WebhookMessage(event, slug: "netdev01", incarnation: 1, zone: .gmt)
        #expect(message.id == "netdev01-1-40.17.230")
        #expect(
            String(decoding: message.body, as: UTF8.self)
                == #"{"data":{"event":"netdev01","issue":1,"registration":17},"timestamp":"2015-02-14T14:30:00+00:00","type":"badge.issued"}"#
        )
        let secret = Data(repeating: 7, count: 32)
        let headers = Dictionary(
            uniqueKeysWithValues: message.headers(secret: secret, at: Server.morning).map { ($0.name, $0.value) })
        #expect(headers["webhook-timestamp"] == "1423924200")
        let signed = Data("netdev01-1-40.17.230.1423924200.".utf8) + message.body
        let signature = Data(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret)))
        #expect(headers["webhook-signature"] == "v1,\(signature.base64EncodedString())")
    }

    @Test(
        arguments: [
            ([8, 8, 8, 8], true), ([127, 0, 0, 1], false), ([10, 1, 2, 3], false), ([172, 31, 0, 1], false),
            ([172, 32, 0, 1], true), ([192, 168, 0, 1], false), ([169, 254, 169, 254], false),
            ([100, 64, 0, 1], false),
            ([100, 128, 0, 1], true), ([0, 0, 0, 0], false), ([224, 0, 0, 1], false), ([255, 255, 255, 255], false),
            ([198, 19, 0, 1], false),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 1], false),
            ([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 127, 0, 0, 1], false),
            ([0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0x20, 0x02, 0x7F, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0x26, 0x06, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0x11], true),
        ] as [([UInt8], Bool)]) func `an address of a local network is known as one`(bytes: [UInt8], isPublic: Bool)
    {
        #expect(NetworkAddress(bytes: bytes).isPublic == isPublic)
    }
}
