import Conference
import DoorRules
import EventStore
import Foundation
import GRDB

/// Works out again, from the scans of one person at one gate, which entries stand.
///
/// Only a late scan, one that was undone, and an override need this: what the server answers in order keeps the table
/// right by itself.
enum AdmissionMerge {
    static func run(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber, rules: GateRules
    ) throws {
        let passages = try passages(db, registration, at: gate)
        let counted = try CountedDay.fetchAll(
            db.cachedStatement(sql: "SELECT entry_scan, day FROM admission WHERE registration = ? AND gate = ?"),
            arguments: [registration, gate])
        var days = Dictionary(uniqueKeysWithValues: counted.map { ($0.entryScan, $0.day) })
        // Everything counts for nothing first, so that no order of the updates meets a row that is yet to change.
        try db.cachedStatement(
            sql: """
                UPDATE admission
                SET void = 'undone', rival = NULL, closing_scan = NULL,
                    closed_ms = (SELECT scan.at_ms FROM scan WHERE scan.id = admission.entry_scan)
                WHERE registration = ? AND gate = ?
                """
        ).execute(arguments: [registration, gate])
        var openDays: [Int: Passage] = [:]
        for merged in rules.merge(passages) {
            let entry = merged.entry
            let day = days[entry.id] ?? AdmissionRecord.day(of: entry.moment, rules.frequency)
            var standing = merged.standing
            // The rules of the gate changed after entries were counted for a day.
            if standing == .open, let rival = openDays[day] { standing = .conflict(with: rival) }
            if standing == .open { openDays[day] = entry }
            if days.updateValue(day, forKey: entry.id) == nil {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO admission (entry_scan, registration, gate, day, void, closed_ms)
                        VALUES (?, ?, ?, ?, 'undone', 0)
                        """
                ).execute(
                    arguments: [entry.id, registration, gate, day])
            }
            try update(db, entry, standing)
        }
    }

    private static func update(_ db: Database, _ entry: Passage, _ standing: MergedEntry.Standing) throws {
        let values: StatementArguments =
            switch standing {
            case .open: [nil, nil, nil, nil]
            case .closed(let closing): [nil, closing.order.millisecond, closing.id, nil]
            case .conflict(let rival): ["conflict", entry.order.millisecond, nil, rival.id]
            case .repeated: ["repeated", entry.order.millisecond, nil, nil]
            }
        try db.cachedStatement(
            sql: "UPDATE admission SET void = ?, closed_ms = ?, closing_scan = ?, rival = ? WHERE entry_scan = ?"
        ).execute(arguments: values + [entry.id])
    }

    /// What doors did with a person at a gate, without what was taken back.
    private static func passages(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber
    ) throws -> [Passage] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, device, direction, at_ms, day, minute, overrides, sequence FROM scan
                WHERE registration = ? AND gate = ? AND verdict = 'admitted'
                  AND NOT EXISTS (SELECT 1 FROM scan_undo WHERE scan = scan.id)
                """)
        return try PassageRecord.fetchAll(statement, arguments: [registration, gate]).map(\.passage)
    }

    /// The day that the gate counts an entry for.
    private struct CountedDay: RowRecord {
        let entryScan: Int64
        let day: Int
    }

    /// What a door did, out of `scan`.
    private struct PassageRecord: RowRecord {
        let id: Int64
        let device: Device.ID
        let direction: String
        let atMs: Int64
        let day: Int?
        let minute: Int
        let overrides: Int64?
        let sequence: Int64?

        var passage: Passage {
            Passage(
                id: id,
                order: Passage.Order(
                    millisecond: atMs, device: DeviceNumber(device), isQueued: sequence != nil,
                    sequence: sequence ?? id),
                moment: Moment(second: atMs / 1000, day: day, minute: minute),
                direction: direction == Direction.exit.word ? .exit : .entry, isForced: overrides != nil)
        }
    }
}
