import Conference
import DoorRules
import EventStore
import Foundation
import GRDB

/// The table of admissions, read and written as values.
enum AdmissionRecord {
    /// An admission that no scan has closed.
    struct Open {
        let entryScan: ScanOutcome.ScanID
        let admission: Admission
        /// The day that the gate counts it for, as the table has it.
        let countedDay: Int
    }

    /// A person's admissions at a gate that no scan has closed and that can matter at a moment, in order of time.
    ///
    /// All but `once` look at the moment's day alone (`GateRules.standing`). What the gate counted once for the whole
    /// event stands under day 0, and may be of this day: its rules were edited.
    static func open(
        _ db: Database, _ registration: Registration.ID, at rules: GateRules, _ moment: Moment
    ) throws -> [Open] {
        guard rules.frequency != .once else {
            return try fetch(db, "admission.registration = ? AND admission.gate = ?", [registration, rules.gate])
        }
        return try fetch(
            db, "admission.registration = ? AND admission.gate = ? AND admission.day IN (0, ?)",
            [registration, rules.gate, moment.day ?? 0])
    }

    /// A person's admissions at all gates that no scan has closed.
    static func open(_ db: Database, _ registration: Registration.ID) throws -> [Admission] {
        try fetch(db, "admission.registration = ?", [registration]).map(\.admission)
    }

    /// A person's admissions at all gates, closed or not, but for those that were taken back.
    static func all(_ db: Database, of registration: Registration.ID) throws -> [Admission] {
        let statement = try db.cachedStatement(
            sql: "\(query) WHERE admission.registration = ? AND void IS NULL \(order)")
        return try Stored.fetchAll(statement, arguments: [registration]).map(\.open.admission)
    }

    /// All admissions at a gate for one day (nil for those outside the event's days) that no scan has closed.
    static func open(_ db: Database, at gate: GateNumber, on day: Int?) throws -> [Open] {
        try fetch(db, "admission.gate = ? AND admission.day = ?", [gate, day ?? 0])
    }

    /// How many people a gate counts as inside at a moment: those whose admission still stands by its rules.
    static func inside(_ db: Database, at rules: GateRules, _ moment: Moment) throws -> Int {
        let (condition, arguments) = standing(at: rules, moment)
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM admission WHERE \(condition)")
        return try Int.fetchOne(statement, arguments: arguments) ?? 0
    }

    /// The same people, in the order in which they came.
    static func insiders(_ db: Database, at rules: GateRules, _ moment: Moment) throws -> [Insider] {
        let (condition, arguments) = standing(at: rules, moment)
        return try Insider.fetchAll(
            db,
            sql: """
                SELECT admission.registration, entry.at_ms, entry.device
                FROM admission JOIN scan AS entry ON entry.id = admission.entry_scan
                WHERE \(condition) ORDER BY entry.at_ms, entry.id
                """,
            arguments: arguments)
    }

    /// Somebody who is inside.
    struct Insider: RowRecord {
        let registration: Registration.ID
        let atMs: Int64
        let device: Device.ID
    }

    private static func standing(
        at rules: GateRules, _ moment: Moment
    ) -> (condition: String, arguments: StatementArguments) {
        let day = rules.frequency == .once ? 0 : moment.day ?? 0
        var condition = "admission.gate = ? AND admission.day = ? AND admission.closed_ms IS NULL"
        var arguments: StatementArguments = [rules.gate, day]
        if case .inAndOut(let closing) = rules.frequency {
            condition += " AND ((SELECT minute FROM scan WHERE scan.id = admission.entry_scan) < ?) = (? < ?)"
            arguments += [closing, moment.minute, closing]
        }
        return (condition, arguments)
    }

    private static let query = """
        SELECT scan.id, scan.at_ms, scan.day, scan.minute, scan.device, scan.gate, admission.day AS counted_day
        FROM admission JOIN scan ON scan.id = admission.entry_scan
        """
    private static let order = "ORDER BY scan.at_ms, scan.id"

    private static func fetch(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [Open] {
        let statement = try db.cachedStatement(
            sql: "\(query) WHERE \(condition) AND admission.closed_ms IS NULL \(order)")
        return try Stored.fetchAll(statement, arguments: arguments).map(\.open)
    }

    /// An admission with the scan that opened it.
    private struct Stored: FetchableRecord {
        let id: ScanOutcome.ScanID
        let atMs: Int64
        let day: Int?
        let minute: Int
        let device: Device.ID
        let gate: GateNumber
        let countedDay: Int

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            atMs = try row.decode(forColumn: "at_ms")
            day = try row.decode(forColumn: "day")
            minute = try row.decode(forColumn: "minute")
            device = try row.decode(forColumn: "device")
            gate = try row.decode(forColumn: "gate")
            countedDay = try row.decode(forColumn: "counted_day")
        }

        var open: Open {
            Open(
                entryScan: id,
                admission: Admission(
                    moment: Moment(second: atMs / 1000, day: day, minute: minute), gate: gate,
                    device: DeviceNumber(device)),
                countedDay: countedDay)
        }
    }

    /// The day that a gate counts an entry for; 0 where it counts once, and outside the event's days.
    static func day(of moment: Moment, _ frequency: GateRules.Frequency) -> Int {
        frequency == .once ? 0 : moment.day ?? 0
    }

    /// Opens an admission. One that still stands open for the same day was ended by the gate's daily closing.
    ///
    /// - Parameter open: the person's admissions at the gate that no scan has closed.
    static func insert(
        _ db: Database, _ registration: Registration.ID, at gate: GateNumber, day: Int, open: [Open],
        scan: ScanOutcome.ScanID, time: Date
    ) throws {
        for stale in open where stale.countedDay == day { try close(db, stale.entryScan, scan: scan, time: time) }
        try db.cachedStatement(
            sql: "INSERT INTO admission (entry_scan, registration, gate, day) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [scan.rawValue, registration, gate, day])
    }

    /// Ends an admission.
    static func close(
        _ db: Database, _ entryScan: ScanOutcome.ScanID, scan: ScanOutcome.ScanID, time: Date
    ) throws {
        try db.cachedStatement(
            sql: "UPDATE admission SET closed_ms = ?, closing_scan = ? WHERE entry_scan = ?"
        ).execute(arguments: [time.milliseconds, scan.rawValue, entryScan.rawValue])
    }
}
