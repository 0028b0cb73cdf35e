import Badges
import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import RegistrationLedger
import Testing

@testable import CheckIn

/// What makes scans safe to send: races, retries, devices, and rows that stay.
@Suite struct ScanTests {
    @Test func `of 200 concurrent scans of one badge exactly one is admitted, and the others name it`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        var devices: [Device] = []
        for number in 1...4 {
            devices.append(
                try await door.store.addDevice(
                    name: "Door \(number)", role: .door, gates: [], context: Door.context()
                ).device)
        }
        let requests = try (0..<200).map { number in
            try door.request(
                .credential(badge.text), device: devices[number % 4],
                time: Door.noon.addingTimeInterval(Double(number % 7)))
        }
        let outcomes = try await withThrowingTaskGroup(of: ScanOutcome.self) { group in
            for request in requests { group.addTask { try await door.service.scan(request) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let admitted = outcomes.filter { $0.verdict == .admitted(.entry) }
        #expect(admitted.count == 1)
        let first = try #require(admitted.first)
        let name = devices.first { $0.id == first.device }?.name
        let entry = ScanVerdict.Entry(
            scan: first.scan, time: first.time, gate: first.gate, device: first.device, deviceName: try #require(name))
        #expect(outcomes.count { $0.verdict == .alreadyAdmitted(entry) } == 199)
        let status = try #require(try await door.service.gates(at: Door.noon).first)
        #expect(status.admitted == 1)
        #expect(status.refused == 199)
    }

    @Test func `a scan that is sent again gets its stored answer, whatever has changed`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let request = try door.request(.credential(badge.text), nonce: "n1")
        let first = try await door.service.scan(request)
        #expect(first.verdict == .admitted(.entry))
        _ = try await door.badges.makeNext(for: badge.registration, reason: "lost", context: Door.context())
        _ = try await door.ledger.cancel(badge.registration, context: Door.context())
        let later = try door.request(.credential(badge.text), nonce: "n1", time: Door.at(day: 2, 23))
        let again = try await door.service.scan(later)
        #expect(again.isReplayed)
        #expect(again.verdict == .admitted(.entry))
        #expect(again.scan == first.scan)
        #expect(again.time == first.time)
    }

    @Test func `every kind of answer comes back the same`() async throws {
        let door = try await Door(yaml: Door.yaml.replacing("name: Party,", with: "name: Party, capacity: 1,"))
        let badge = try await door.badged(days: [1])
        let other = try await door.badged("Kit Invented", category: .organizer, paid: false)
        let unpaid = try await door.badged("Bo Invented", days: [2], paid: false)
        let replaced = try await door.badged("Cy Invented")
        _ = try await door.badges.makeNext(for: replaced.registration, reason: "lost", context: Door.context())
        let blocked = try await door.badged("Di Invented")
        _ = try await door.ledger.block(blocked.registration, because: "Ask for Kit", context: Door.context())
        let cancelled = try await door.badged("Ed Invented")
        _ = try await door.ledger.cancel(cancelled.registration, context: Door.context())
        let late = try await door.badged("Fi Invented")
        let requests = [
            try door.request(.credential("nonsense"), nonce: "1"),
            try door.request(.credential(badge.text), nonce: "2"),
            try door.request(.credential(badge.text), nonce: "3"),
            try door.request(.credential(badge.text), at: "dinner", nonce: "4"),
            try door.request(.credential(badge.text), at: "staff", nonce: "5"),
            try door.request(.credential(badge.text), nonce: "6", time: Door.at(day: 2, 12)),
            try door.request(.credential(badge.text), nonce: "7", time: Door.at(day: 1, 6)),
            try door.request(.credential(other.text), at: "staff", nonce: "8"),
            try door.request(.credential(other.text), at: "staff", .exit, nonce: "9"),
            try door.request(.credential(other.text), at: "staff", .exit, nonce: "10"),
            try door.request(.credential(unpaid.text), nonce: "11"),
            try door.request(.credential(replaced.text), nonce: "12"),
            try door.request(.credential(blocked.text), nonce: "13"),
            try door.request(.credential(cancelled.text), nonce: "14"),
            try door.request(.credential(badge.text), at: "party", nonce: "15"),
            try door.request(.credential(late.text), at: "party", nonce: "16"),
        ]
        var codes: [Verdict.Code] = []
        for request in requests {
            let first = try await door.service.scan(request)
            let again = try await door.service.scan(request)
            #expect(again.verdict == first.verdict)
            #expect(again.scan == first.scan)
            #expect(!first.isReplayed)
            #expect(again.isReplayed)
            codes.append(first.verdict.code)
        }
        #expect(
            codes == [
                .invalid, .admitted, .alreadyAdmitted, .notEntitled, .notEntitled, .wrongDay, .gateClosed, .admitted,
                .admitted, .admitted, .unpaid, .revoked, .blocked, .cancelled, .admitted, .full,
            ])
        #expect(Set(codes) == Set(Verdict.Code.allCases))
        #expect(try await door.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM scan") } == requests.count)
    }

    @Test func `another scan under a used nonce is a conflict, and another device has its own nonces`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let other = try await door.badged("Kit Invented")
        _ = try await door.service.scan(door.request(.credential(badge.text), nonce: "n1"))
        let conflicting = [
            try door.request(.credential(other.text), nonce: "n1"),
            try door.request(.credential(badge.text), at: "party", nonce: "n1"),
            try door.request(.credential(badge.text), .exit, nonce: "n1"),
            try door.request(.registration(badge.registration), nonce: "n1"),
            try door.request(.registration(badge.registration), nonce: "n2"),
        ]
        _ = try await door.service.scan(door.request(.credential(badge.registration.description), nonce: "n2"))
        for request in conflicting {
            let error = await #expect(throws: (any Error).self) { try await door.service.scan(request) }
            #expect((error as? any DescribedError)?.code.rawValue == "idempotency_conflict")
        }
        let south = try await door.store.addDevice(
            name: "South door", role: .door, gates: [], context: Door.context()
        ).device
        let outcome = try await door.service.scan(
            door.request(.credential(other.text), nonce: "n1", device: south))
        #expect(outcome.verdict == .admitted(.entry))
    }

    @Test func `only a device that may scan at the gate is answered`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let main = Gate.ID(rawValue: "main")
        let bound = try await door.store.addDevice(
            name: "Main door", role: .door, gates: [main], context: Door.context()
        ).device
        let reports = try await door.store.addDevice(
            name: "Wall", role: .reports, gates: [], context: Door.context()
        ).device
        let gone = try await door.store.addDevice(name: "Gone", role: .door, gates: [], context: Door.context()).device
        try await door.store.revokeDevice(gone.id, context: Door.context())
        let stranger = ScanRequest(
            device: Device.ID(rawValue: 99), nonce: try IdempotencyKey("n"), gate: main, direction: .entry,
            subject: .credential(badge.text), time: Door.noon, deviceTime: nil)
        let refused: [(ScanRequest, String)] = [
            (try door.request(.credential(badge.text), at: "party", device: bound), "gate_not_allowed"),
            (try door.request(.credential(badge.text), device: reports), "gate_not_allowed"),
            (try door.request(.credential(badge.text), device: gone), "device_revoked"),
            (try door.request(.credential(badge.text), at: "nowhere"), "gate_unknown"),
            (stranger, "device_unknown"),
        ]
        for (request, code) in refused {
            let error = await #expect(throws: (any Error).self) { try await door.service.scan(request) }
            #expect((error as? any DescribedError)?.code.rawValue == code)
        }
        let outcome = try await door.service.scan(door.request(.credential(badge.text), device: bound))
        #expect(outcome.verdict == .admitted(.entry))
    }

    @Test func `a gate is closed for ever, and one that the definition drops is closed too`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        try await door.service.close(Gate.ID(rawValue: "main"), because: "Flooded", context: Door.context())
        #expect(try await door.scan(badge) == .gateClosed(.forEver))
        let closing = try await door.service.gates(at: Door.noon).first?.closing
        #expect(closing == GateStatus.Closing(time: Door.noon, author: "cli:ann", reason: "Flooded"))
        let again = await #expect(throws: CheckInError.self) {
            try await door.service.close(Gate.ID(rawValue: "main"), because: "Again", context: Door.context())
        }
        #expect(again?.code.rawValue == "gate_already_closed")

        #expect(try await door.scan(badge, at: "party") == .admitted(.entry))
        let dropped = Door.yaml.split(separator: "\n").filter { !$0.contains("id: party") }.joined(separator: "\n")
        _ = try await door.ledger.apply(yaml: dropped, context: Door.context(), onlyShow: false)
        #expect(try await door.scan(badge, at: "party") == .gateClosed(.forEver))
    }

    @Test(arguments: [
        "UPDATE scan SET verdict = 'admitted'", "DELETE FROM scan", "UPDATE badge_issue SET reason = 'x'",
        "DELETE FROM badge_issue", "DELETE FROM gate", "UPDATE gate SET id = 'other'", "DELETE FROM admission",
        "UPDATE admission SET day = 2", "UPDATE badge_revocation SET reason = 'x'", "DELETE FROM badge_revocation",
        "UPDATE badge_print SET copy = 9", "DELETE FROM badge_print",
        "INSERT INTO admission (entry_scan, registration, gate, day) SELECT max(id), 1, 1, 1 FROM scan",
        """
        INSERT INTO scan (device, nonce, content_sha256, gate, direction, presented, at_ms, minute, verdict, detail)
        SELECT device, nonce, content_sha256, gate, direction, presented, at_ms, minute, verdict, detail FROM scan
        """,
    ])
    func `the file refuses to change what happened`(sql: String) async throws {
        let door = try await Door()
        let badge = try await door.badged()
        _ = try await door.scan(badge)
        _ = try await door.scan(badge)
        _ = try await door.print(badge)
        _ = try await door.badges.revoke(latestOf: badge.registration, reason: "lost", context: Door.context())
        let error = await #expect(throws: DatabaseError.self) {
            try await door.store.write { try $0.execute(sql: sql) }
        }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    }

    @Test(arguments: [
        "SELECT id, content_sha256 FROM scan WHERE device = 1 AND nonce = 'n'",
        "SELECT credential FROM badge_issue WHERE registration = 1 AND issue = 1",
        "SELECT entry_scan FROM admission WHERE registration = 1 AND gate = 1 AND closed_ms IS NULL",
        "SELECT count(*) FROM admission WHERE gate = 1 AND day = 1 AND closed_ms IS NULL",
    ])
    func `what every scan asks is found by an index`(sql: String) async throws {
        let door = try await Door()
        let plan = try await door.store.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }
        }
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
    }
}
