package import Conference
package import DoorRules
package import EventStore
package import Foundation
import GRDB

/// One verdict as it is told to those who watch: nobody's name.
package struct ScanNotice: Sendable, Hashable {
    package let scan: ScanOutcome.ScanID
    package let verdict: Verdict.Code
    package let gate: Gate.ID
    package let device: Device.ID
    package let direction: Direction
    package let time: Date
    /// Whether the door answered alone and sent it later.
    package let isQueued: Bool
    /// Whether staff let the person in anyway.
    package let isOverride: Bool
}

extension CheckInService {
    /// The number of the last scan; 0 before the first.
    package func lastScan() async throws -> ScanOutcome.ScanID {
        try await store.read { db in
            ScanOutcome.ScanID(rawValue: try Int64.fetchOne(db, sql: "SELECT max(id) FROM scan") ?? 0)
        }
    }

    /// The scans after a given one, in the order in which they were recorded, by whatever process.
    ///
    /// - Parameter limit: how many at the most.
    package func notices(after scan: ScanOutcome.ScanID, limit: Int) async throws -> [ScanNotice] {
        try await store.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT scan.id, verdict, direction, device, at_ms, sequence, overrides, gate.id AS gate_id
                    FROM scan JOIN gate ON gate.number = scan.gate WHERE scan.id > ? ORDER BY scan.id LIMIT ?
                    """)
            return try Row.fetchAll(statement, arguments: [scan.rawValue, limit]).map { row in
                let id = ScanOutcome.ScanID(rawValue: row["id"])
                guard let verdict = Verdict.Code(word: row["verdict"]),
                    let direction = Direction(word: row["direction"])
                else { throw CheckInError("scan_unreadable", ErrorDetail("scan", id)) }
                return ScanNotice(
                    scan: id, verdict: verdict, gate: Gate.ID(rawValue: row["gate_id"]),
                    device: Device.ID(rawValue: row["device"]), direction: direction,
                    time: Date(milliseconds: row["at_ms"]), isQueued: (row["sequence"] as Int64?) != nil,
                    isOverride: (row["overrides"] as Int64?) != nil)
            }
        }
    }

    /// How many conflicts nobody has settled.
    package func openConflicts() async throws -> Int {
        try await store.read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM (\(Self.conflictQuery))", arguments: [0, false]) ?? 0
        }
    }
}
