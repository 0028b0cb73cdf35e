package import Conference
import EventStore
package import Foundation
import GRDB

/// Something that somebody did to a registration.
package struct Deed: Sendable, Hashable {
    package let registration: Registration
    package let event: Happening

    /// What moves money, or what is owed without a change of the place.
    static let payments: [Happening.Kind] = [
        .paid, .refunded, .paymentCorrected, .waived, .waiverWithdrawn, .keptGivenBack, .donated,
    ]
}

/// The first of what somebody did, and how much it is in all.
package struct Deeds: Sendable, Hashable {
    package let first: [Deed]
    package let count: Int
}

extension RegistrationLedger {
    /// What somebody did to registrations since a time, in the order in which it happened: money and all else apart, so that
    /// many changes do not hide a payment.
    ///
    /// - Parameters:
    ///   - author: as `WriteContext` names them: `device:3`, with whoever was at it.
    ///   - limit: how much of each at the most.
    /// - Throws: `history_unreadable`.
    package func deeds(
        by author: String, since: Date, limit: Int
    ) async throws -> (payments: Deeds, edits: Deeds) {
        try await store.read { db in
            func deeds(_ isIn: String) throws -> Deeds {
                let kinds = Deed.payments.map { "'\($0.rawValue)'" }.joined(separator: ", ")
                let theirs = """
                    FROM registration_history WHERE (author = ?1 OR author GLOB ?1 || ':*') AND at_ms >= ?2 AND kind \(isIn) (\(kinds))
                    """
                let arguments: StatementArguments = [author, since.milliseconds]
                let rows = try HistoryRecord.fetchAll(
                    db, sql: "SELECT * \(theirs) ORDER BY id LIMIT ?3", arguments: arguments + [limit])
                return Deeds(
                    first: try rows.map { row in
                        Deed(
                            registration: try RegistrationRecord.fetch(db, id: row.registration),
                            event: try row.happening())
                    },
                    count: try Int.fetchOne(db, sql: "SELECT count(*) \(theirs)", arguments: arguments) ?? 0)
            }
            return (try deeds("IN"), try deeds("NOT IN"))
        }
    }
}
