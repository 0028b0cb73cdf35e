import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
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
                ("days", ["days": [1, 2, 3, 4]], "due", "350.00"),
                ("category", ["category": "volunteer"], "due", "0.00"),
                ("category", ["category": "attendee"], "due", "350.00"),
                ("add-ons", ["addOn": "dinner"], "due", "410.00"),
                ("add-ons/remove", ["addOn": "dinner"], "due", "350.00"),
                ("person", ["name": "Adah Placeholder"], "name", "Adah Placeholder"),
                ("person", ["country": "ca"], "country", "CA"),
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
            #expect(told.first == "Registered for days 1,2.")
            #expect(told.contains { $0.hasPrefix("The name was corrected. ‘") && $0.contains("’ → ‘") })
            #expect(told.last?.hasPrefix("The place went to another person, registration ") == true)
            let moved = try await Self.post(server, "/v1/registrations/\(code)/cancel", token: token)
            #expect(moved.status == 200 && moved.body["status"] as? String == "transferred")
        }
    }

    @Test func `a voucher is handed back, and one that is not held is refused`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let code = try await Self.register(server, token: token)
            let yaml = try Repository.netdev01() + "vouchers:\n  - { id: half, percent: \"50\" }\n"
            _ = try await server.services.ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
            for (verb, status, due) in [
                ("voucher", 200, "100.00"), ("voucher/hand-back", 200, "200.00"), ("voucher/hand-back", 409, nil),
            ] {
                let answer = try await Self.post(
                    server, "/v1/registrations/\(code)/\(verb)", ["voucher": "HALF"], token: token)
                #expect(answer.status == status && answer.body["due"] as? String == due)
            }
        }
    }

    /// Follows the cursors of a list to its end and gives a field of every item.
    private static func all(
        _ server: Server, _ path: String, _ field: String, token: String
    ) async throws -> [String] {
        var found: [String] = []
        var after: String?
        for _ in 1...20 {
            let page = try await server.send(
                .get, "\(path)?limit=2" + (after.map { "&after=\($0)" } ?? ""), token: token)
            #expect(page.status == 200)
            let items = try #require(page.body["items"] as? [[String: Any]])
            #expect(items.count <= 2)
            found += items.map { "\($0[field] ?? "")" }
            guard let next = page.body["next"] else { return found }
            after = "\(next)"
        }
        Issue.record("\(path) has no end")
        return found
    }

    @Test func `every list of the ledger goes on page by page`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            var codes: [String] = []
            for number in 1...5 {
                codes.append(try await Self.register(server, token: token))
                let opened = try await Self.post(
                    server, "/v1/tills", ["till": "till-\(number)", "float": "0"], token: token)
                #expect(opened.status == 201)
            }
            let path = "/v1/registrations/\(codes[0])"
            for days in [[1, 2, 3], [1], [1, 2]] {
                _ = try await Self.post(server, "\(path)/days", ["days": days], token: token)
                let isAsked =
                    try await Self.post(
                        server, "/v1/invoices", ["registrations": [codes[0]]], token: token
                    ).status == 201
                if !isAsked {
                    #expect(try await Self.post(server, "\(path)/documents", token: token).status == 201)
                }
            }
            let yaml = try Repository.netdev01().replacing("capacity: 300", with: "capacity: 5")
            _ = try await server.services.ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
            for code in 1...3 {
                let new = ["name": "Waits \(code)", "days": [1], "wait": true] as [String: Any]
                _ = try await Self.post(server, "/v1/registrations", new, token: token)
            }
            #expect(
                try await Self.all(server, "/v1/tills", "till", token: token) == (1...5).map { "till-\($0)" })
            #expect(try await Self.all(server, "/v1/waiting", "position", token: token) == ["1", "2", "3"])
            #expect(
                try await Self.all(server, "\(path)/history", "kind", token: token) == [
                    "registered", "days_changed", "document_issued", "days_changed", "document_issued", "days_changed",
                    "document_issued",
                ])
            #expect(try await Self.all(server, "\(path)/documents", "label", token: token).count == 3)
            for wrong in ["limit=0", "limit=101", "limit=x", "after=x", "after=-1"] {
                for list in ["/v1/tills", "/v1/waiting", "\(path)/history", "/v1/registrations"] {
                    #expect(try await server.send(.get, "\(list)?\(wrong)", token: token).status == 400)
                }
            }
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
        ("erase", Device.Role.desk, 403), ("erase", .organizer, 200), ("waivers", .desk, 201), ("waivers", .door, 403),
        ("waivers", .organizer, 201),
        ("cancel", .door, 403), ("cancel", .reports, 403),
    ])
    func `what only the organizer may is refused to others`(verb: String, role: Device.Role, status: Int) async throws {
        try await Server.run { server in
            let code = try await Self.register(server, token: try await server.token(.desk))
            let answer = try await Self.post(
                server, "/v1/registrations/\(code)/\(verb)", ["reason": "guest"],
                token: try await server.token(role))
            #expect(answer.status == status)
        }
    }
}
