import Badges
package import Conference
import DoorRules
package import EventStore
import Foundation
import GRDB
import RegistrationLedger

/// Many doors, many people and a bad network, by a seed: what the doors did and what the event's file says in the end
/// are compared.
///
/// It registers invented people, so it is run on a file of its own.
package struct DoorSimulation: Sendable {
    /// How large a simulation may be; the least is one of each.
    package struct Limits: Sendable, Hashable {
        package let doors: Int
        package let people: Int
        package let scans: Int

        /// The largest venue that one machine carries: about an hour of work, and 300 bytes for each person at each door.
        package static let largest = Limits(doors: 200, people: 50_000, scans: 500_000)
        /// About a second of work, for a server that has doors to answer meanwhile.
        package static let besideDoors = Limits(doors: 10, people: 100, scans: 1_000)
    }

    package let doors: Int
    package let people: Int
    package let scans: Int
    package let seed: UInt64
    /// Where; nil for the first gate of the definition.
    package let gate: Gate.ID?

    /// - Throws: `simulation_too_large` beyond the limits, and for none of something.
    package init(
        doors: Int, people: Int, scans: Int, seed: UInt64, gate: Gate.ID? = nil, within limits: Limits = .largest
    ) throws(CheckInError) {
        guard (1...limits.doors).contains(doors), (1...limits.people).contains(people),
            (1...limits.scans).contains(scans)
        else {
            throw CheckInError(
                .simulationTooLarge, ErrorDetail("doors", limits.doors), ErrorDetail("people", limits.people),
                ErrorDetail("scans", limits.scans))
        }
        self.doors = doors
        self.people = people
        self.scans = scans
        self.seed = seed
        self.gate = gate
    }

    /// What happened.
    package struct Report: Sendable, Hashable {
        /// Scans that the server answered.
        package var online = 0
        /// Scans that doors answered alone.
        package var alone = 0
        /// Scans that were sent again although the server had them.
        package var repeated = 0
        package var refused = 0
        /// People let in, by whatever door.
        package var letIn = 0
        /// People let out.
        package var letOut = 0
        /// Entries that count in the end.
        package var admitted = 0
        package var conflicts = 0
        /// People of whom the file says something else than what follows from all that the doors did.
        package var wrong = 0
        /// Scans that the file lost or has twice.
        package var missing = 0

        /// Whether everything is as it must be.
        package var isRight: Bool { wrong == 0 && missing == 0 && letIn == admitted + conflicts }
    }

    /// What the doors did, by the registration.
    private typealias History = [RegistrationNumber: [Passage]]

    /// Runs it at the gate, from its first day on.
    ///
    /// - Parameters:
    ///   - store: a fresh event.
    ///   - progress: is told how many scans were made.
    package func run(on store: EventStore, progress: (Int) -> Void) async throws -> Report {
        var generator = SplitMix64(seed: seed)
        let service = CheckInService(store: store)
        let definition = try await store.definition()
        guard let gate = definition.gates.first(where: { $0.id == self.gate ?? $0.id }) else {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", self.gate?.rawValue ?? ""))
        }
        let plan = DoorPlan(definition)
        var now = plan.openTime(of: gate)
        let context = WriteContext(
            author: "simulation", origin: "", time: now, key: .unique(using: &generator))
        let badges = try await makeBadges(store, gate: gate, context: context)
        var devices: [Device] = []
        var offline: [OfflineDoor] = []
        for number in 1...doors {
            let device = try await store.addDevice(
                name: "Door \(number)", role: .door, gates: [],
                context: WriteContext(author: context.author, origin: "", time: now, key: .unique(using: &generator))
            ).device
            devices.append(device)
            offline.append(
                OfflineDoor(
                    device: device.id, aheadMilliseconds: Int64.random(in: -300_000...300_000, using: &generator)))
        }
        for index in devices.indices {
            offline[index].learn(try await service.snapshot(for: devices[index], after: nil))
        }
        var isUp = Array(repeating: true, count: doors)
        var report = Report()
        var history: History = [:]
        for number in 1...scans {
            now.addTimeInterval(Double.random(in: 0.2...2, using: &generator))
            let index = Int.random(in: 0..<doors, using: &generator)
            if Int.random(in: 0..<10, using: &generator) == 0 { isUp[index].toggle() }
            let badge = badges[Int.random(in: 0..<badges.count, using: &generator)]
            let direction = Int.random(in: 0..<3, using: &generator) == 0 ? Direction.exit : .entry
            let verdict: Verdict.Code
            let sequence: Int64
            if isUp[index] {
                try await send(&offline[index], service, now, &report, &generator)
                let outcome = try await service.scan(
                    request(devices[index], badge.text, gate.id, "scan-\(number)", now, direction))
                (verdict, sequence) = (outcome.verdict.code, outcome.scan.rawValue)
                report.online += 1
            } else {
                let deviceTime = now.addingTimeInterval(Double(offline[index].aheadMilliseconds) / 1000)
                verdict = try offline[index].scan(
                    badge.text, at: gate.id, direction, deviceTime: deviceTime,
                    nonce: try IdempotencyKey("scan-\(number)")
                ).code
                sequence = offline[index].queue.last?.sequence ?? 0
                report.alone += 1
            }
            if verdict == .admitted {
                let order = Passage.Order(
                    millisecond: now.milliseconds, device: DeviceNumber(devices[index].id), isQueued: !isUp[index],
                    sequence: sequence)
                history[badge.credential.credential.registration, default: []].append(
                    Passage(
                        id: Int64(number), order: order, moment: plan.moment(now), direction: direction,
                        isForced: false))
                if direction == .entry { report.letIn += 1 } else { report.letOut += 1 }
            } else {
                report.refused += 1
            }
            progress(number)
        }
        while offline.contains(where: { !$0.queue.isEmpty }) {
            let index = Int.random(in: 0..<doors, using: &generator)
            try await send(&offline[index], service, now, &report, &generator)
        }
        try await compare(history, plan.rules(of: gate.id, number: .init(rawValue: 1), isClosed: false), store, &report)
        return report
    }

    /// Sends part of what a door kept, out of order, some of it twice, and fetches what is new.
    private func send(
        _ door: inout OfflineDoor, _ service: CheckInService, _ now: Date, _ report: inout Report,
        _ generator: inout SplitMix64
    ) async throws {
        let size = Int.random(in: 1...CheckInService.uploadMax, using: &generator)
        let batch = Array(door.queue.shuffled(using: &generator).prefix(size))
        // The answer is lost now and then, and the door sends the same again.
        let times = Int.random(in: 0..<4, using: &generator) == 0 ? 2 : 1
        for _ in 0..<times where !batch.isEmpty {
            for outcome in try await service.upload(batch, of: door.device, received: now) {
                switch outcome {
                case .recorded: break
                case .repeated: report.repeated += 1
                // So few people at so many doors pass more often than anybody does; the desk knows that it rehearses.
                case .withheld(let id, _):
                    _ = try await service.accept(
                        id, note: "A rehearsal.",
                        context: WriteContext(
                            author: "simulation", origin: "", time: now, key: .unique(using: &generator)))
                case .refused(let error): throw error
                }
            }
        }
        door.forget(batch)
        var hasMore = true
        while hasMore {
            let device = Device(id: door.device, name: "", role: .door, gates: [], isRevoked: false)
            let snapshot = try await service.snapshot(for: device, after: door.cursor)
            door.learn(snapshot)
            hasMore = snapshot.hasMore
        }
    }

    /// An entry of the file, or of what must be in it.
    private struct Entry: Hashable, RowRecord {
        let registration: UInt32
        let millisecond: Int64
        let device: UInt32
        let standing: String
    }

    private func compare(
        _ history: History, _ rules: GateRules, _ store: EventStore, _ report: inout Report
    ) async throws {
        let (found, stored) = try await store.read { db in
            let found = try Entry.fetchAll(
                db,
                sql: """
                    SELECT admission.registration, scan.at_ms AS millisecond, scan.device,
                           coalesce(admission.void, iif(admission.closed_ms IS NULL, 'open', 'closed')) AS standing
                    FROM admission JOIN scan ON scan.id = admission.entry_scan
                    """)
            return (found, try Int.fetchOne(db, sql: "SELECT count(*) FROM scan") ?? 0)
        }
        report.missing = abs(stored - report.online - report.alone)
        report.conflicts = found.count { $0.standing == "conflict" }
        report.admitted = found.count - report.conflicts
        let entries = Dictionary(grouping: found, by: \.registration).mapValues(Set.init)
        report.wrong = history.count { registration, passages in
            let expected = rules.merge(passages).map { merged in
                let standing =
                    switch merged.standing {
                    case .open: "open"
                    case .closed: "closed"
                    case .conflict: "conflict"
                    case .repeated: "repeated"
                    }
                return Entry(
                    registration: registration.rawValue, millisecond: merged.entry.order.millisecond,
                    device: merged.entry.order.device.rawValue, standing: standing)
            }
            return entries[registration.rawValue] ?? [] != Set(expected)
        }
    }

    /// People whom the gate lets in, each with a badge.
    private func makeBadges(_ store: EventStore, gate: Gate, context: WriteContext) async throws -> [BadgeIssue] {
        let ledger = RegistrationLedger(store: store)
        // Whoever comes free owes nothing at the gate.
        let event = try await store.definition()
        var category = event.categories.first(where: \.comesFree)?.category ?? event.usualCategory
        if case .categories(let categories) = gate.admits, !categories.contains(category) {
            category = categories.first ?? category
        }
        var addOns: Set<AddOn.ID> = []
        if case .addOn(let id) = gate.admits { addOns = [id] }
        func once() -> WriteContext {
            WriteContext(author: context.author, origin: "", time: context.time, key: .unique())
        }
        var registrations: [Registration.ID] = []
        for number in 1...people {
            let person = try Person(name: "Person \(number)", badgeName: "", affiliation: "", email: "")
            let new = try NewRegistration(
                person: person, category: category, days: gate.days, addOns: addOns, reference: nil)
            let id = try await ledger.register(new, context: once()).result.id
            let due = try await store.read { try RegistrationLedger.summary($0, of: id)?.due ?? .zero }
            if due > .zero {
                _ = try await ledger.pay(Payment(amount: due, method: .card, note: ""), for: id, context: once())
            }
            registrations.append(id)
        }
        return try await BadgeIssues(store: store).makeFirst(for: registrations, context: once()).result
    }

    private func request(
        _ device: Device, _ text: String, _ gate: Gate.ID, _ nonce: String, _ time: Date, _ direction: Direction
    ) throws -> ScanRequest {
        ScanRequest(
            device: device.id, nonce: try IdempotencyKey(nonce), gate: gate, direction: direction,
            subject: .credential(text), time: time, deviceTime: nil)
    }
}
