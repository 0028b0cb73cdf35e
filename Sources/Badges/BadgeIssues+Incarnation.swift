package import Conference
package import DoorRules
import EventStore
package import GRDB

/// What of badges a new incarnation of the event's file must know.
extension BadgeIssues {
    /// Tables whose numbers an incarnation begins anew.
    package static let numberedTables = ["print_job", "print_job_state", "hand_over"]

    /// The highest issue of any badge.
    package static func highestIssue(_ db: Database) throws -> IssueNumber {
        IssueNumber(rawValue: try UInt16.fetchOne(db, sql: "SELECT max(issue) FROM badge_issue") ?? 0)
    }

    /// Up to which issue the badges of a registration open no door any more: a later one took their place, or they were
    /// revoked.
    package static func deadIssues(_ db: Database) throws -> [Registration.ID: IssueNumber] {
        let rows = try DeadRow.fetchAll(
            db,
            sql: """
                SELECT registration, max(issue) AS issue FROM (
                    SELECT registration, issue FROM badge_revocation
                    UNION ALL
                    SELECT registration, max(issue) - 1 FROM badge_issue WHERE issue > 0 GROUP BY registration)
                WHERE issue > 0 GROUP BY registration
                """)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.registration, $0.issue) })
    }

    /// Revokes the latest badges that open no door any more, as somebody knows who saw more than this file.
    ///
    /// - Returns: how many those were.
    package static func revokeAgain(
        _ dead: [Registration.ID: IssueNumber], because reason: String, _ db: Database, context: WriteContext
    ) throws -> Int {
        var count = 0
        for (registration, issue) in dead.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let latest = try BadgeRecord.latest(db, of: registration), latest.number <= issue,
                latest.revocation == nil
            else { continue }
            try BadgeRecord.revoke(db, latest, reason: reason, context: context)
            count += 1
        }
        return count
    }

    private struct DeadRow: RowRecord {
        let registration: Registration.ID
        let issue: IssueNumber
    }
}
