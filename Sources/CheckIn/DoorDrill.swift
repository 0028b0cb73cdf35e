import Badges
package import Conference
import DoorRules
package import EventStore
import Foundation
import RegistrationLedger

/// A rehearsal of everything that can happen at a gate, with a badge of the event itself.
///
/// It writes what it needs, so it is run on a copy of the event's file.
package struct DoorDrill: Sendable {
    /// What is tried, in this order; each by what it is called.
    package enum Trial: String, Sendable, Hashable, CaseIterable {
        case ask = "ask what would happen"
        case scan = "scan the badge"
        case resend = "send the same scan again"
        case again = "scan the badge again"
        case early = "scan it weeks before the event"
        case foreign = "scan something else"
        case forged = "scan a copied badge with a changed letter"
        case override = "admit anyway, at the desk"
        case overstep = "admit anyway, at the door"
        case leave = "leave"
        case undo = "undo all of it, and scan again"
        case alone = "a door alone lets the same badge in, earlier"
        case `repeat` = "it sends that again"
        case settle = "settle the conflict"
        case block = "block the person"
        case replace = "replace the badge, scan the old one"
        case lost = "a phone is lost and revoked"
    }

    /// One thing that was tried.
    package struct Step: Sendable, Hashable {
        package let trial: Trial
        package let expected: String
        package let found: String
        package var isRight: Bool { expected == found }
    }

    private let service: CheckInService
    private let badges: BadgeIssues
    private let ledger: RegistrationLedger
    private let store: EventStore

    /// - Parameter copy: a copy of the event's file.
    package init(on copy: EventStore) {
        store = copy
        service = CheckInService(store: copy)
        badges = BadgeIssues(store: copy)
        ledger = RegistrationLedger(store: copy)
    }

    /// Tries everything at a gate, on its first day, an hour after it opens.
    ///
    /// - Throws: `gate_unknown`; `badge_missing` when the gate would let in nobody who has a badge.
    package func run(at id: Gate.ID) async throws -> [Step] {
        let definition = try await store.definition()
        guard let gate = definition.gates.first(where: { $0.id == id }) else {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", id))
        }
        let time = DoorPlan(definition).openTime(of: gate)
        let door = try await device("Drill: door", .door, time)
        let south = try await device("Drill: second door", .door, time)
        let desk = try await device("Drill: desk", .desk, time)
        let badge = try await admissibleBadge(at: id, by: door, time)
        let alone = try QueuedScan(
            device: south.id, nonce: try IdempotencyKey("alone"), gate: id, direction: .entry,
            subject: .credential(badge.text), deviceTime: time.addingTimeInterval(-60), aheadMilliseconds: 0,
            sequence: 1, verdict: .admitted)
        var steps: [Step] = []
        func step(_ trial: Trial, _ expected: String, _ found: () async throws -> String) async {
            let result: String
            do {
                result = try await found()
            } catch let error as any DescribedError {
                result = error.code.rawValue
            } catch {
                result = "internal"
            }
            steps.append(Step(trial: trial, expected: expected, found: result))
        }
        func scan(_ text: String, _ nonce: String, _ at: Date? = nil, _ direction: Direction = .entry) async throws
            -> ScanOutcome
        {
            try await service.scan(request(door, text, id, nonce, at ?? time, direction))
        }

        await step(.ask, "admitted") {
            try await service.simulate(request(door, badge.text, id, "ask", time, .entry)).verdict.code.word
        }
        await step(.scan, "admitted") { try await scan(badge.text, "1").verdict.code.word }
        await step(.resend, "admitted, replayed") {
            let outcome = try await scan(badge.text, "1")
            return outcome.verdict.code.word + (outcome.isReplayed ? ", replayed" : "")
        }
        await step(.again, "already_admitted") { try await scan(badge.text, "2").verdict.code.word }
        await step(.early, "gate_closed") {
            let early = time.addingTimeInterval(-40 * 86_400)
            return try await scan(badge.text, "3", early).verdict.code.word
        }
        await step(.foreign, "invalid") { try await scan("https://example.org/", "4").verdict.code.word }
        await step(.forged, "invalid") {
            let last = badge.text.hasSuffix("0") ? "1" : "0"
            return try await scan(String(badge.text.dropLast()) + last, "5").verdict.code.word
        }
        await step(.override, "admitted") {
            let refused = try await scan(badge.text, "6")
            return try await service.override(
                OverrideRequest(
                    device: desk.id, nonce: try IdempotencyKey("7"), refused: refused.scan, reason: "Drill", time: time)
            ).verdict.code.word
        }
        await step(.overstep, "override_not_allowed") {
            let refused = try await scan(badge.text, "8")
            return try await service.override(
                OverrideRequest(
                    device: door.id, nonce: try IdempotencyKey("9"), refused: refused.scan, reason: "Drill", time: time)
            ).verdict.code.word
        }
        await step(.leave, "admitted") { try await scan(badge.text, "10", nil, .exit).verdict.code.word }
        await step(.undo, "admitted") {
            for nonce in ["1", "10"] {
                let outcome = try await scan(badge.text, nonce, nil, nonce == "10" ? .exit : .entry)
                _ = try await service.undo(outcome.scan, because: "Drill", by: desk, context: context(time))
            }
            let again = try await service.notices(after: .init(rawValue: 0), limit: .max).filter(\.isOverride)
            for forced in again where forced.device == desk.id {
                _ = try await service.undo(forced.scan, because: "Drill", by: desk, context: context(time))
            }
            return try await scan(badge.text, "11").verdict.code.word
        }
        await step(.alone, "recorded, one conflict") {
            let before = try await service.openConflicts()
            let outcomes = try await service.upload([alone], of: south.id, received: time)
            guard case .recorded? = outcomes.first else { return "refused" }
            return try await service.openConflicts() == before + 1 ? "recorded, one conflict" : "recorded"
        }
        await step(.repeat, "repeated") {
            if case .repeated? = try await service.upload([alone], of: south.id, received: time).first {
                return "repeated"
            }
            return "recorded"
        }
        await step(.settle, "settled") {
            guard let conflict = try await service.conflicts(limit: .max).last else { return "no conflict" }
            _ = try await service.settle(conflict.scan.scan, note: "Drill", context: context(time))
            return "settled"
        }
        await step(.block, "blocked") {
            _ = try await ledger.block(badge.registration, because: "Drill", context: context(time))
            return try await scan(badge.text, "12").verdict.code.word
        }
        await step(.replace, "revoked") {
            _ = try await badges.makeNext(for: badge.registration, reason: "Drill", context: context(time))
            return try await scan(badge.text, "13").verdict.code.word
        }
        await step(.lost, "device_revoked") {
            try await store.revokeDevice(door.id, context: context(time))
            return try await scan(badge.text, "14").verdict.code.word
        }
        return steps
    }

    /// The first badge that the gate would let in now.
    private func admissibleBadge(at gate: Gate.ID, by door: Device, _ time: Date) async throws -> BadgeIssue {
        let people = try await ledger.list(limit: .max).map(\.registration.id)
        for badge in try await badges.latest(of: people) {
            let asked = try await service.simulate(request(door, badge.text, gate, "look", time, .entry))
            if asked.verdict == .admitted(.entry) { return badge }
        }
        throw BadgesError(.badgeMissing)
    }

    private func device(_ name: String, _ role: Device.Role, _ time: Date) async throws -> Device {
        try await store.addDevice(name: name, role: role, gates: [], context: context(time)).device
    }

    private func context(_ time: Date) -> WriteContext {
        WriteContext(author: "drill", origin: "", time: time, key: .unique())
    }

    private func request(
        _ device: Device, _ text: String, _ gate: Gate.ID, _ nonce: String, _ time: Date, _ direction: Direction
    ) throws -> ScanRequest {
        ScanRequest(
            device: device.id, nonce: try IdempotencyKey(nonce), gate: gate, direction: direction,
            subject: .credential(text), time: time, deviceTime: nil)
    }
}
