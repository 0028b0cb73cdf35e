package import Conference
import EventStore
package import Foundation
import GRDB

/// Something that somebody did to a registration.
package struct Deed: Sendable, Hashable {
    package let registration: Registration
    package let event: Happening

    /// Whether money was involved.
    package var isPayment: Bool { [.paid, .refunded, .paymentCorrected].contains(event.kind) }
}

extension RegistrationLedger {
    /// What somebody did to registrations since a time, in the order in which it happened.
    ///
    /// - Parameters:
    ///   - author: as `WriteContext` names them: `device:3`, with whoever was at it.
    ///   - limit: how much at the most.
    /// - Throws: `history_unreadable`.
    package func deeds(by author: String, since: Date, limit: Int) async throws -> [Deed] {
        try await store.read { db in
            let rows = try HistoryRecord.fetchAll(
                db,
                sql: """
                    SELECT * FROM registration_history WHERE (author = ? OR author GLOB ? || ':*') AND at_ms >= ?
                    ORDER BY id LIMIT ?
                    """,
                arguments: [author, author, since.milliseconds, limit])
            return try rows.map { row in
                Deed(
                    registration: try RegistrationRecord.fetch(db, id: row.registration), event: try row.happening())
            }
        }
    }
}
