import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import GRDB
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What a door's token can do, and what it cannot.
struct DoorTrustTests {
    private static func key() throws -> HTTPFields {
        [try #require(HTTPField.Name("Idempotency-Key")): UUID().uuidString]
    }

    private static func upload(
        _ server: Server, _ text: String, _ sequence: Int, token: String, gate: String = "main",
        at time: String = "2015-02-14T09:01:00-05:00", ahead: Int64 = 0
    ) async throws -> (status: Int, item: [String: Any]) {
        let scan: [String: Any] = [
            "nonce": "q\(sequence)", "sequence": sequence, "gate": gate, "text": text, "scannedAt": time,
            "clockAheadMilliseconds": ahead, "verdict": "admitted",
        ]
        let answer = try await server.send(.post, "/v1/uploads", token: token, json: ["scans": [scan]])
        return (answer.status, (answer.body["items"] as? [[String: Any]])?.first ?? answer.body)
    }

    @Test func `a revoked phone hands over what it holds and nothing else, and the desk decides`() async throws {
        try await Server.run { server in
            let (door, desk) = (try await server.token(.door), try await server.token(.desk))
            let text = try await server.badge()
            try await server.services.store.revokeDevice(.init(rawValue: 1), context: .desk())
            let snapshot = try await server.send(.get, "/v1/snapshot", token: door)
            #expect(snapshot.status == 401 && snapshot.body["code"] as? String == "device_revoked")
            let sent = try await Self.upload(server, text, 1, token: door)
            #expect(sent.status == 200 && sent.item["result"] as? String == "withheld")
            #expect(sent.item["code"] as? String == "revoked")
            let other = try await server.token(.door)
            #expect(try await server.send(.get, "/v1/withheld-scans", token: other).status == 403)
            let list = try await server.send(.get, "/v1/withheld-scans", token: desk)
            let waiting = try #require((list.body["items"] as? [[String: Any]])?.first)
            let id = try #require(waiting["id"] as? Int)
            #expect(id == sent.item["withheld"] as? Int)
            #expect(waiting["message"] as? String == "The device was revoked before it sent this.")
            let status = try await server.send(.get, "/v1/gates/main/status", token: desk)
            #expect(status.body["admitted"] as? Int == 0)
            let accepted = try await server.send(
                .post, "/v1/withheld-scans/\(id)/accept", token: desk, json: ["reason": "It was honest", "nonce": "a"])
            #expect(accepted.status == 200 && accepted.body["scan"] as? Int == 1)
            let again = try await server.send(
                .post, "/v1/withheld-scans/\(id)/dismiss", token: desk, json: ["reason": "No", "nonce": "b"])
            #expect(again.status == 409 && again.body["code"] as? String == "withheld_settled")
            let after = try await server.send(.get, "/v1/gates/main/status", token: desk)
            #expect(after.body["admitted"] as? Int == 1)
        }
    }

    @Test func `a phone that was stolen is undone at once`() async throws {
        try await Server.run { server in
            let (door, organizer) = (try await server.token(.door), try await server.token(.organizer))
            let text = try await server.badge()
            #expect(try await server.scan(["gate": "main", "nonce": "1", "text": text], token: door).status == 200)
            let since = "2015-02-14T09:00:00-05:00"
            let escaped = since.replacing("+", with: "%2B")
            let path = "/v1/devices/1/traces?since=\(escaped)"
            #expect(try await server.send(.get, path, token: door).status == 403)
            let traces = try await server.send(.get, path, token: organizer).body
            #expect(traces["scanCount"] as? Int == 1)
            #expect((traces["payments"] as? [Any])?.isEmpty == true)
            let body = ["since": since, "reason": "The phone was stolen"]
            let taken = try await server.send(
                .post, "/v1/devices/1/take-back", token: organizer, json: body, headers: Self.key())
            #expect(taken.body["takenBack"] as? Int == 1)
            let status = try await server.send(.get, "/v1/gates/main/status", token: organizer)
            #expect(status.body["admitted"] as? Int == 0)
            let nobody = try await server.send(
                .post, "/v1/devices/77/take-back", token: organizer, json: body, headers: Self.key())
            #expect(nobody.status == 404)
        }
    }

    @Test func `what a desk's device did to people is listed for a person to judge`() async throws {
        try await Server.run { server in
            let (desk, organizer) = (try await server.token(.desk), try await server.token(.organizer))
            let made = try await server.send(
                .post, "/v1/registrations", token: desk, json: ["name": "Ada Invented", "days": [1]],
                headers: Self.key())
            #expect(made.status == 201)
            let traces = try await server.send(
                .get, "/v1/devices/1/traces?since=2015-02-14T00:00:00-05:00", token: organizer
            ).body
            let edits = try #require(traces["edits"] as? [[String: Any]])
            #expect(edits.first?["kind"] as? String == "registered")
            #expect(edits.first?["name"] as? String == "Ada Invented")
        }
    }

    @Test func `many changes of a device hide none of its payments, and how many there are is told`() async throws {
        try await Server.run { server in
            _ = try await server.token(.desk)
            let organizer = try await server.token(.organizer)
            let ledger = server.services.ledger
            var generator = SystemRandomNumberGenerator()
            func write() -> WriteContext {
                WriteContext(
                    author: "device:1", origin: "", time: server.services.clock.now, key: .unique(using: &generator))
            }
            let id = try await ledger.register(.invented(days: .first(1)), context: write()).result.id
            _ = try await ledger.block(id, because: "Noise", context: write())
            _ = try await ledger.block(id, because: nil, context: write())
            // As if it had done that 259 times more.
            try await server.services.store.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        INSERT INTO registration_history (registration, kind, detail, author, origin, at_ms, hash)
                        WITH RECURSIVE round (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM round WHERE number < 259)
                        SELECT registration, kind, detail, author, origin, at_ms, randomblob(32)
                        FROM registration_history, round WHERE kind <> 'registered'
                        """)
            }
            _ = try await ledger.pay(.of(10_000, .card), for: id, context: write())
            let traces = try await server.send(
                .get, "/v1/devices/1/traces?since=2015-02-14T00:00:00-05:00", token: organizer
            ).body
            #expect((traces["payments"] as? [[String: Any]])?.count == 1 && traces["paymentCount"] as? Int == 1)
            #expect((traces["edits"] as? [[String: Any]])?.count == 500 && traces["editCount"] as? Int == 521)
            let browser = try await Browser.enrolled(.organizer, at: server)
            try await browser.get("/organizer/devices/1")
            try await browser.post("/organizer/devices/1/traces", [("since", "2015-02-14T00:00")])
            #expect(browser.text.contains("… and 21 more"), "\(browser.text)")
        }
    }

    @Test func `a door is told neither amounts nor reasons, the desk is`() async throws {
        try await Server.run { server in
            let (door, desk) = (try await server.token(.door), try await server.token(.desk))
            let owing = try await server.services.ledger.register(.invented(1), context: .desk()).result
            let blocked = try await server.services.ledger.register(.invented(2), context: .desk()).result
            _ = try await server.services.ledger.block(blocked.id, because: "Threatened staff", context: .desk())
            func scan(_ person: Registration, token: String) async throws -> [String: Any] {
                try await server.scan(
                    ["gate": "main", "nonce": UUID().uuidString, "code": person.code.description], token: token
                ).body
            }
            let (atDoor, atDesk) = (try await scan(owing, token: door), try await scan(owing, token: desk))
            #expect(atDoor["verdict"] as? String == "unpaid" && atDoor["due"] == nil)
            #expect(atDoor["message"] as? String == "Something is due: please pay at the desk.")
            #expect(atDesk["due"] as? String == "100.00")
            #expect(try await scan(blocked, token: door)["message"] as? String == "Please go to the desk.")
            #expect((try await scan(blocked, token: desk)["message"] as? String)?.contains("Threatened staff") == true)
            let snapshot = try await server.send(.get, "/v1/snapshot", token: door).body
            let people = try #require(snapshot["people"] as? [[String: Any]])
            #expect(people.map { $0["owes"] as? Bool } == [true, true] && people.allSatisfy { $0["dueCents"] == nil })
        }
    }

    @Test func `a door sees its own gates and no others`() async throws {
        try await Server.run { server in
            let north = try await server.token(.door, gates: [Gate.ID(rawValue: "main")])
            let (staff, desk) = (
                try await server.token(.door, gates: [Gate.ID(rawValue: "staff")]), try await server.token(.desk)
            )
            let text = try await server.badge()
            let scan = try await server.scan(["gate": "main", "nonce": "1", "text": text], token: north)
            let path = "/v1/scans/\(try #require(scan.body["scan"] as? Int))"
            #expect(try await server.send(.get, path, token: north).status == 200)
            #expect(try await server.send(.get, path, token: desk).status == 200)
            #expect(try await server.send(.get, path, token: staff).body["code"] as? String == "gate_not_allowed")
            #expect(try await server.send(.get, "/v1/gates/main/status", token: staff).status == 403)
            let gates = try await server.send(.get, "/v1/gates", token: staff).body["items"] as? [[String: Any]]
            #expect(gates?.map { $0["id"] as? String } == ["staff"])
            let all = try await server.send(.get, "/v1/gates", token: desk).body["items"] as? [[String: Any]]
            #expect(all?.count == 5)
            let snapshot = try await server.send(.get, "/v1/snapshot", token: staff).body
            let people = try #require(snapshot["people"] as? [[String: Any]])
            #expect(people.allSatisfy { ($0["open"] as? [Any])?.isEmpty == true })
        }
    }

    @Test(arguments: [
        ["clockAheadMilliseconds": Int64.min], ["clockAheadMilliseconds": Int64.max], ["queued": Int64.max],
        ["queued": -1], ["batteryPercent": 101], ["batteryPercent": Int64.min],
    ])
    func `a report at the end of the numbers is refused`(report: [String: Int64]) async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let answer = try await server.send(.post, "/v1/devices/self/report", token: token, json: report)
            #expect(answer.status == 400)
        }
    }

    @Test(arguments: [Int64.min, Int64.max, 3_155_760_000_001])
    func `an upload by a clock at the end of the numbers is refused`(ahead: Int64) async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let text = try await server.badge()
            let answer = try await Self.upload(server, text, 1, token: token, ahead: ahead)
            #expect(answer.status == 400 && answer.item["code"] as? String == "clock_difference_invalid")
        }
    }

    @Test func `a report that somebody wrote into the file is named, and ends nothing`() async throws {
        try await Server.run { server in
            let (_, reports) = (try await server.token(.door), try await server.token(.reports))
            try await server.services.store.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA ignore_check_constraints = ON;
                        INSERT INTO device_report (device, seen_ms, ahead_ms, queued, battery_percent)
                        VALUES (1, 0, -9223372036854775808, 9223372036854775807, 1000);
                        PRAGMA ignore_check_constraints = OFF;
                        """)
            }
            let metrics = try await server.file("/metrics", token: reports)
            #expect(metrics.status == 200)
            #expect(
                String(decoding: metrics.bytes, as: UTF8.self).contains("lanyard_device_reports_unreadable 1"))
            let devices = try await server.send(.get, "/v1/devices", token: reports)
            let first = try #require((devices.body["items"] as? [[String: Any]])?.first)
            #expect(first["reportUnreadable"] as? Bool == true && first["queued"] == nil)
        }
    }
}
