import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What HTTP itself asks of every address.
struct HTTPTests {
    @Test(arguments: ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "GET"])
    func `a method that an address does not take is answered with those that it takes`(_ name: String) async throws {
        let method = try #require(HTTPRequest.Method(rawValue: name))
        try await Server.run { server in
            let answer = try await server.send(method, "/v1/scans", token: try await server.token(.door))
            #expect(answer.status == 405)
            #expect(answer.body["code"] as? String == "method_not_allowed")
            #expect(answer.headers[.allow] == "POST")
        }
    }

    @Test func `what is read is told with its head, on pages as well`() async throws {
        try await Server.run { server in
            let api = try await server.send(.post, "/v1/health")
            #expect(api.status == 405)
            #expect(api.headers[.allow] == "GET, HEAD")
            let page = try await server.send(.delete, "/desk")
            #expect(page.status == 405)
            #expect(try #require(page.headers[.allow]).contains("GET"))
            #expect(try await server.send(.put, "/nowhere").status == 404)
        }
    }

    @Test(arguments: ["/v1/conflicts?settled=null", "/v1/withheld-scans?settled=1"])
    func `what is neither true nor false in an address is refused, not passed over`(_ path: String) async throws {
        try await Server.run { server in
            let answer = try await server.send(.get, path, token: try await server.token(.desk))
            #expect(answer.status == 400)
            #expect(answer.body["code"] as? String == "choice_unknown")
        }
    }

    @Test(arguments: ["Bearer", "bearer", "BEARER"])
    func `the scheme of a token is read without regard to case`(_ scheme: String) async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let answer = try await server.send(.get, "/v1/gates", headers: [.authorization: "\(scheme) \(token)"])
            #expect(answer.status == 200)
            let participant = try await server.send(
                .get, "/v1/keysigning/self", headers: [.authorization: "\(scheme) nobody"])
            #expect(participant.body["code"] as? String == "participant_token_unknown")
        }
    }

    @Test func `parts of a path are decoded after it is split`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let person = try await server.services.ledger.register(.invented(1), context: .desk()).result
            let code = "\(person.code)"
            let encoded = code.utf8.map { "%" + String($0, radix: 16) }.joined()
            let plain = try await server.send(.get, "/v1/registrations/\(code)", token: token)
            let decoded = try await server.send(.get, "/v1/registrations/\(encoded)", token: token)
            #expect(plain.status == 200)
            #expect(decoded.status == 200)
            #expect(decoded.body["code"] as? String == plain.body["code"] as? String)
            let slash = try await server.send(.get, "/v1/registrations/\(code)%2Fhistory", token: token)
            #expect(slash.status == 404)
            #expect(slash.body["code"] as? String == "registration_unknown")
        }
    }

    @Test func `a key may have the 200 characters that the description says`() async throws {
        try await Server.run { server in
            let token = try await server.token(.desk)
            let key = try #require(HTTPField.Name("Idempotency-Key"))
            let person = try await server.services.ledger.register(.invented(1), context: .desk()).result
            func block(_ length: Int) async throws -> (status: Int, body: [String: Any], headers: HTTPFields) {
                try await server.send(
                    .post, "/v1/registrations/\(person.code)/block", token: token, json: ["reason": "Test"],
                    headers: [key: String(repeating: "k", count: length)])
            }
            #expect(try await block(200).status == 200)
            #expect(try await block(200).status == 200)
            let longer = try await block(201)
            #expect(longer.status == 400)
            #expect(longer.body["code"] as? String == "idempotency_key_invalid")
        }
    }

    @Test func `a server that is ready says so, and what is odd about its file`() async throws {
        try await Server.run { server in
            let ready = try await server.send(.get, "/v1/health/ready")
            #expect(ready.status == 200)
            #expect(ready.body["status"] as? String == "ready")
            #expect((ready.body["warnings"] as? [Any])?.isEmpty == true)
            server.services.store.warn(EventStoreError(.eventFileOpen, ErrorDetail("file", "event.lanyard")))
            let warned = try await server.send(.get, "/v1/health/ready")
            let warnings = try #require(warned.body["warnings"] as? [[String: Any]])
            #expect(warnings.map { $0["code"] as? String } == ["event_file_open"])
        }
    }

    @Test func `a file that is moved away is told by every write and by the monitor`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = try await server.badge()
            let url = server.services.store.url
            let aside = url.deletingLastPathComponent().appendingPathComponent("aside")
            try FileManager.default.moveItem(at: url, to: aside)
            let scan = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: token)
            #expect(scan.status == 503)
            #expect(scan.body["code"] as? String == "event_file_gone")
            // Where it lies on the machine is not told to the network.
            let title = try #require(scan.body["title"] as? String)
            #expect(title.contains(url.lastPathComponent) && !title.contains("/"))
            let ready = try await server.send(.get, "/v1/health/ready")
            #expect(ready.status == 503)
            #expect(ready.body["code"] as? String == "event_file_gone")
            // A connection that is open still reads; one that has to be opened cannot, and says the same.
            let read = try await server.send(.get, "/v1/snapshot", token: token)
            #expect(read.status == 200 || read.body["code"] as? String == "event_file_gone")
            try FileManager.default.moveItem(at: aside, to: url)
            let again = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: token)
            #expect(again.body["verdict"] as? String == "admitted")
            #expect(try await server.send(.get, "/v1/health/ready").status == 200)
        }
    }
}
