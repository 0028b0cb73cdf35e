package import Conference
import EventStore
package import GRDB

/// Who was there, as reports about the whole event ask it.
package enum Attendance {
    /// On which of the event's days each registration was let in at some gate. What was undone does not count.
    package static func days(_ db: Database) throws -> [Registration.ID: DaySet] {
        var days: [Registration.ID: DaySet] = [:]
        let rows = try AttendedDay.fetchCursor(
            db,
            sql: """
                SELECT DISTINCT admission.registration, scan.day FROM admission JOIN scan ON scan.id = admission.entry_scan
                WHERE scan.day IS NOT NULL AND admission.void IS NOT 'undone'
                """)
        while let attended = try rows.next() {
            let id = attended.registration
            days[id] = days[id, default: .none].union(DaySet(unchecked: [attended.day]) ?? .none)
        }
        return days
    }

    /// Through which gates somebody was let in, sessions among them, the one of the earliest entry first. What was undone does
    /// not count, nor what is in conflict with another's entry.
    package static func gates(_ db: Database, of registration: Registration.ID) throws -> [Gate.ID] {
        try PassedGate.fetchAll(
            db,
            sql: """
                SELECT gate.id AS gate
                FROM admission JOIN gate ON gate.number = admission.gate JOIN scan ON scan.id = admission.entry_scan
                WHERE admission.registration = ? AND coalesce(void, 'repeated') = 'repeated'
                GROUP BY gate.number ORDER BY min(scan.at_ms), gate.number
                """,
            arguments: [registration]
        ).map(\.gate)
    }

    private struct PassedGate: RowRecord { let gate: Gate.ID }

    private struct AttendedDay: RowRecord {
        let registration: Registration.ID
        let day: Int
    }
}
