package import Conference
package import DoorRules
import EventStore
package import Foundation
package import GRDB

/// A badge that a device made.
package struct MadeBadge: Sendable, Hashable {
    package let registration: Registration.ID
    package let number: Int
    /// Why it took the place of another; empty for a first one.
    package let reason: String
    package let time: Date
}

/// How badges stand, for those who ask within a transaction of their own.
extension BadgeIssues {
    /// All issues of a registration in order, without the e-ticket.
    package static func all(_ db: Database, of registration: Registration.ID) throws -> [BadgeIssue] {
        try BadgeRecord.all(db, of: registration).filter { $0.number != .ticket }
    }

    /// One issue; nil where it was never made.
    package static func issue(
        _ db: Database, _ number: IssueNumber, of registration: Registration.ID
    ) throws -> BadgeIssue? {
        try BadgeRecord.fetch(
            db, BadgeRecord.Key(registration: registration.rawValue, issue: number.rawValue))
    }

    /// The latest badge; e-tickets do not count.
    package static func latest(_ db: Database, of registration: Registration.ID) throws -> BadgeIssue? {
        try BadgeRecord.latest(db, of: registration)
    }

    /// The number of the latest badge and whether it was revoked: the part of `latest` that every scan asks for.
    package static func standing(
        _ db: Database, of registration: Registration.ID
    ) throws -> (number: IssueNumber, isRevoked: Bool)? {
        try BadgeRecord.standing(db, of: registration)
    }

    /// How the badge of a registration stands before a run; nil for one that does not come.
    package static func candidate(_ db: Database, _ registration: Registration) throws -> BadgeCandidate? {
        guard registration.status == .active else { return nil }
        return BadgeCandidate(
            registration: registration, latest: try BadgeRecord.standing(db, forRunOf: registration.id))
    }

    /// How many people have a badge on paper, as this transaction sees it.
    package static func printedCount(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(DISTINCT registration) FROM badge_print AS print
                WHERE issue > 0 AND \(BadgeRecord.printCounts)
                """) ?? 0
    }

    /// The badges that somebody made since a time.
    ///
    /// - Parameter author: as `WriteContext` names them, with whoever was at the device.
    package func made(by author: String, since: Date, limit: Int) async throws -> [MadeBadge] {
        try await store.read { db in
            try MadeRow.fetchAll(
                db,
                sql: """
                    SELECT registration, issue, reason, at_ms FROM badge_issue
                    WHERE (author = ? OR author GLOB ? || ':*') AND at_ms >= ? ORDER BY at_ms, registration, issue LIMIT ?
                    """,
                arguments: [author, author, since.milliseconds, limit]
            ).map { row in
                MadeBadge(
                    registration: row.registration, number: row.issue, reason: row.reason,
                    time: Date(milliseconds: row.atMs))
            }
        }
    }

    /// How many badges somebody made since a time.
    package func madeCount(by author: String, since: Date) async throws -> Int {
        try await store.read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM badge_issue WHERE author = ? AND at_ms >= ?",
                arguments: [author, since.milliseconds]) ?? 0
        }
    }

    private struct MadeRow: RowRecord {
        let registration: Registration.ID
        let issue: Int
        let reason: String
        let atMs: Int64
    }
}
