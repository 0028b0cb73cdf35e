import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

struct AccessTests {
    @Test func `health and version are told to anyone`() async throws {
        try await Server.run { server in
            let health = try await server.send(.get, "/v1/health").body
            #expect(health["status"] as? String == "ok")
            let version = try await server.send(.get, "/v1/version").body
            #expect(version["name"] as? String == "lanyard")
        }
    }

    @Test(arguments: ["/v1/registrations", "/v1/registrations/K7X-42MK", "/v1/gates"])
    func `everything else needs a token`(path: String) async throws {
        try await Server.run { server in
            let without = try await server.send(.get, path)
            #expect(without.status == 401)
            #expect(without.body["code"] as? String == "token_missing")
            #expect(without.headers[.contentType] == "application/problem+json")
            #expect(without.headers[.wwwAuthenticate] == "Bearer")
            let wrong = try await server.send(.get, path, token: "lanyard_wrong")
            #expect(wrong.status == 401)
            #expect(wrong.body["code"] as? String == "token_unknown")
        }
    }

    @Test func `a revoked device is out at once`() async throws {
        try await Server.run { server in
            let (device, token) = try await server.services.store.addDevice(
                name: "Lost phone", role: .desk, gates: [], context: .desk())
            #expect(try await server.send(.get, "/v1/registrations", token: token.secret).status == 200)
            try await server.services.store.revokeDevice(device.id, context: .desk())
            #expect(try await server.send(.get, "/v1/registrations", token: token.secret).status == 401)
        }
    }

    @Test(arguments: [(Device.Role.door, 403), (.keysigning, 403), (.reports, 403), (.desk, 200), (.organizer, 200)])
    func `registrations are for the desk`(role: Device.Role, status: Int) async throws {
        try await Server.run { server in
            let token = try await server.token(role)
            #expect(try await server.send(.get, "/v1/registrations", token: token).status == status)
        }
    }

    @Test func `a door finds people too, and learns no address and no money`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(1), context: .desk())
            let token = try await server.token(.door)
            let person = try Person.invented(1)
            func search(_ text: String) async throws -> [[String: Any]] {
                let found = try await server.send(.post, "/v1/searches", token: token, json: ["text": text])
                return try #require(found.body["items"] as? [[String: Any]])
            }
            let found = try #require(try await search(person.name).first)
            #expect(found.keys.sorted() == ["affiliation", "badgeName", "category", "code", "number"])
            #expect(try await search(try #require(found["code"] as? String)).count == 1)
            #expect(try await search("#\(try #require(found["code"] as? String))").count == 1)
            // By what it is not told it finds nobody.
            #expect(try await search("example.org").isEmpty)
            #expect(try await search(person.email).isEmpty)
        }
    }

    @Test func `a door that lists everybody is slowed down and seen`() async throws {
        try await Server.run { server in
            for number in 1...3 {
                _ = try await server.services.ledger.register(.invented(number), context: .desk())
            }
            let token = try await server.token(.door)
            var statuses: [Int] = []
            for _ in 0..<31 {
                statuses.append(
                    try await server.send(.post, "/v1/searches", token: token, json: ["text": "Packet Bakery"]).status)
            }
            #expect(statuses.filter { $0 == 200 }.count == 30 && statuses.last == 429)
            let shown = try await server.services.checkIn.inquiryCounts()
            #expect(shown.values.reduce(0, +) == 90)
        }
    }

    @Test(arguments: [
        (["text": String(repeating: "a", count: 201)] as [String: any Sendable], "search_too_long"),
        (["text": "a", "limit": 0], "limit_invalid"), (["limit": 5], "body_invalid"),
    ])
    func `a search that asks too much is refused`(search: [String: any Sendable], code: String) async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let answer = try await server.send(.post, "/v1/searches", token: token, json: search)
            #expect(answer.status == 400)
            #expect(answer.body["code"] as? String == code)
        }
    }

    @Test func `registrations are found by words and listed page by page`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            for number in 1...5 {
                _ = try await server.services.ledger.register(.invented(number), context: .desk())
            }
            let found = try await server.send(.post, "/v1/searches", token: token, json: ["text": "example.org"])
            #expect(found.status == 200)
            #expect((found.body["items"] as? [[String: Any]])?.count == 5)
            #expect((found.body["items"] as? [[String: Any]])?.first?["email"] != nil)
            var names: [String] = []
            var path = "/v1/registrations?limit=2"
            while true {
                let page = try await server.send(.get, path, token: token).body
                let items = try #require(page["items"] as? [[String: Any]])
                #expect(items.count <= 2)
                names += items.compactMap { $0["name"] as? String }
                guard let next = page["next"] as? Int else { break }
                path = "/v1/registrations?limit=2&after=\(next)"
            }
            #expect(names == (1...5).compactMap { try? Person.invented($0).name })
        }
    }

    @Test(arguments: ["0", "101", "many"])
    func `a limit out of range is refused`(limit: String) async throws {
        try await Server.run { server in
            let answer = try await server.send(
                .get, "/v1/registrations?limit=\(limit)", token: try await server.token(.desk))
            #expect(answer.status == 400)
            #expect(answer.body["code"] as? String == "limit_invalid")
        }
    }

    @Test func `an unknown address is a problem too, with the headers of every answer`() async throws {
        try await Server.run { server in
            let answer = try await server.send(.get, "/v1/nothing")
            #expect(answer.status == 404)
            #expect(answer.body["code"] as? String == "route_unknown")
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
        }
    }

    @Test func `a body over the limit is refused unread`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = String(repeating: "A", count: 70_000)
            let answer = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: token)
            #expect(answer.status == 413)
            #expect(answer.body["code"] as? String == "body_too_large")
        }
    }
}
