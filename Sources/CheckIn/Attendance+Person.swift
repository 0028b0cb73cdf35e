package import Conference
import EventStore
package import GRDB

extension Attendance {
    /// On which of the event's days one registration was let in at some gate. What was undone does not count.
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
}
