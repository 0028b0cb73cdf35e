package import Conference
package import DoorRules
package import EventStore
package import Foundation
package import GRDB

/// One verdict as it is told to those who watch: nobody's name.
package struct ScanNotice: Sendable, Hashable {
    package let scan: ScanOutcome.ScanID
    package let verdict: Verdict.Code
    /// The number of whoever was found; nil for nobody.
    package let registration: Registration.ID?
    package let gate: Gate.ID
    package let device: Device.ID
    package let direction: Direction
    package let time: Date
    /// Whether the door answered alone and sent it later.
    package let isQueued: Bool
    /// Whether staff let the person in anyway.
    package let isOverride: Bool
}

/// How far the doors have come: as long as it is the same, so are the counts of all gates.
package struct DoorMark: Sendable, Hashable {
    let lastScan: Int64
    let lastChange: Int64
    let undone: Int
    let gateChanges: Int
    let definition: Int
    /// Minutes since 1970: people count as gone when a gate's hour comes.
    let minute: Int64
}

private struct DoorCounts: RowRecord {
    let lastScan: Int64
    let lastChange: Int64
    let undone: Int
    let gateChanges: Int
}

/// What watchers are told, out of `scan` and `gate`.
private struct NoticeRecord: RowRecord {
    let id: ScanOutcome.ScanID
    let verdict: String
    let registration: Registration.ID?
    let direction: String
    let device: Device.ID
    let atMs: Int64
    let sequence: Int64?
    let overrides: Int64?
    let gateId: Gate.ID
}

extension ScanNotice {
    /// - Throws: `scan_unreadable` for a row that no version of this program writes.
    fileprivate init(_ record: NoticeRecord) throws {
        guard let verdict = Verdict.Code(word: record.verdict), let direction = Direction(word: record.direction)
        else { throw CheckInError(.scanUnreadable, ErrorDetail("scan", record.id)) }
        self.init(
            scan: record.id, verdict: verdict, registration: record.registration, gate: record.gateId,
            device: record.device, direction: direction, time: Date(milliseconds: record.atMs),
            isQueued: record.sequence != nil,
            isOverride: record.overrides != nil)
    }
}

extension CheckInService {
    /// How far the doors have come.
    package func mark(at time: Date) async throws -> DoorMark {
        try await store.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT (SELECT coalesce(max(id), 0) FROM scan) AS last_scan,
                           (SELECT coalesce(max(id), 0) FROM door_change) AS last_change,
                           (SELECT count(*) FROM scan_undo) AS undone,
                           (SELECT count(*) FROM gate WHERE closed_ms IS NOT NULL)
                           + (SELECT 2 * count(*) FROM gate_opening) AS gate_changes
                    """)
            guard let counts = try DoorCounts.fetchOne(statement) else {
                preconditionFailure("one row of counts is selected")
            }
            return DoorMark(
                lastScan: counts.lastScan, lastChange: counts.lastChange, undone: counts.undone,
                gateChanges: counts.gateChanges, definition: try EventStore.definitionVersion(db),
                minute: time.milliseconds / 60_000)
        }
    }

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
                    SELECT scan.id, verdict, registration, direction, device, at_ms, sequence, overrides, gate.id AS gate_id
                    FROM scan JOIN gate ON gate.number = scan.gate WHERE scan.id > ? ORDER BY scan.id LIMIT ?
                    """)
            return try NoticeRecord.fetchAll(statement, arguments: [scan.rawValue, limit]).map(ScanNotice.init)
        }
    }

    /// How many conflicts nobody has settled.
    package func openConflicts() async throws -> Int {
        try await store.read(Self.openConflicts)
    }

    /// The same within a transaction.
    @Sendable package static func openConflicts(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(conflictQuery))", arguments: [0, false]) ?? 0
    }
}
