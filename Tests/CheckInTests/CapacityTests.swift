import Badges
import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import LanyardTestSupport
import Testing

/// Gates behind which so many people have room.
@Suite struct CapacityTests {
    private func door(_ gate: String, capacity: Int) async throws -> Door {
        let name = "name: \(gate == "lounge" ? "Lounge" : "Main door")"
        return try await Door(yaml: Door.yaml.replacing(name, with: "\(name), capacity: \(capacity)"))
    }

    private func status(_ door: Door, _ gate: String, at time: Date = Door.noon) async throws -> GateStatus {
        try await door.service.status(of: Gate.ID(rawValue: gate), at: time)
    }

    @Test func `a full room turns away, lets out, and takes the next when somebody has left`() async throws {
        let door = try await door("lounge", capacity: 2)
        let badges = try await (1...3).asyncMap { try await door.badged("Person \($0)") }
        #expect(try await door.scan(badges[0], at: "lounge") == .admitted(.entry))
        #expect(try await status(door, "lounge").crowding == .roomy)
        #expect(try await door.scan(badges[1], at: "lounge") == .admitted(.entry))
        #expect(try await status(door, "lounge").crowding == .full)
        let refused = try await door.service.scan(door.request(.credential(badges[2].text), at: "lounge"))
        #expect(refused.verdict == .full(capacity: 2))
        // The stored answer is the same as the one that was given.
        #expect(try await door.service.outcome(of: refused.scan).verdict == .full(capacity: 2))
        // Who is inside already is told so, not that there is no room.
        #expect(try await door.scan(badges[0], at: "lounge").code == .alreadyAdmitted)
        #expect(try await door.scan(badges[1], at: "lounge", .exit).code == .admitted)
        #expect(try await door.scan(badges[2], at: "lounge") == .admitted(.entry))
        #expect(try await status(door, "lounge").inside == 2)
        // At the daily closing everybody is gone.
        #expect(try await status(door, "lounge", at: Door.at(day: 2, 12)).inside == 0)
    }

    @Test func `a gate that counts nobody out counts those of the day`() async throws {
        let door = try await door("main", capacity: 1)
        let badges = try await (1...2).asyncMap { try await door.badged("Person \($0)") }
        #expect(try await door.scan(badges[0]) == .admitted(.entry))
        #expect(try await door.scan(badges[1]) == .full(capacity: 1))
        #expect(try await door.scan(badges[1], time: Door.at(day: 2, 12)) == .admitted(.entry))
    }

    @Test func `what a door alone let in stands, and is no conflict for want of room`() async throws {
        let door = try await door("main", capacity: 1)
        let badges = try await (1...2).asyncMap { try await door.badged("Person \($0)") }
        #expect(try await door.scan(badges[0], time: Door.at(day: 1, 9)) == .admitted(.entry))
        _ = try await door.service.upload(
            [try door.queued(badges[1], 1, at: Door.at(day: 1, 10))], of: door.device.id, received: Door.noon)
        #expect(try await status(door, "main").inside == 2)
        #expect(try await door.service.conflicts(limit: 5).isEmpty)
        let snapshot = try await door.service.snapshot(for: door.device, after: nil, at: Door.noon)
        #expect(snapshot.gates.first { $0.id.rawValue == "main" }?.crowding == .full)
        #expect(snapshot.gates.first { $0.id.rawValue == "party" }?.crowding == nil)
    }

    @Test func `the desk lets in anyway, with a reason`() async throws {
        let door = try await door("lounge", capacity: 1)
        let desk = try await door.store.addDevice(name: "Desk", role: .desk, gates: [], context: Door.context()).device
        let badges = try await (1...2).asyncMap { try await door.badged("Person \($0)") }
        _ = try await door.scan(badges[0], at: "lounge")
        let refused = try await door.service.scan(door.request(.credential(badges[1].text), at: "lounge"))
        let admitted = try await door.service.override(
            OverrideRequest(
                device: desk.id, nonce: try IdempotencyKey("anyway"), refused: refused.scan, reason: "The speaker",
                time: Door.noon))
        #expect(admitted.verdict == .admitted(.entry))
        #expect(try await status(door, "lounge").inside == 2)
    }
}
