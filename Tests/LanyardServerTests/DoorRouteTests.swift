import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import HummingbirdTesting
import LanyardHTTP
import LanyardTestSupport
import NIOCore
import RegistrationLedger
import Testing

/// What staff and phones ask of the server beyond a scan.
struct DoorRouteTests {
    @Test func `asking what would happen answers without a number and records that it was asked, nothing else`()
        async throws
    {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = try await server.badge()
            let before = try await dump(server.services.store, without: "door_inquiry")
            let asked = try await server.scan(
                ["gate": "main", "nonce": "1", "text": text, "simulate": true], token: token)
            #expect(asked.body["verdict"] as? String == "admitted")
            #expect(asked.body["scan"] == nil)
            #expect(try await dump(server.services.store, without: "door_inquiry") == before)
            #expect(try await server.services.checkIn.inquiryCounts().values.reduce(0, +) == 1)
        }
    }

    @Test func `the desk admits anyway, a door may not, and the refusal is named`() async throws {
        try await Server.run { server in
            let (door, desk) = (try await server.token(.door), try await server.token(.desk))
            let text = try await server.badge(days: DaySet([2]))
            let refused = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: door)
            #expect(refused.body["verdict"] as? String == "wrong_day")
            let scan = try #require(refused.body["scan"] as? Int)
            let path = "/v1/scans/\(scan)/override"
            let reason = ["reason": "Ticket swapped", "nonce": "o"]
            let notAllowed = try await server.send(.post, path, token: door, json: reason)
            #expect(notAllowed.status == 403)
            let admitted = try await server.send(.post, path, token: desk, json: reason)
            #expect(admitted.status == 200)
            #expect(admitted.body["verdict"] as? String == "admitted")
            #expect((admitted.body["override"] as? [String: Any])?["refused"] as? Int == scan)
            let again = try await server.send(.post, path, token: desk, json: reason)
            #expect(again.body["replayed"] as? Bool == true)
        }
    }

    @Test func `a scan is undone once, and says so`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = try await server.badge()
            let scan = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: token)
            let path = "/v1/scans/\(try #require(scan.body["scan"] as? Int))"
            let undone = try await server.send(
                .post, path + "/undo", token: token, json: ["reason": "Wrong badge", "nonce": "u"])
            #expect((undone.body["undone"] as? [String: Any])?["reason"] as? String == "Wrong badge")
            let shown = try await server.send(.get, path, token: token)
            #expect((shown.body["undone"] as? [String: Any])?["author"] as? String == "device:1")
            let again = try await server.send(
                .post, path + "/undo", token: token, json: ["reason": "Wrong badge", "nonce": "u2"])
            #expect(again.status == 409)
            #expect(again.body["code"] as? String == "scan_undone")
            let status = try await server.send(.get, "/v1/gates/main/status", token: token)
            #expect(status.body["admitted"] as? Int == 0)
        }
    }

    @Test func `notes are shown with the category to whoever lets the person in`() async throws {
        try await Server.run { server in
            let (door, desk) = (try await server.token(.door), try await server.token(.desk))
            let text = try await server.badge()
            let person = try #require(
                try await server.services.ledger.list(limit: 1).first?.registration)
            let made = try await server.send(
                .post, "/v1/notes", token: desk,
                json: ["registration": person.code.description, "text": "Give a T-shirt"],
                headers: [try #require(HTTPField.Name("Idempotency-Key")): "k"])
            #expect(made.status == 201)
            let scan = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: door)
            #expect(scan.body["notices"] as? [String] == ["Give a T-shirt"])
            let note = try #require(made.body["note"] as? Int)
            let ended = try await server.send(
                .post, "/v1/notes/\(note)/end", token: door,
                headers: [try #require(HTTPField.Name("Idempotency-Key")): "e"])
            #expect(ended.status == 204)
            let left = try await server.send(.get, "/v1/notes", token: desk).body["items"] as? [Any]
            #expect(left?.isEmpty == true)
        }
    }

    @Test func `a door fetches what it needs alone, and uploads what it did, twice`() async throws {
        try await Server.run { server in
            let (door, desk) = (try await server.token(.door), try await server.token(.desk))
            let text = try await server.badge()
            let snapshot = try await server.send(.get, "/v1/snapshot", token: door).body
            #expect((snapshot["people"] as? [Any])?.count == 1)
            #expect((snapshot["gates"] as? [Any])?.count == 5)
            let cursor = try #require(snapshot["cursor"] as? Int)
            let next = try await server.send(.get, "/v1/snapshot?after=\(cursor)", token: door).body
            #expect((next["people"] as? [Any])?.isEmpty == true)

            func upload(_ sequence: Int, at time: String) async throws -> [String: Any] {
                let scan: [String: Any] = [
                    "nonce": "q\(sequence)", "sequence": sequence, "gate": "main", "text": text,
                    "scannedAt": time, "clockAheadMilliseconds": 60_000, "verdict": "admitted",
                ]
                let answer = try await server.send(.post, "/v1/uploads", token: door, json: ["scans": [scan]])
                return try #require((answer.body["items"] as? [[String: Any]])?.first)
            }
            #expect(try await upload(1, at: "2015-02-14T09:01:00-05:00")["result"] as? String == "recorded")
            #expect(try await upload(1, at: "2015-02-14T09:01:00-05:00")["result"] as? String == "repeated")
            #expect(try await upload(2, at: "2015-02-14T08:01:00-05:00")["result"] as? String == "recorded")
            let conflicts = try await server.send(.get, "/v1/conflicts", token: desk).body["items"] as? [[String: Any]]
            let conflict = try #require(conflicts?.first)
            #expect((conflict["earlier"] as? [String: Any])?["time"] as? String == "2015-02-14T08:00:00-05:00")
            let scan = try #require((conflict["scan"] as? [String: Any])?["scan"] as? Int)
            let settled = try await server.send(
                .post, "/v1/conflicts/\(scan)/settle", token: desk, json: ["reason": "Same person", "nonce": "s"])
            #expect(settled.status == 200)
            let left = try await server.send(.get, "/v1/conflicts", token: desk).body["items"] as? [Any]
            #expect(left?.isEmpty == true)
        }
    }

    @Test func `a link makes a device once, within the hour`() async throws {
        try await Server.run { server in
            let store = server.services.store
            func invite(at time: Date = Server.morning) async throws -> String {
                try await store.invite(
                    name: "North door", role: .door, gates: [Gate.ID(rawValue: "main")], context: .desk(at: time)
                ).secret
            }
            let secret = try await invite()
            let made = try await server.send(.post, "/v1/enrollments", json: ["secret": secret])
            #expect(made.status == 201)
            #expect(made.body["gates"] as? [String] == ["main"])
            let token = try #require(made.body["token"] as? String)
            #expect(try await server.send(.get, "/v1/gates", token: token).status == 200)
            let again = try await server.send(.post, "/v1/enrollments", json: ["secret": secret])
            #expect(again.status == 409)
            #expect(again.body["code"] as? String == "enrollment_used")
            let late = try await server.send(
                .post, "/v1/enrollments",
                json: ["secret": try await invite(at: Server.morning.addingTimeInterval(-3600))])
            #expect(late.status == 410)
            let inTime = try await server.send(
                .post, "/v1/enrollments",
                json: ["secret": try await invite(at: Server.morning.addingTimeInterval(-3599))])
            #expect(inTime.status == 201)
            let wrong = try await server.send(.post, "/v1/enrollments", json: ["secret": "K7X4-2MPQ-9RTV-3HWZ"])
            #expect(wrong.status == 404)
            #expect(try await dump(store).allSatisfy { !$0.contains(secret) })
        }
    }

    @Test func `a revoked device is told to forget what it holds, a stranger is not`() async throws {
        try await Server.run { server in
            let (device, token) = try await server.services.store.addDevice(
                name: "Phone", role: .door, gates: [], context: .desk())
            try await server.services.store.revokeDevice(device.id, context: .desk())
            let revoked = try await server.send(.get, "/v1/snapshot", token: token.secret)
            #expect(revoked.status == 401)
            #expect(revoked.body["code"] as? String == "device_revoked")
            let stranger = try await server.send(.get, "/v1/snapshot", token: "lanyard_nobody")
            #expect(stranger.body["code"] as? String == "token_unknown")
        }
    }

    @Test func `a token says whose it is`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door, gates: [Gate.ID(rawValue: "main")])
            let body = try await server.send(.get, "/v1/devices/self", token: token).body
            #expect(body["name"] as? String == "Test")
            #expect(body["role"] as? String == "door")
            #expect(body["gates"] as? [String] == ["main"])
        }
    }

    @Test func `a device reports how it is, and the desk sees it`() async throws {
        try await Server.run { server in
            let (door, desk) = (try await server.token(.door), try await server.token(.desk))
            let report: [String: Any] = ["clockAheadMilliseconds": -1500, "queued": 3, "batteryPercent": 41]
            let answer = try await server.send(.post, "/v1/devices/self/report", token: door, json: report)
            #expect(answer.body["timeMilliseconds"] as? Int == 1_423_924_200_000)
            let items = try await server.send(.get, "/v1/devices", token: desk).body["items"] as? [[String: Any]]
            let device = try #require(items?.first { $0["role"] as? String == "door" })
            #expect(device["lastSeen"] as? String == "2015-02-14T09:30:00-05:00")
            #expect(device["clockAheadMilliseconds"] as? Int == -1500)
            #expect(device["queued"] as? Int == 3)
            #expect(device["batteryPercent"] as? Int == 41)
            let wrong = try await server.send(
                .post, "/v1/devices/self/report", token: door, json: ["batteryPercent": 101])
            #expect(wrong.status == 400)
            #expect(wrong.body["code"] as? String == "report_invalid")
        }
    }

    @Test func `what a device may forget is told, and one that saw a later life is told nothing else`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            func report(_ seen: String? = nil) async throws -> (status: Int, body: [String: Any], headers: HTTPFields) {
                var headers = HTTPFields()
                headers[Lives.header] = seen
                return try await server.send(
                    .post, "/v1/devices/self/report", token: token, json: [:], headers: headers)
            }
            let first = try await report("1")
            #expect(first.status == 200 && first.headers[Lives.header] == "1")
            #expect(first.body["incarnation"] as? Int == 1)
            let mark = Int64(try #require(first.body["mark"] as? Int))
            #expect(first.body["copiedMark"] == nil)
            // Of another life of the file: it says nothing of this one.
            CopiedMark(incarnation: 2, untilMs: mark + 9).note(beside: server.services.store.url)
            #expect(try await report().body["copiedMark"] == nil)
            CopiedMark(incarnation: 1, untilMs: mark + 1).note(beside: server.services.store.url)
            CopiedMark(incarnation: 1, untilMs: mark).note(beside: server.services.store.url)
            #expect(try await report().body["copiedMark"] as? Int == Int(mark) + 1)

            #expect(try await server.send(.get, "/v1/health/ready").status == 200)
            let late = try await report("2")
            #expect(late.status == 503 && late.body["code"] as? String == "event_taken_over")
            // Nobody else is held up by what one device says, but whoever looks after the machine hears of it.
            #expect(try await server.send(.get, "/v1/devices/self", token: token).status == 200)
            let ready = try await server.send(.get, "/v1/health/ready")
            #expect(ready.status == 503 && ready.body["code"] as? String == "event_taken_over")
            let nonsense = try await report("999")
            #expect(nonsense.status == 200)
        }
    }

    @Test func `a browser keeps which life it saw`() async throws {
        try await Server.run { server in
            let browser = try await Browser.enrolled(.desk, at: server)
            try await browser.get("/desk")
            #expect(browser.status == 200 && browser.cookies["lanyard-incarnation"] == "1")
            browser.keep("lanyard-incarnation", "2")
            try await browser.get("/desk")
            #expect(browser.status == 503 && browser.text.contains("Another machine goes on"))
            try await browser.post("/desk", ["q": "Ada"])
            #expect(browser.status == 503)
        }
    }

    @Test func `metrics count without a name in them`() async throws {
        try await Server.run { server in
            let reports = try await server.token(.reports)
            let text = try await server.badge()
            _ = try await server.scan(
                ["gate": "main", "nonce": "1", "text": text], token: try await server.token(.door))
            #expect(try await server.send(.get, "/metrics").status == 401)
            #expect(try await server.send(.get, "/metrics", token: try await server.token(.door)).status == 403)
            let page = try await server.text("/metrics", token: reports)
            #expect(page.contains("lanyard_scans_total{gate=\"main\",verdict=\"admitted\"} 1\n"))
            #expect(page.contains("lanyard_admissions{gate=\"main\"} 1\n"))
            #expect(page.contains("lanyard_scans_written_total 1\n"))
            let person = try #require(try await server.services.ledger.list(limit: 1).first?.registration.person)
            #expect(!page.contains(person.name))
            #expect(!page.contains("Test"))
        }
    }
}

extension Server {
    /// The answer's text.
    func text(_ path: String, token: String) async throws -> String {
        try await client.execute(uri: path, method: .get, headers: [.authorization: "Bearer \(token)"]) { response in
            String(buffer: response.body)
        }
    }
}
