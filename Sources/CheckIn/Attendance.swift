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

    /// On which of the event's days one registration was let in at some gate.
    package static func days(_ db: Database, of id: Registration.ID) throws -> DaySet {
        let days = try Int.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT scan.day FROM admission JOIN scan ON scan.id = admission.entry_scan
                    WHERE admission.registration = ? AND scan.day IS NOT NULL AND admission.void IS NOT 'undone'
                    """),
            arguments: [id])
        return DaySet(unchecked: days) ?? .none
    }

    /// Through which gates it was, in the order of its first entry at each.
    package static func gates(_ db: Database, of id: Registration.ID) throws -> [Gate.ID] {
        try Gate.ID.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT gate.id FROM admission JOIN gate ON gate.number = admission.gate
                    WHERE admission.registration = ? AND void IS NULL
                    GROUP BY gate.number ORDER BY min(admission.entry_scan)
                    """),
            arguments: [id])
    }

    private struct AttendedDay: RowRecord {
        let registration: Registration.ID
        let day: Int
    }
}
