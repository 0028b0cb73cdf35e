import Conference
import EventStore
import Foundation
import HTTPTypes
import Testing

struct ScanRouteTests {
    @Test func `a paid badge is admitted once and its repetition is told when, where and by whom`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = try await server.badge()
            let first = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: token)
            #expect(first.status == 200)
            #expect(first.body["verdict"] as? String == "admitted")
            #expect(first.body["day"] as? Int == 1)
            #expect(first.body["time"] as? String == "2015-02-14T09:30:00-05:00")

            let second = try await server.scan(["gate": "main", "nonce": "2", "text": text], token: token)
            #expect(second.status == 200)
            #expect(second.body["verdict"] as? String == "already_admitted")
            let entry = try #require(second.body["firstAdmission"] as? [String: Any])
            #expect(entry["time"] as? String == "2015-02-14T09:30:00-05:00")
            #expect(entry["gate"] as? String == "main")
            #expect(entry["deviceName"] as? String == "Test")
        }
    }

    @Test func `the same nonce gets the same answer, marked as a replay`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let scan = ["gate": "main", "nonce": "once", "text": try await server.badge()]
            let first = try await server.scan(scan, token: token)
            let again = try await server.scan(scan, token: token)
            #expect(first.body["replayed"] as? Bool == false)
            #expect(again.body["replayed"] as? Bool == true)
            #expect(again.body["verdict"] as? String == "admitted")
            #expect(again.body["scan"] as? Int == first.body["scan"] as? Int)
        }
    }

    @Test func `the same nonce for another badge is a conflict`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            _ = try await server.scan(["gate": "main", "nonce": "n", "text": try await server.badge()], token: token)
            let other = try await server.scan(["gate": "main", "nonce": "n", "text": "LY:"], token: token)
            #expect(other.status == 409)
            #expect(other.body["code"] as? String == "idempotency_conflict")
        }
    }

    @Test func `the header Idempotency-Key serves as the nonce, and must not contradict it`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = try await server.badge()
            let key = try #require(HTTPField.Name("Idempotency-Key"))
            let byHeader = try await server.send(
                .post, "/v1/scans", token: token, json: ["gate": "main", "text": text], headers: [key: "k"])
            #expect(byHeader.body["verdict"] as? String == "admitted")
            let both = try await server.send(
                .post, "/v1/scans", token: token, json: ["gate": "main", "nonce": "j", "text": text],
                headers: [key: "k"])
            #expect(both.status == 400)
            #expect(both.body["code"] as? String == "nonce_differs")
        }
    }

    @Test func `a refusal is a result and not an error`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let refused = try await server.scan(
                ["gate": "main", "nonce": "1", "text": "HTTPS://EXAMPLE.ORG"], token: token)
            #expect(refused.status == 200)
            #expect(refused.body["verdict"] as? String == "invalid")
            #expect(refused.body["reason"] as? String == "not_a_credential")
            #expect(refused.body["person"] == nil)
        }
    }

    @Test(arguments: [
        (["gate": "main"], 400, "nonce_missing"),
        (["gate": "main", "nonce": "1"], 400, "scan_subject_missing"),
        (["gate": "main", "nonce": "1", "text": "LY:", "code": "K7X"], 400, "scan_subject_missing"),
        (["gate": "main", "nonce": "1", "text": "LY:", "direction": "up"], 400, "choice_unknown"),
        (["gate": "main", "nonce": "1", "text": "LY:", "scannedAt": "yesterday"], 400, "timestamp_invalid"),
        (["gate": "main", "nonce": "1", "code": "K7X"], 400, "code_invalid"),
        (["gate": "nowhere", "nonce": "1", "text": "LY:"], 404, "gate_unknown"),
        (["nonce": "1", "text": "LY:"], 400, "body_invalid"),
    ])
    func `a scan that cannot be understood is answered with its code`(
        fields: [String: String], status: Int, code: String
    ) async throws {
        try await Server.run { server in
            let answer = try await server.scan(fields, token: try await server.token(.door))
            #expect(answer.status == status)
            #expect(answer.body["code"] as? String == code)
        }
    }

    @Test func `a door may only scan at its gates`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door, gates: [Gate.ID(rawValue: "dinner")])
            let answer = try await server.scan(["gate": "main", "nonce": "1", "text": "LY:"], token: token)
            #expect(answer.status == 403)
            #expect(answer.body["code"] as? String == "gate_not_allowed")
        }
    }

    @Test func `gates tell how many were let in and turned away`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = try await server.badge()
            for nonce in ["1", "2", "3"] {
                _ = try await server.scan(["gate": "main", "nonce": nonce, "text": text], token: token)
            }
            let gates = try await server.send(.get, "/v1/gates", token: token).body["items"] as? [[String: Any]]
            let main = try #require(gates?.first { $0["id"] as? String == "main" })
            #expect(main["admitted"] as? Int == 1)
            #expect(main["refused"] as? Int == 2)
        }
    }
}
