package import Conference
import EventStore
package import Foundation
package import GRDB

/// What of the keysigning a new incarnation of the event's file must know.
extension KeysigningDesk {
    /// Tables whose numbers an incarnation begins anew.
    package static let numberedTables = ["keysigning_submission"]

    /// The keys that were taken back.
    package static func withdrawnSubmissions(_ db: Database) throws -> [Int64] {
        try Int64.fetchAll(db, sql: "SELECT submission FROM keysigning_withdrawal ORDER BY submission")
    }

    /// What tells the links of participants that serve no more: SHA-256 of each.
    package static func revokedInvitations(_ db: Database) throws -> [Data] {
        try Data.fetchAll(
            db,
            sql: "SELECT secret_sha256 FROM keysigning_invitation WHERE revoked_ms IS NOT NULL ORDER BY secret_sha256")
    }

    /// Takes back those of these keys that stand in this file.
    ///
    /// - Returns: how many those were.
    package static func withdrawAgain(
        _ submissions: some Sequence<Int64>, because reason: String, _ db: Database, context: WriteContext
    ) throws -> Int {
        var count = 0
        for submission in submissions {
            let stands = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM keysigning_submission WHERE id = ?)
                       AND NOT EXISTS (SELECT 1 FROM keysigning_withdrawal WHERE submission = ?)
                    """, arguments: [submission, submission])
            guard stands == true else { continue }
            try SubmissionRecord.withdraw(
                db, KeysigningSubmission.ID(rawValue: submission), reason: reason, context: context)
            count += 1
        }
        return count
    }

    /// Ends those of these links that serve in this file.
    ///
    /// - Returns: how many those were.
    package static func revokeAgain(
        _ invitations: some Sequence<Data>, _ db: Database, context: WriteContext
    ) throws -> Int {
        var count = 0
        for invitation in invitations {
            try db.execute(
                sql: """
                    UPDATE keysigning_invitation SET revoked_ms = ? WHERE secret_sha256 = ? AND revoked_ms IS NULL
                    """,
                arguments: [context.time.milliseconds, invitation])
            count += db.changesCount
        }
        return count
    }
}
