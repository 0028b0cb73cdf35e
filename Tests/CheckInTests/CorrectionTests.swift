import Conference
import DoorRules
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

@testable import Badges
@testable import CheckIn

/// What staff do in spite of a verdict: admit anyway, undo, leave a note; and ask without doing.
@Suite struct CorrectionTests {
    private static func override(
        _ refused: ScanOutcome, by device: Device, nonce: String = "o1", because reason: String = "Known to Kit",
        time: Date = Door.noon
    ) throws -> OverrideRequest {
        OverrideRequest(
            device: device.id, nonce: try IdempotencyKey(nonce), refused: refused.scan, reason: reason, time: time)
    }

    @Test func `the desk admits somebody who was turned away, by a further scan that names the refusal`() async throws {
        let door = try await Door()
        let desk = try await door.desk()
        let badge = try await door.badged(paid: false)
        let refused = try await door.service.scan(door.request(.credential(badge.text)))
        #expect(refused.verdict.code == .unpaid)
        let request = try Self.override(refused, by: desk)
        let admitted = try await door.service.override(request)
        #expect(admitted.verdict == .admitted(.entry))
        #expect(admitted.scan != refused.scan)
        #expect(admitted.override?.refused == refused.scan && admitted.override?.reason == "Known to Kit")
        #expect(try await door.service.outcome(of: refused.scan).verdict.code == .unpaid)
        #expect(try await door.admitted("main") == 1)

        let again = try await door.service.override(request)
        #expect(again.isReplayed)
        #expect(again.scan == admitted.scan)
        #expect(try await door.admitted("main") == 1)
    }

    @Test func `an override of somebody who is in counts nobody twice`() async throws {
        let door = try await Door()
        let desk = try await door.desk()
        let badge = try await door.badged()
        _ = try await door.scan(badge)
        let refused = try await door.service.scan(door.request(.credential(badge.text)))
        #expect(refused.verdict.code == .alreadyAdmitted)
        #expect(try await door.service.override(Self.override(refused, by: desk)).verdict == .admitted(.entry))
        #expect(try await door.admitted("main") == 1)
        #expect(try await door.service.conflicts(limit: 10).isEmpty)
    }

    @Test func `an override needs the right category, a refusal, somebody and a reason`() async throws {
        let door = try await Door()
        let desk = try await door.desk()
        let badge = try await door.badged(days: [2])
        let refused = try await door.service.scan(door.request(.credential(badge.text)))
        let admitted = try await door.service.scan(
            door.request(.credential(badge.text), time: Door.at(day: 2, 12)))
        let nobody = try await door.service.scan(door.request(.credential("nonsense")))
        let wrong: [(OverrideRequest, String)] = [
            (try Self.override(refused, by: door.device), "override_not_allowed"),
            (try Self.override(admitted, by: desk), "scan_not_refused"),
            (try Self.override(nobody, by: desk), "nobody_to_admit"),
            (try Self.override(refused, by: desk, because: " "), "reason_missing"),
        ]
        for (request, code) in wrong {
            #expect(try await errorCode { _ = try await door.service.override(request) } == code)
        }
    }

    @Test func `an entry that is undone counts for nothing, and the person may come in`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let first = try await door.service.scan(door.request(.credential(badge.text), nonce: "n1"))
        let undone = try await door.service.undo(
            first.scan, because: "Wrong person", by: nil, context: Door.context())
        #expect(undone.result.undo == .init(reason: "Wrong person", author: "cli:ann", time: Door.noon))
        #expect(undone.result.verdict == .admitted(.entry))
        #expect(try await door.admitted("main") == 0)
        #expect(try await door.scan(badge) == .admitted(.entry))
        #expect(try await door.admitted("main") == 1)
        // The repetition still gets the first answer, and is told that it was taken back.
        let replayed = try await door.service.scan(door.request(.credential(badge.text), nonce: "n1"))
        #expect(replayed.isReplayed)
        #expect(replayed.undo?.reason == "Wrong person")
    }

    @Test func `an exit that is undone leaves the person inside`() async throws {
        let door = try await Door()
        let badge = try await door.badged(category: .organizer)
        _ = try await door.scan(badge, at: "staff", time: Door.at(day: 1, 9))
        let left = try await door.service.scan(
            door.request(.credential(badge.text), at: "staff", .exit, time: Door.at(day: 1, 10)))
        #expect(try await door.inside("staff", Door.at(day: 1, 11)) == 0)
        _ = try await door.service.undo(left.scan, because: "Came back", by: nil, context: Door.context())
        #expect(try await door.inside("staff", Door.at(day: 1, 11)) == 1)
        let again = try await door.scan(badge, at: "staff", time: Door.at(day: 1, 12))
        #expect(again.code == .alreadyAdmitted)
    }

    @Test func `a refusal that is undone is not counted`() async throws {
        let door = try await Door()
        let nobody = try await door.service.scan(door.request(.credential("nonsense")))
        #expect(try await door.service.status(of: Gate.ID(rawValue: "main"), at: Door.noon).refused == 1)
        _ = try await door.service.undo(nobody.scan, because: "A poster", by: nil, context: Door.context())
        let status = try await door.service.status(of: Gate.ID(rawValue: "main"), at: Door.noon)
        #expect(status.refused == 0)
        #expect(status.verdicts[.invalid] == 0)
    }

    @Test func `a door undoes its own scans, the desk anybody's, and nobody undoes twice`() async throws {
        let door = try await Door()
        let desk = try await door.desk()
        let badge = try await door.badged()
        let south = try await door.store.addDevice(
            name: "South", role: .door, gates: [], context: Door.context()
        ).device
        let scan = try await door.service.scan(door.request(.credential(badge.text)))
        func undo(by device: Device, because reason: String = "Mistaken") async throws -> String? {
            try await errorCode {
                _ = try await door.service.undo(scan.scan, because: reason, by: device, context: Door.context())
            }
        }
        #expect(try await undo(by: south) == "undo_not_allowed")
        #expect(try await undo(by: desk, because: "") == "reason_missing")
        #expect(try await undo(by: door.device) == nil)
        #expect(try await undo(by: desk) == "scan_undone")
        let unknown = try await errorCode {
            _ = try await door.service.undo(
                .init(rawValue: 999), because: "x", by: nil, context: Door.context())
        }
        #expect(unknown == "scan_unknown")
    }

    @Test func `asking what would happen writes that it was asked, and nothing else`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let before = try await dump(door.store, without: "door_inquiry")
        let asked = try await door.service.simulate(door.request(.credential(badge.text)))
        #expect(asked.verdict == .admitted(.entry))
        #expect(try await dump(door.store, without: "door_inquiry") == before)
        #expect(try await door.service.inquiryCounts() == [door.device.id: 1])
        #expect(try await door.scan(badge) == .admitted(.entry))
        #expect(try await door.service.simulate(door.request(.credential(badge.text))).verdict.code == .alreadyAdmitted)
    }

    @Test func `a note is shown to those who let the person in, until it is ended`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let other = try await door.badged("Kit Invented")
        let party = Gate.ID(rawValue: "party")
        let shirt = try await door.service.note(
            "Give a T-shirt", about: badge.registration, at: nil, context: Door.context()
        ).result
        _ = try await door.service.note(
            "Seat at table 3", about: badge.registration, at: party, context: Door.context())
        func notices(_ badge: BadgeIssue, at gate: String) async throws -> [String] {
            try await door.service.simulate(door.request(.credential(badge.text), at: gate)).notices
        }
        #expect(try await notices(badge, at: "main") == ["Give a T-shirt"])
        #expect(try await notices(badge, at: "party") == ["Give a T-shirt", "Seat at table 3"])
        #expect(try await notices(other, at: "main") == [])
        try await door.service.endNote(shirt.id, context: Door.context())
        try await door.service.endNote(shirt.id, context: Door.context())
        #expect(try await notices(badge, at: "main") == [])
        #expect(try await door.service.notes(about: badge.registration).map(\.text) == ["Seat at table 3"])
        #expect(try await door.service.notes().count == 1)
        _ = try await door.scan(badge)
        let refused = try await door.service.scan(door.request(.credential(badge.text)))
        #expect(refused.notices == [])
    }
}

extension Door {
    /// A device of the desk.
    func desk() async throws -> Device {
        try await store.addDevice(name: "Desk", role: .desk, gates: [], context: Door.context()).device
    }

    /// How many entries count at a gate.
    func admitted(_ gate: String) async throws -> Int {
        try await service.status(of: Gate.ID(rawValue: gate), at: Door.noon).admitted
    }
}
