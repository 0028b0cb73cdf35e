import Conference
import EventStore
import Foundation
import HTTPTypes
import LanyardServer
import LanyardTestSupport
import RegistrationLedger
import Testing

struct LedgerRouteTests {
    /// Sends a write under a key.
    private static func post(
        _ server: Server, _ path: String, _ json: [String: Any] = [:], token: String, key: String = UUID().uuidString
    ) async throws -> (status: Int, body: [String: Any]) {
        let headers: HTTPFields = [HTTPField.Name("Idempotency-Key")!: key, .contentType: "application/json"]
        let answer = try await server.send(.post, path, token: token, json: json, headers: headers)
        return (answer.status, answer.body)
    }

    private static func register(_ server: Server, token: String) async throws -> String {
        let answer = try await post(
            server, "/v1/registrations", ["name": "Ada Placeholder", "days": [1, 2], "language": "fr"], token: token)
        #expect(answer.status == 201)
        #expect(answer.body["language"] as? String == "fr")
        return try #require(answer.body["code"] as? String)
    }

    @Test func `a walk-in registers, pays in cash at a till and gets change, and the till adds up`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            #expect(
                try await Self.post(server, "/v1/tills", ["till": "north", "float": "200"], token: token).status == 201)
            let code = try await Self.register(server, token: token)
            let paid = try await Self.post(
                server, "/v1/registrations/\(code)/payments",
                ["method": "cash", "tendered": "220.00", "till": "north"], token: token)
            #expect(paid.status == 201)
            #expect(paid.body["amount"] as? String == "200.00" && paid.body["change"] as? String == "20.00")
            #expect(paid.body["due"] as? String == "0.00")
            let report = try await server.send(.get, "/v1/tills/north", token: token).body
            #expect(report["expectedCash"] as? String == "400.00" && report["isOpen"] as? Bool == true)
            let closed = try await Self.post(server, "/v1/tills/north/close", ["counted": "399.00"], token: token)
            #expect(closed.body["difference"] as? String == "-1.00")
            #expect(try await server.services.ledger.audit().findings == [])
        }
    }

    @Test func `a write without a key is refused, the same key does it once, with other content it conflicts`()
        async throws
    {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let code = try await Self.register(server, token: token)
            let path = "/v1/registrations/\(code)/payments"
            let without = try await server.send(.post, path, token: token, json: ["method": "card"])
            #expect(without.status == 400 && without.body["code"] as? String == "nonce_missing")
            for _ in 1...2 {
                let paid = try await Self.post(server, path, ["method": "card"], token: token, key: "k")
                #expect(paid.status == 201 && paid.body["entry"] as? Int == 2)
            }
            let other = try await Self.post(server, path, ["method": "card", "amount": "1"], token: token, key: "k")
            #expect(other.status == 409 && other.body["code"] as? String == "idempotency_conflict")
        }
    }

    @Test func `everything the desk does to a registration has an address`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let code = try await Self.register(server, token: token)
            let second = try await Self.register(server, token: token)
            let changes: [(String, [String: Any], String, String)] = [
                ("days", ["days": [1, 2, 3, 4]], "due", "350.00"), ("add-ons", ["addOn": "dinner"], "due", "410.00"),
                ("add-ons/remove", ["addOn": "dinner"], "due", "350.00"),
                ("person", ["name": "Adah Placeholder"], "name", "Adah Placeholder"),
                ("block", ["reason": "see the organizer"], "blockedBecause", "see the organizer"),
                ("unblock", [:], "status", "active"), ("merge", ["second": second], "due", "350.00"),
                ("transfer", ["name": "Bea Placeholder"], "name", "Bea Placeholder"),
            ]
            for (verb, body, field, value) in changes {
                let answer = try await Self.post(server, "/v1/registrations/\(code)/\(verb)", body, token: token)
                #expect(answer.status == 200, "\(verb)")
                #expect(answer.body[field] as? String == value, "\(verb)")
            }
            let history = try await server.send(.get, "/v1/registrations/\(code)/history", token: token).body
            let told = try #require(history["items"] as? [[String: Any]]).compactMap { $0["text"] as? String }
            #expect(told.first == "Registered for days 1,2." && told.contains("The name was corrected."))
            #expect(told.last?.hasPrefix("The place went to another person, registration ") == true)
            let moved = try await Self.post(server, "/v1/registrations/\(code)/cancel", token: token)
            #expect(moved.status == 200 && moved.body["status"] as? String == "transferred")
        }
    }

    @Test func `a quote explains itself`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let quote = try await server.send(.get, "/v1/quotes?days=1-3&addOns=dinner", token: token).body
            let lines = try #require(quote["lines"] as? [[String: Any]])
            #expect(
                lines.compactMap { $0["text"] as? String } == [
                    "3 × One day at 100.00", "Conference dinner", "Total",
                ])
            #expect(lines.compactMap { $0["amount"] as? String } == ["300.00", "60.00", "360.00"])
        }
    }

    @Test(arguments: [
        ("erase", Device.Role.desk, 403), ("erase", .organizer, 200), ("waivers", .desk, 403),
        ("waivers", .organizer, 201),
        ("cancel", .door, 403), ("cancel", .reports, 403),
    ])
    func `what only the organizer may is refused to others`(verb: String, role: Device.Role, status: Int) async throws {
        try await Server.run { server in
            let code = try await Self.register(server, token: try await server.token(.desk))
            let answer = try await Self.post(
                server, "/v1/registrations/\(code)/\(verb)", ["reason": "guest"], token: try await server.token(role))
            #expect(answer.status == status)
        }
    }
}
