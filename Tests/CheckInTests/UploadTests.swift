import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

@testable import Badges
@testable import CheckIn

/// What offline doors send afterwards.
@Suite struct UploadTests {
    @Test func `what a door accepted alone is recorded as it was, at its corrected time`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        // The phone's clock is two minutes ahead.
        let scan = try door.queued(badge, 1, at: Door.at(day: 1, 12, 2), ahead: 120_000)
        let outcomes = try await door.service.upload([scan], of: door.device.id, received: Door.at(day: 1, 15))
        guard case .recorded(let id)? = outcomes.first else {
            Issue.record("\(outcomes)")
            return
        }
        let stored = try await door.service.outcome(of: id)
        #expect(stored.isQueued)
        #expect(stored.time == Door.noon)
        #expect(stored.verdict == .admitted(.entry))
        #expect(try await door.admitted("main") == 1)
        #expect(try await door.scan(badge).code == .alreadyAdmitted)
    }

    @Test func `a second person on the same badge is a conflict with both scans, until it is settled`() async throws {
        let door = try await Door()
        let south = try await door.south()
        let badge = try await door.badged()
        let early = try door.queued(badge, 1, at: Door.at(day: 1, 9))
        let late = try door.queued(badge, 1, at: Door.at(day: 1, 10), by: south)
        _ = try await door.service.upload([late], of: south.id, received: Door.noon)
        #expect(try await door.service.conflicts(limit: 10).isEmpty)
        _ = try await door.service.upload([early], of: door.device.id, received: Door.noon)
        let conflict = try #require(try await door.service.conflicts(limit: 10).first)
        #expect(conflict.scan.device == south.id)
        #expect(conflict.earlier?.device == door.device.id)
        #expect(conflict.objection == nil)
        let status = try await door.service.status(of: Gate.ID(rawValue: "main"), at: Door.noon)
        #expect(status.admitted == 1)
        #expect(status.conflicts == 1)

        _ = try await door.service.settle(conflict.scan.scan, note: "Lent badge, taken back", context: Door.context())
        #expect(try await door.service.conflicts(limit: 10).isEmpty)
        let settled = try await door.service.conflicts(settled: true, limit: 10)
        #expect(settled.map(\.settlement?.reason) == ["Lent badge, taken back"])
        let code = try await errorCode {
            _ = try await door.service.settle(conflict.scan.scan, note: "Again", context: Door.context())
        }
        #expect(code == "conflict_settled")
        let unknown = try await errorCode {
            _ = try await door.service.settle(.init(rawValue: 999), note: "What", context: Door.context())
        }
        #expect(unknown == "conflict_unknown")
    }

    @Test func `a late scan from before takes the place of what the server admitted`() async throws {
        let door = try await Door()
        let south = try await door.south()
        let badge = try await door.badged()
        #expect(try await door.scan(badge) == .admitted(.entry))
        _ = try await door.service.upload(
            [try door.queued(badge, 1, at: Door.at(day: 1, 9), by: south)], of: south.id, received: Door.noon)
        guard case .alreadyAdmitted(let entry) = try await door.scan(badge) else {
            Issue.record("not refused")
            return
        }
        #expect(entry?.device == south.id)
        #expect(entry?.time == Door.at(day: 1, 9))
        let conflict = try #require(try await door.service.conflicts(limit: 10).first)
        #expect(conflict.scan.device == door.device.id)
        #expect(conflict.earlier?.scan == entry?.scan)

        // Undoing the winner gives the place to the other.
        _ = try await door.service.undo(
            try #require(entry).scan, because: "Test scan", by: nil, context: Door.context())
        #expect(try await door.service.conflicts(limit: 10).isEmpty)
        #expect(try await door.admitted("main") == 1)
    }

    @Test func `somebody let in whom the server would have turned away is listed with the reason`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let forged = try SignedCredential(
            credential: badge.credential.credential, signature: Array(badge.credential.signature.reversed()))
        let text = String(decoding: CredentialText.encode(forged), as: UTF8.self)
        _ = try await door.badges.makeNext(for: badge.registration, reason: "lost", context: Door.context())
        _ = try await door.service.upload(
            [
                try door.queued(badge, 1, at: Door.at(day: 1, 9)),
                try door.queued(.credential(text), 2, at: Door.at(day: 1, 10)),
            ], of: door.device.id, received: Door.noon)
        let conflicts = try await door.service.conflicts(limit: 10)
        #expect(conflicts.map(\.objection) == [.revoked, .invalid])
        #expect(conflicts.map(\.scan.person?.id) == [badge.registration, nil])
        #expect(try await door.admitted("main") == 1)
    }

    @Test func `an upload that comes twice is recorded once, and a bad scan harms no other`() async throws {
        let door = try await Door()
        let (badge, other) = (try await door.badged(), try await door.badged("Kit Invented"))
        let first = try door.queued(badge, 1, at: Door.at(day: 1, 9), nonce: "a")
        let outcomes = try await door.service.upload(
            [
                first, first, try door.queued(other, 2, at: Door.noon, nonce: "a"),
                try door.queued(other, 1, at: Door.noon, nonce: "b"),
                try door.queued(other, 3, at: Door.noon, gate: "nowhere"),
                try door.queued(other, 4, at: Door.noon, nonce: "d"),
            ], of: door.device.id, received: Door.noon)
        #expect(
            outcomes.map(\.word) == [
                "recorded", "repeated", "idempotency_conflict", "sequence_conflict", "withheld: gate", "recorded",
            ])
        let before = try await dump(door.store)
        _ = try await door.service.upload([first], of: door.device.id, received: Door.at(day: 2, 9))
        #expect(try await dump(door.store) == before)
    }

    @Test func `too much at once is refused whole`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let scans = try (1...101).map { try door.queued(badge, Int64($0), at: Door.noon) }
        #expect(
            try await errorCode {
                _ = try await door.service.upload(scans, of: door.device.id, received: Door.noon)
            } == "upload_too_long")
        #expect(try await door.admitted("main") == 0)
    }

    @Test func `a door whose answer from the server was lost, and which then decided otherwise, is believed`()
        async throws
    {
        let door = try await Door()
        let badge = try await door.badged()
        _ = try await door.scan(badge)
        let lost = try await door.service.scan(door.request(.credential(badge.text), nonce: "lost"))
        #expect(lost.verdict.code == .alreadyAdmitted)
        // The door, alone, knew nothing of the first and let the person in.
        let queued = try door.queued(badge, 1, at: Door.at(day: 1, 12, 1), nonce: "lost")
        for expected in ["recorded", "repeated"] {
            let outcomes = try await door.service.upload([queued], of: door.device.id, received: Door.noon)
            #expect(outcomes.map(\.word) == [expected])
        }
        #expect(try await door.service.conflicts(limit: 10).count == 1)

        // The other way round: the server admitted, the door did not.
        let other = try await door.badged("Kit Invented")
        _ = try await door.service.scan(door.request(.credential(other.text), nonce: "lost too"))
        let refused = try door.queued(other, 2, at: Door.at(day: 1, 12, 1), nonce: "lost too", verdict: .gateClosed)
        _ = try await door.service.upload([refused], of: door.device.id, received: Door.noon)
        #expect(try await door.scan(other) == .admitted(.entry))
    }

    /// Rows by what they say, not by the numbers that they got.
    private static func state(_ door: Door) async throws -> [String] {
        try await door.store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT entry.device, entry.nonce, admission.day, admission.closed_ms, admission.void,
                           closing.device AS by_device, closing.nonce AS by_nonce, rival.device AS rival_device,
                           rival.nonce AS rival_nonce, entry.objection,
                           EXISTS (SELECT 1 FROM scan_undo WHERE scan = entry.id) AS undone
                    FROM admission JOIN scan AS entry ON entry.id = admission.entry_scan
                    LEFT JOIN scan AS closing ON closing.id = admission.closing_scan
                    LEFT JOIN scan AS rival ON rival.id = admission.rival
                    ORDER BY entry.device, entry.nonce
                    """
            ).map(\.description)
        }
    }

    /// A history of entries, exits and what was taken back, over several doors, uploaded in two ways, ends in the same tables.
    @Test(arguments: [UInt64](1...12))
    func `whatever the order and the pieces of the uploads, the tables end the same`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var states: [[String]] = []
        let plan = (1...18).map { number in
            (
                badge: Int.random(in: 0..<3, using: &generator), device: Int.random(in: 0..<3, using: &generator),
                minute: Int.random(in: 0..<30, using: &generator), isExit: Bool.random(using: &generator),
                gate: Bool.random(using: &generator) ? "lounge" : "main", number: Int64(number),
                isUndone: Int.random(in: 0..<4, using: &generator) == 0
            )
        }
        for _ in 0..<2 {
            let door = try await Door()
            let devices = [door.device, try await door.south(), try await door.south()]
            var badges: [BadgeIssue] = []
            for number in 0..<3 { badges.append(try await door.badged("Invented \(number)")) }
            var uploads = try plan.map { step in
                try door.queued(
                    badges[step.badge], step.number, at: Door.at(day: 1, 10, step.minute), by: devices[step.device],
                    nonce: "n\(step.number)", gate: step.gate, step.isExit ? .exit : .entry)
            }
            var undoings = Set(plan.filter(\.isUndone).map { "n\($0.number)" })
            uploads += uploads.prefix(5)
            uploads.shuffle(using: &generator)
            while !uploads.isEmpty {
                let device = uploads[0].device
                let size = Int.random(in: 1...4, using: &generator)
                let batch = uploads.filter { $0.device == device }.prefix(size)
                for scan in batch {
                    if let index = uploads.firstIndex(of: scan) { uploads.remove(at: index) }
                }
                let outcomes = try await door.service.upload(Array(batch), of: device, received: Door.noon)
                // Some of what was recorded is undone now, the rest once everything is there.
                for (scan, outcome) in zip(batch, outcomes) where undoings.contains(scan.nonce.description) {
                    guard case .recorded(let id) = outcome, Bool.random(using: &generator) else { continue }
                    undoings.remove(scan.nonce.description)
                    _ = try await door.service.undo(id, because: "Test", by: nil, context: Door.context())
                }
            }
            for nonce in undoings.sorted() {
                let id = try await door.store.read { db in
                    try Int64.fetchOne(db, sql: "SELECT id FROM scan WHERE nonce = ?", arguments: [nonce])
                }
                _ = try await door.service.undo(
                    .init(rawValue: try #require(id)), because: "Test", by: nil, context: Door.context())
            }
            states.append(try await Self.state(door))
        }
        #expect(!states[0].isEmpty)
        #expect(states[0].contains { $0.contains("undone:1") } || !plan.contains { $0.isUndone && !$0.isExit })
        #expect(states[0] == states[1], "seed \(seed)")
    }
}

extension UploadOutcome {
    /// The result, in one word.
    var word: String {
        switch self {
        case .recorded: "recorded"
        case .repeated: "repeated"
        case .withheld(_, let reason): "withheld: \(reason)"
        case .refused(let error): error.code.rawValue
        }
    }
}

extension Door {
    /// Another device at the doors.
    func south() async throws -> Device {
        try await store.addDevice(
            name: "South door", role: .door, gates: [], context: Door.context(Door.dayBefore)
        ).device
    }

    /// A scan that a device answered alone.
    func queued(
        _ subject: ScanRequest.Subject, _ sequence: Int64, at deviceTime: Date, ahead: Int64 = 0,
        by device: Device? = nil, nonce: String = UUID().uuidString, gate: String = "main",
        _ direction: Direction = .entry, verdict: Verdict.Code = .admitted
    ) throws -> QueuedScan {
        try QueuedScan(
            device: (device ?? self.device).id, nonce: try IdempotencyKey(nonce), gate: Gate.ID(rawValue: gate),
            direction: direction, subject: subject, deviceTime: deviceTime, aheadMilliseconds: ahead,
            sequence: sequence, verdict: verdict)
    }

    func queued(
        _ badge: BadgeIssue, _ sequence: Int64, at deviceTime: Date, ahead: Int64 = 0, by device: Device? = nil,
        nonce: String = UUID().uuidString, gate: String = "main", _ direction: Direction = .entry,
        verdict: Verdict.Code = .admitted
    ) throws -> QueuedScan {
        try queued(
            .credential(badge.text), sequence, at: deviceTime, ahead: ahead, by: device, nonce: nonce, gate: gate,
            direction, verdict: verdict)
    }
}
