import Badges
package import CheckIn
import Conference
package import DoorRules
package import EventStore
package import Foundation
import RegistrationLedger

/// The state of the event, in six numbers.
package struct EventFigures: Sendable, Hashable {
    /// People with a place.
    package let registered: Int
    /// Those of them who owe nothing, including those who are owed money.
    package let paid: Int
    /// Those who have a badge on paper.
    package let printed: Int
    /// People with a place who are expected today; outside the event's days, all of them.
    package let expected: Int
    /// People who came today; outside the event's days, who came at all.
    package let arrived: Int
    /// Entries of a second person on one badge that nobody has settled.
    package let openConflicts: Int
}

/// What those see who watch over an event. Each part is as its own read saw it; the next look is seconds away.
package struct EventOverview: Sendable {
    package let figures: EventFigures
    /// Whom the doors expect: the event's day that it is now; nil before and after the event.
    package let today: Int?
    package let gates: [GateStatus]
    package let arrivals: ArrivalFigures
    /// How many scans were turned away at all gates, by reason, the most first.
    package let refusals: [(reason: Verdict.Code, count: Int)]
    /// Those that nobody has settled, the oldest first.
    package let conflicts: [DoorConflict]
    /// Scans that wait for a person's judgement, the oldest first.
    package let withheld: [WithheldScan]
    /// Those that were not revoked, the newest last.
    package let devices: [DeviceCondition]
}

extension EventServices {
    /// How many conflicts, withheld scans and devices an overview holds.
    private static let overviewMax = 50

    /// How the event stands now, as one read transaction sees it.
    package func figures() async throws -> EventFigures {
        try await store.read { [store, now = clock.now] db in
            let day = try store.definition(db).day(at: now)
            let registered = try RegistrationLedger.expectedCount(db, on: nil)
            return EventFigures(
                registered: registered, paid: registered - (try RegistrationLedger.owingCount(db)),
                printed: try BadgeIssues.printedCount(db),
                expected: try RegistrationLedger.expectedCount(db, on: day),
                arrived: try CheckInService.arrivedCount(db, on: day),
                openConflicts: try CheckInService.openConflicts(db))
        }
    }

    /// What those see who watch over the event.
    ///
    /// - Parameter since: where the slots of the arrivals begin.
    package func overview(arrivalsSince since: Date) async throws -> EventOverview {
        let now = clock.now
        let gates = try await checkIn.gates(at: now)
        return EventOverview(
            figures: try await figures(), today: try await store.definition().day(at: now), gates: gates,
            arrivals: try await checkIn.arrivals(since: since), refusals: gates.refusals,
            conflicts: try await checkIn.conflicts(limit: Self.overviewMax),
            withheld: try await checkIn.withheld(limit: Self.overviewMax),
            devices: Array(try await devicesInUse().suffix(Self.overviewMax)))
    }

    /// The devices that were not revoked, with how they are.
    package func devicesInUse() async throws -> [DeviceCondition] {
        try await checkIn.deviceConditions().filter { !$0.device.isRevoked }
    }
}

extension [GateStatus] {
    fileprivate var refusals: [(reason: Verdict.Code, count: Int)] {
        reduce(into: [Verdict.Code: Int]()) { counts, gate in
            counts.merge(gate.verdicts.filter { $0.key != .admitted }) { $0 + $1 }
        }
        .filter { $0.value > 0 }
        .sorted { ($1.value, $0.key.word) < ($0.value, $1.key.word) }
        .map { (reason: $0.key, count: $0.value) }
    }
}
