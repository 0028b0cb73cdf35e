import Conference
import EventStore
import Foundation
import GRDB

/// The periods of the books that were closed.
enum Periods {
    /// Refuses a time in a period that was closed.
    ///
    /// - Throws: `period_closed`.
    static func check(_ db: Database, _ time: Date) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT until FROM period WHERE end_ms > ? ORDER BY end_ms DESC LIMIT 1"),
            arguments: [time.milliseconds])
        guard let row else { return }
        throw LedgerError(.periodClosed, ErrorDetail("until", row["until"] as String))
    }

    /// The last date of the closed period in which a registration last paid; nil where it paid in none.
    static func paid(_ db: Database, by id: Registration.ID) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT until FROM period
                    WHERE end_ms > (
                        SELECT max(at_ms) FROM payment JOIN journal_entry ON number = entry
                        WHERE payment.registration = ? AND cents > 0)
                    ORDER BY end_ms LIMIT 1
                    """),
            arguments: [id])
    }
}
