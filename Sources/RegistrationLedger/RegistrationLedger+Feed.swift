package import Conference
import EventStore
package import Foundation
import GRDB

/// A line of some registration's history, without what it says of the person.
package struct HistoryLine: Sendable, Hashable {
    package let id: Int64
    package let registration: Registration.ID
    /// Nil for a kind that a later version of this program wrote.
    package let kind: Happening.Kind?
    package let time: Date
}

extension RegistrationLedger {
    /// The lines of all registrations' histories after a given one, in the order in which they were written.
    package func historyLines(after id: Int64, limit: Int) async throws -> [HistoryLine] {
        try await store.read { db in
            try LineRecord.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT id, registration, kind, at_ms FROM registration_history WHERE id > ? ORDER BY id LIMIT ?
                        """),
                arguments: [id, limit]
            ).map { row in
                HistoryLine(
                    id: row.id, registration: row.registration, kind: Happening.Kind(rawValue: row.kind),
                    time: Date(milliseconds: row.atMs))
            }
        }
    }

    /// The last line of all histories; 0 before the first.
    package func lastHistoryLine() async throws -> Int64 {
        try await store.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM registration_history") ?? 0 }
    }

    private struct LineRecord: RowRecord {
        let id: Int64
        let registration: Registration.ID
        let kind: String
        let atMs: Int64
    }
}
