package import Conference
package import GRDB

/// Who was there, as reports about the whole event ask it.
package enum Attendance {
    /// On which of the event's days each registration was let in at some gate. What was undone does not count.
    package static func days(_ db: Database) throws -> [Registration.ID: DaySet] {
        var days: [Registration.ID: DaySet] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT DISTINCT admission.registration, scan.day FROM admission JOIN scan ON scan.id = admission.entry_scan
                WHERE scan.day IS NOT NULL AND admission.void IS NOT 'undone'
                """)
        while let row = try rows.next() {
            let id: Registration.ID = row["registration"]
            days[id] = days[id, default: .none].union(DaySet(unchecked: [row["day"]]) ?? .none)
        }
        return days
    }
}
