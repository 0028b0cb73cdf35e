import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What the desk does for one person over HTTP, like its pages and commands.
struct PersonRouteTests {
    private static func key(_ key: String = UUID().uuidString) -> HTTPFields {
        [HTTPField.Name("Idempotency-Key")!: key]
    }

    private static var walter: [String: Any] {
        [
            "registration": ["name": "Walter Walk-In", "days": [1, 2]], "payment": ["method": "card"],
            "badge": [String: Any](),
        ]
    }

    @Test func `a walk-in is one request, and its paper is fetched`() async throws {
        try await Server.run { server in
            let desk = try await server.token(.desk)
            let answer = try await server.send(
                .post, "/v1/walk-ins", token: desk, json: Self.walter, headers: Self.key("walter"))
            #expect(answer.status == 201)
            #expect((answer.body["payment"] as? [String: Any])?["amount"] as? String == "200.00")
            #expect(answer.body["issue"] as? Int == 1)
            let path = try #require(answer.body["paper"] as? String)
            let paper = try await server.file(path, token: desk)
            #expect(paper.status == 200 && paper.bytes.starts(with: Data("%PDF".utf8)))
            let again = try await server.send(
                .post, "/v1/walk-ins", token: desk, json: Self.walter, headers: Self.key("walter"))
            #expect(again.status == 201)
            #expect(try await server.services.ledger.list(limit: 10).count == 1)
        }
    }

    @Test func `the figures are those of the dashboard, for whoever may see them`() async throws {
        try await Server.run { server in
            _ = try await server.badge()
            let figures = try await server.send(.get, "/v1/figures", token: try await server.token(.reports))
            #expect(figures.status == 200)
            #expect(figures.body["registered"] as? Int == 1 && figures.body["paid"] as? Int == 1)
            // It was made and not printed.
            #expect(figures.body["printed"] as? Int == 0)
            #expect(try await server.send(.get, "/v1/figures", token: try await server.token(.door)).status == 403)
        }
    }

    @Test(
        arguments: [
            (["registration": ["name": ""]], 400, "name_missing"),
            (["registration": ["name": "Ada", "days": [9]]], 400, "day_unknown"),
            (["registration": ["name": "Ada"], "payment": ["method": "shells"]], 400, "choice_unknown"),
            (
                ["registration": ["name": "Ada"], "payment": ["method": "cash", "tendered": "35000"]], 400,
                "amount_far_above"
            ),
            (
                ["registration": ["name": "Ada"], "payment": ["method": "cash", "till": "nowhere"]], 409,
                "till_not_open"
            ),
            (["payment": ["method": "cash"]], 400, "body_invalid"),
        ] as [([String: [String: any Sendable]], Int, String)])
    func `a walk-in that is refused registers nobody`(
        body: [String: [String: any Sendable]], status: Int, code: String
    ) async throws {
        try await Server.run { server in
            let desk = try await server.token(.desk)
            let answer = try await server.send(
                .post, "/v1/walk-ins", token: desk, json: body, headers: Self.key())
            #expect(answer.status == status && answer.body["code"] as? String == code, "\(answer.body)")
            #expect(try await server.services.ledger.list(limit: 10).isEmpty)
        }
    }

    @Test func `the file of a person holds what the desk sees, and a door does not get it`() async throws {
        try await Server.run { server in
            let desk = try await server.token(.desk)
            let walkIn = try await server.send(
                .post, "/v1/walk-ins", token: desk, json: Self.walter, headers: Self.key())
            let registration = try #require(walkIn.body["registration"] as? [String: Any])
            let code = try #require(registration["code"] as? String)
            let handed = try await server.send(
                .post, "/v1/registrations/\(code)/hand-overs", token: desk, json: ["item": "badge"],
                headers: Self.key())
            #expect(handed.status == 200)
            let file = try await server.send(.get, "/v1/registrations/\(code)/file", token: desk)
            #expect(file.status == 200)
            #expect(file.body["isOnPaper"] as? Bool == true)
            let items = try #require(file.body["items"] as? [[String: Any]])
            #expect(items.filter { $0["handedAt"] != nil }.map { $0["item"] as? String } == ["badge"])
            let rest = try await server.send(
                .post, "/v1/registrations/\(code)/hand-overs", token: desk, json: [String: String](),
                headers: Self.key())
            let all = try #require(rest.body["items"] as? [[String: Any]])
            #expect(all.count > 1 && all.allSatisfy { $0["handedAt"] != nil })
            let door = try await server.token(.door)
            let refused = try await server.send(.get, "/v1/registrations/\(code)/file", token: door)
            #expect(refused.status == 403)
        }
    }

    @Test func `a change says what is wrong on paper`() async throws {
        try await Server.run { server in
            let desk = try await server.token(.desk)
            let walkIn = try await server.send(
                .post, "/v1/walk-ins", token: desk, json: Self.walter, headers: Self.key())
            let registration = try #require(walkIn.body["registration"] as? [String: Any])
            let code = try #require(registration["code"] as? String)
            let renamed = try await server.send(
                .post, "/v1/registrations/\(code)/person", token: desk, json: ["name": "Walter Renamed"],
                headers: Self.key())
            #expect((renamed.body["outdated"] as? [String])?.contains("name") == true)
            let moved = try await server.send(
                .post, "/v1/registrations/\(code)/person", token: desk, json: ["email": "walter@example.org"],
                headers: Self.key())
            #expect(moved.status == 200 && moved.body["outdated"] as? [String] == renamed.body["outdated"] as? [String])
        }
    }
}
