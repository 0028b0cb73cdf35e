import Badges
import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

@testable import CheckIn

/// What a device cannot have seen waits for somebody's judgement.
@Suite struct WithheldTests {
    private func reasons(_ outcomes: [UploadOutcome]) -> [Withholding?] {
        outcomes.map { if case .withheld(_, let reason) = $0 { reason } else { nil } }
    }

    @Test
    func `a scan at another gate, of another time or by a clock that is far off is withheld and counts for nothing`()
        async throws
    {
        let door = try await Door()
        let north = try await door.store.addDevice(
            name: "Main only", role: .door, gates: [Gate.ID(rawValue: "main")], context: Door.context(Door.dayBefore)
        ).device
        let badges = try await (1...6).asyncMap { try await door.badged("Person \($0)") }
        let day: Int64 = 86_400_000
        let scans = [
            try door.queued(badges[0], 1, at: Door.at(day: 1, 9), by: north, gate: "party"),
            try door.queued(badges[1], 2, at: Door.at(day: 1, 9), by: north, gate: "nowhere"),
            try door.queued(badges[2], 3, at: Door.at(day: -1, 9), by: north),
            try door.queued(badges[3], 4, at: Door.at(day: 2, 9), by: north),
            try door.queued(badges[4], 5, at: Door.at(day: 3, 9), ahead: 2 * day, by: north),
            try door.queued(badges[5], 6, at: Door.at(day: 1, 9), by: north),
        ]
        let outcomes = try await door.service.upload(scans, of: north.id, received: Door.noon)
        #expect(reasons(outcomes) == [.gate, .gate, .enrollment, .ahead, .clock, nil])
        #expect(try await door.admitted("main") == 1)
        #expect(try await door.service.withheld(limit: 10).map(\.person?.person.name) == (1...5).map { "Person \($0)" })

        // Sent again, the answer is the same, and nothing is kept twice.
        let again = try await door.service.upload(scans, of: north.id, received: Door.noon)
        #expect(reasons(again) == [.gate, .gate, .enrollment, .ahead, .clock, nil])
        #expect(try await door.service.openWithheld() == 5)
    }

    @Test func `a revoked device hands over what it holds, and the desk decides`() async throws {
        let door = try await Door()
        let (first, second) = (try await door.badged("Ada Invented"), try await door.badged("Bo Invented"))
        try await door.store.revokeDevice(door.device.id, context: Door.context())
        let scans = [
            try door.queued(first, 1, at: Door.at(day: 1, 9)), try door.queued(second, 2, at: Door.at(day: 1, 10)),
        ]
        let outcomes = try await door.service.upload(scans, of: door.device.id, received: Door.noon)
        #expect(reasons(outcomes) == [.revoked, .revoked])
        #expect(try await door.admitted("main") == 0)

        let waiting = try await door.service.withheld(limit: 10)
        let context = Door.context()
        let accepted = try await door.service.accept(waiting[0].id, note: "It was honest", context: context)
        #expect(try await door.service.accept(waiting[0].id, note: "It was honest", context: context).replayed)
        #expect(try await door.admitted("main") == 1)
        #expect(try await door.service.outcome(of: accepted.result).time == Door.at(day: 1, 9))
        _ = try await door.service.dismiss(waiting[1].id, note: "Stolen by then", context: Door.context())
        #expect(try await door.service.withheld(limit: 10).isEmpty)
        let settled = try await door.service.withheld(settled: true, limit: 10)
        #expect(settled.map(\.end?.scan) == [accepted.result, nil])
        #expect(settled.map(\.end?.note.reason) == ["It was honest", "Stolen by then"])

        let decided = try await errorCode {
            _ = try await door.service.dismiss(waiting[0].id, note: "No", context: Door.context())
        }
        #expect(decided == "withheld_settled")
        let unknown = try await errorCode {
            _ = try await door.service.accept(.init(rawValue: 77), note: "No", context: Door.context())
        }
        #expect(unknown == "withheld_unknown")
        // What was accepted is there when it comes again.
        guard
            case .repeated(accepted.result) = try await door.service.upload(
                scans, of: door.device.id, received: Door.noon)[0]
        else {
            Issue.record("not repeated")
            return
        }
    }

    @Test func `a scan that is accepted at a gate that there is not stays in the list`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        _ = try await door.service.upload(
            [try door.queued(badge, 1, at: Door.at(day: 1, 9), gate: "nowhere")], of: door.device.id,
            received: Door.noon)
        let waiting = try #require(try await door.service.withheld(limit: 1).first)
        let code = try await errorCode {
            _ = try await door.service.accept(waiting.id, note: "Why not", context: Door.context())
        }
        #expect(code == "gate_unknown")
        #expect(try await door.service.openWithheld() == 1)
    }

    @Test func `no device fills the list beyond its limit`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        try await door.store.revokeDevice(door.device.id, context: Door.context())
        try await door.store.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2000)
                    INSERT INTO withheld_scan (device, nonce, content_sha256, gate, direction, presented, subject, device_ms,
                                               ahead_ms, sequence, verdict, received_ms, reason)
                    SELECT ?, 'n' || n, zeroblob(32), 'main', 'entry', 'credential', 'x', 0, 0, n, 'admitted', 0, 'revoked'
                    FROM number
                    """, arguments: [door.device.id.rawValue])
        }
        let code = try await errorCode {
            _ = try await door.service.upload(
                [try door.queued(badge, 3000, at: Door.at(day: 1, 9))], of: door.device.id, received: Door.noon)
        }
        #expect(code == "withheld_full")
    }

    @Test func `one person's passages by the hundred are withheld, and an honest scan of them still counts`()
        async throws
    {
        let door = try await Door()
        let badge = try await door.badged(category: .organizer)
        var (recorded, withheld) = (0, 0)
        for start in stride(from: 1, through: 320, by: 40) {
            let scans = try (start..<start + 40).map { number in
                try door.queued(
                    badge, Int64(number), at: Door.at(day: 1, 8).addingTimeInterval(Double(number)), gate: "lounge",
                    number.isMultiple(of: 2) ? .exit : .entry)
            }
            for outcome in try await door.service.upload(scans, of: door.device.id, received: Door.noon) {
                switch outcome {
                case .recorded: recorded += 1
                case .withheld(_, .crowd): withheld += 1
                default: Issue.record("\(outcome)")
                }
            }
        }
        #expect(recorded == 300 && withheld == 20)
        #expect(try await door.scan(badge, at: "lounge", time: Door.noon) == .admitted(.entry))
    }

    @Test func `the two hundredth passage of a person changes as few rows as the second`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        func send(_ numbers: ClosedRange<Int>) async throws {
            let scans = try numbers.map { number in
                try door.queued(
                    badge, Int64(number), at: Door.at(day: 1, 8).addingTimeInterval(Double(number)), gate: "lounge",
                    number.isMultiple(of: 2) ? .exit : .entry)
            }
            _ = try await door.service.upload(scans, of: door.device.id, received: Door.noon)
        }
        func changes(_ numbers: ClosedRange<Int>) async throws -> Int {
            let before = try await door.store.write { $0.totalChangesCount }
            try await send(numbers)
            return try await door.store.write { $0.totalChangesCount } - before
        }
        _ = try await changes(1...2)
        let early = try await changes(3...4)
        for start in stride(from: 5, through: 185, by: 20) { try await send(start...start + 19) }
        #expect(try await changes(205...206) == early)
    }

    @Test func `what a device sent since a time is shown and taken back, and only that`() async throws {
        let door = try await Door()
        let south = try await door.south()
        let badges = try await (1...4).asyncMap { try await door.badged("Person \($0)") }
        _ = try await door.scan(badges[0], time: Door.at(day: 1, 9))
        _ = try await door.scan(badges[1], time: Door.at(day: 1, 11))
        // Older by its own clock, but received later: what counts is when the server got it.
        _ = try await door.service.upload(
            [try door.queued(badges[2], 1, at: Door.at(day: 1, 8))], of: door.device.id, received: Door.noon)
        _ = try await door.service.scan(
            door.request(.credential(badges[3].text), device: south, time: Door.at(day: 1, 11)))
        let since = Door.at(day: 1, 10)
        let shown = try await door.service.scans(from: door.device.id, since: since, limit: 10)
        #expect(shown.map(\.person?.person.name) == ["Person 2", "Person 3"])
        #expect(try await door.service.scanCount(from: door.device.id, since: since) == 2)

        let count = try await door.service.takeBack(
            from: door.device.id, since: since, because: "The phone was stolen", context: Door.context())
        #expect(count == 2)
        #expect(try await door.admitted("main") == 2)
        #expect(try await door.service.scans(from: door.device.id, since: since, limit: 10).isEmpty)
        for scan in shown {
            #expect(try await door.service.outcome(of: scan.scan).undo?.reason == "The phone was stolen")
        }
        let again = try await door.service.takeBack(
            from: door.device.id, since: since, because: "The phone was stolen", context: Door.context())
        #expect(again == 0)
        #expect(try await door.scan(badges[1], time: Door.noon) == .admitted(.entry))
    }
}
