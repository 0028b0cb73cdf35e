import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

struct PaperRouteTests {
    @Test func `the desk prints a list and types it in, a door does neither`() async throws {
        try await Server.run { server in
            let (desk, door) = (try await server.token(.desk), try await server.token(.door))
            _ = try await server.badge()
            let code = try await server.services.ledger.list(limit: 1)[0].registration.code.description
            let list = try await server.send(.get, "/v1/gates/main/paper-list?day=1", token: desk)
            #expect(list.status == 200)
            #expect(list.headers[.contentType] == "application/pdf")
            #expect(try await server.send(.get, "/v1/gates/main/paper-list", token: door).status == 403)
            #expect(try await server.send(.get, "/v1/gates/nowhere/paper-list", token: desk).status == 404)
            #expect(try await server.send(.get, "/v1/gates/main/paper-list?day=x", token: desk).status == 400)
            #expect(try await server.send(.get, "/v1/gates/dinner/paper-list?day=1", token: desk).status == 400)

            let path = "/v1/gates/main/paper-entries"
            let body = ["lines": "\(code) 09:00\n"]
            #expect(try await server.send(.post, path, token: door, json: body).status == 403)
            let first = try await server.send(.post, path, token: desk, json: body)
            #expect(first.body as? [String: Int] == ["recorded": 1, "repeated": 0])
            let again = try await server.send(.post, path, token: desk, json: body)
            #expect(again.body as? [String: Int] == ["recorded": 0, "repeated": 1])
            let wrong = try await server.send(.post, path, token: desk, json: ["lines": "\(code) 09:01\nnobody 9\n"])
            #expect(wrong.status == 400)
            #expect(wrong.body["code"] as? String == "paper_lines_wrong")
            #expect((wrong.body["title"] as? String)?.contains("line 2: ") == true)
            let gate = try await server.send(.get, "/v1/gates/main/status", token: desk)
            #expect(gate.body["admitted"] as? Int == 1)
        }
    }
}
