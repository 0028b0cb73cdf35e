import Conference
import DoorRules
import EventStore
import Foundation
import GRDB

/// Works out again, from the scans of one person at one gate, which entries stand.
///
/// Only a late scan, one that was undone, and an override need this: what the server answers in order keeps the table
/// right by itself. The passages of one day do not touch those of another (`GateRules.standing`), so a day is enough but at
/// a gate that lets in once for the whole event.
enum AdmissionMerge {
    /// Why an entry counts for nothing.
    enum VoidReason: String, CaseIterable, DatabaseValueConvertible {
        case undone, conflict, repeated
    }

    /// What the table says of an entry.
    private struct State: Equatable {
        var void: VoidReason?
        var closed: Int64?
        var closing: Int64?
        var rival: Int64?

        /// It counts for nothing; `closed` is when it was made.
        static func undone(_ time: Int64) -> State { State(void: .undone, closed: time) }
    }

    /// A row of the table, with its scan.
    private struct Entry: FetchableRecord {
        let id: Int64
        let day: Int
        let time: Int64
        let state: State

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            day = try row.decode(forColumn: "day")
            time = try row.decode(forColumn: "at_ms")
            state = State(
                void: try row.decode(forColumn: "void"), closed: try row.decode(forColumn: "closed_ms"),
                closing: try row.decode(forColumn: "closing_scan"), rival: try row.decode(forColumn: "rival"))
        }
    }

    /// - Parameter day: the event's day of the passage that changed; nil outside of all.
    static func run(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber, rules: GateRules, on day: Int?
    ) throws {
        let isWhole = try rules.frequency == .once || isCountedOtherwise(db, registration, at: gate)
        let passages = try passages(db, registration, at: gate, on: day, isWhole: isWhole)
        let entries = try entries(db, registration, at: gate, on: day, isWhole: isWhole)
        var wanted = entries.mapValues { State.undone($0.time) }
        var days = entries.mapValues(\.day)
        var openDays: [Int: Passage] = [:]
        for merged in rules.merge(passages) {
            let entry = merged.entry
            let day = days[entry.id] ?? AdmissionRecord.day(of: entry.moment, rules.frequency)
            var standing = merged.standing
            // The rules of the gate changed after entries were counted for a day.
            if standing == .open, let rival = openDays[day] { standing = .conflict(with: rival) }
            if standing == .open { openDays[day] = entry }
            days[entry.id] = day
            wanted[entry.id] = state(of: entry, standing)
        }
        try write(db, wanted, days: days, over: entries, registration, at: gate)
    }

    /// Whether a person passed a gate on a day as often as `Plausibility` allows.
    static func isCrowd(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber, on day: Int?
    ) throws -> Bool {
        let count = try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM (SELECT 1 FROM scan WHERE registration = ? AND gate = ? AND day IS ?
                                          AND verdict = 'admitted' LIMIT ?)
                    """),
            arguments: [registration, gate, day, Plausibility.passagesMax])
        return count == Plausibility.passagesMax
    }

    private static func state(of entry: Passage, _ standing: MergedEntry.Standing) -> State {
        switch standing {
        case .open: State()
        case .closed(let closing): State(closed: closing.order.millisecond, closing: closing.id)
        case .conflict(let rival): State(void: .conflict, closed: entry.order.millisecond, rival: rival.id)
        case .repeated: State(void: .repeated, closed: entry.order.millisecond)
        }
    }

    /// Writes what changed, and nothing else: a person's many entries cost only what becomes of them.
    private static func write(
        _ db: Database, _ wanted: [Int64: State], days: [Int64: Int], over entries: [Int64: Entry],
        _ registration: Registration.ID, at gate: GateNumber
    ) throws {
        let changed = wanted.filter { entries[$0.key]?.state != $0.value }.sorted { $0.key < $1.key }
        // All of them count for nothing first, so that no order of the updates meets a row that is yet to change.
        for (id, _) in changed {
            if let entry = entries[id] {
                try update(db, id, .undone(entry.time))
            } else {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO admission (entry_scan, registration, gate, day, void, closed_ms)
                        VALUES (?, ?, ?, ?, 'undone', 0)
                        """
                ).execute(arguments: [id, registration, gate, days[id] ?? 0])
            }
        }
        for (id, state) in changed where entries[id].map({ .undone($0.time) != state }) ?? true {
            try update(db, id, state)
        }
    }

    private static func update(_ db: Database, _ id: Int64, _ state: State) throws {
        try db.cachedStatement(
            sql: "UPDATE admission SET void = ?, closed_ms = ?, closing_scan = ?, rival = ? WHERE entry_scan = ?"
        ).execute(arguments: [state.void, state.closed, state.closing, state.rival, id])
    }

    /// Whether an entry that is open was counted by other rules than those of the gate now.
    private static func isCountedOtherwise(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber
    ) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM admission JOIN scan ON scan.id = admission.entry_scan
                        WHERE admission.registration = ? AND admission.gate = ? AND closed_ms IS NULL
                          AND admission.day <> coalesce(scan.day, 0))
                    """),
            arguments: [registration, gate]) ?? false
    }

    private static func scope(isWhole: Bool) -> String {
        "scan.registration = ? AND scan.gate = ? AND scan.verdict = 'admitted'\(isWhole ? "" : " AND scan.day IS ?")"
    }

    private static func arguments(
        _ registration: Registration.ID, _ gate: GateNumber, _ day: Int?, isWhole: Bool
    ) -> StatementArguments {
        isWhole ? [registration, gate] : [registration, gate, day]
    }

    private static func entries(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber, on day: Int?, isWhole: Bool
    ) throws -> [Int64: Entry] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT scan.id, admission.day, scan.at_ms, void, closed_ms, closing_scan, rival
                FROM scan JOIN admission ON admission.entry_scan = scan.id WHERE \(scope(isWhole: isWhole))
                """)
        return try Entry.fetchAll(statement, arguments: arguments(registration, gate, day, isWhole: isWhole))
            .reduce(into: [:]) { $0[$1.id] = $1 }
    }

    /// What doors did with a person at a gate, without what was taken back.
    private static func passages(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber, on day: Int?, isWhole: Bool
    ) throws -> [Passage] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, device, direction, at_ms, day, minute, overrides, sequence FROM scan
                WHERE \(scope(isWhole: isWhole)) AND NOT EXISTS (SELECT 1 FROM scan_undo WHERE scan = scan.id)
                """)
        return try PassageRecord.fetchAll(statement, arguments: arguments(registration, gate, day, isWhole: isWhole))
            .map(\.passage)
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
