package import Conference
import EventStore
package import Foundation
import GRDB

/// Something that `feed_event` tells.
package struct FeedRow: Sendable, Hashable {
    package let id: Int64
    package let kind: FeedEvent.Kind
    package let registration: Registration.ID
    /// Of the badge's issue, or the key on the list.
    package let number: Int64
    package let time: Date
}

extension Outbox {
    /// Tables whose numbers an incarnation of the event's file begins anew.
    package static let numberedTables = ["feed_event", "webhook"]

    /// What `feed_event` tells after a row, in order.
    package func feedRows(after id: Int64, limit: Int) async throws -> [FeedRow] {
        try await store.read { db in
            try FeedRecord.fetchAll(
                db.cachedStatement(sql: "SELECT * FROM feed_event WHERE id > ? ORDER BY id LIMIT ?"),
                arguments: [id, limit]
            ).map { row in
                FeedRow(
                    id: row.id, kind: row.kind, registration: row.registration, number: row.number,
                    time: Date(milliseconds: row.atMs))
            }
        }
    }

    /// The last row of `feed_event`; 0 before the first.
    package func lastFeedRow() async throws -> Int64 {
        try await store.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM feed_event") ?? 0 }
    }

    private struct FeedRecord: RowRecord {
        let id: Int64
        let kind: FeedEvent.Kind
        let registration: Registration.ID
        let number: Int64
        let atMs: Int64
    }
}
