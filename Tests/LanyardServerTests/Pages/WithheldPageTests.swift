import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import Testing

/// The list of scans that wait for a person, on the dashboard.
struct WithheldPageTests {
    @Test(arguments: [("accept", 1), ("dismiss", 0)])
    func `a withheld scan is shown with its reason and decided on from here`(decision: String, admitted: Int)
        async throws
    {
        try await Server.run { server in
            let text = try await server.badge()
            let door = try await server.token(.door)
            try await server.services.store.revokeDevice(.init(rawValue: 1), context: .desk())
            let scan: [String: Any] = [
                "nonce": "q1", "sequence": 1, "gate": "main", "text": text, "scannedAt": "2015-02-14T09:01:00-05:00",
                "clockAheadMilliseconds": 0, "verdict": "admitted",
            ]
            _ = try await server.send(.post, "/v1/uploads", token: door, json: ["scans": [scan]])
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/dashboard")
            #expect(desk.text.contains("Scans to decide on") && desk.text.contains("was revoked before it sent this"))
            let withheld = try #require(desk.hidden("withheld"))
            try await desk.post(
                "/dashboard/withheld", ["withheld": withheld, "note": "Looked into", "decision": decision])
            #expect(desk.status == 303)
            try await desk.follow()
            #expect(!desk.text.contains("Scans to decide on"))
            let status = try await server.services.checkIn.status(
                of: Gate.ID(rawValue: "main"), at: Server.morning)
            #expect(status.admitted == admitted)
            try await desk.post("/dashboard/withheld", ["withheld": withheld, "note": "x", "decision": "maybe"])
            #expect(desk.status == 400)
            desk.language = "fr"
            try await desk.get("/dashboard")
            #expect(desk.status == 200)
            let reader = try await Browser.enrolled(.reports, at: server)
            try await reader.get("/dashboard")
            try await reader.post("/dashboard/withheld", ["withheld": withheld, "note": "x", "decision": "accept"])
            #expect(reader.status == 403)
        }
    }
}
