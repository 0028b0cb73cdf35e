package import Conference
import EventStore
package import Foundation
import GRDB

/// How many people came in, for those who watch.
package struct ArrivalFigures: Sendable, Hashable {
    /// How long a slot is, in seconds.
    package static let slotSeconds = 300

    /// Entries that count, by gate and the event's day; those outside the event's days under 0.
    package let byGateAndDay: [Gate.ID: [Int: Int]]
    /// Entries that count, by the start of their slot, from the first slot asked for; slots without any are left out.
    package let slots: [Date: Int]
}

extension CheckInService {
    /// Counts the entries of all gates.
    ///
    /// - Parameter since: where the slots begin.
    package func arrivals(since: Date) async throws -> ArrivalFigures {
        try await store.read { db in
            let days = try DayCount.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT gate.id AS gate, coalesce(scan.day, 0) AS day, count(*) AS people
                        FROM admission JOIN scan ON scan.id = admission.entry_scan JOIN gate ON gate.number = admission.gate
                        WHERE void IS NULL GROUP BY 1, 2
                        """))
            var byGateAndDay: [Gate.ID: [Int: Int]] = [:]
            for count in days { byGateAndDay[count.gate, default: [:]][count.day] = count.people }
            let length = Int64(ArrivalFigures.slotSeconds) * 1000
            let slots = try SlotCount.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT scan.at_ms / ?1 AS slot, count(*) AS people
                        FROM admission JOIN scan ON scan.id = admission.entry_scan
                        WHERE void IS NULL AND scan.at_ms >= ?2 GROUP BY 1
                        """),
                arguments: [length, since.milliseconds])
            return ArrivalFigures(
                byGateAndDay: byGateAndDay,
                slots: Dictionary(
                    uniqueKeysWithValues: slots.map { (Date(milliseconds: $0.slot * length), $0.people) }))
        }
    }

    private struct DayCount: RowRecord {
        let gate: Gate.ID
        let day: Int
        let people: Int
    }

    private struct SlotCount: RowRecord {
        let slot: Int64
        let people: Int
    }
}
