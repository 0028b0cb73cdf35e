import Conference
import DoorRules
import EventStore
import Foundation
import GRDB

/// The tables of badges, read and written as values.
enum BadgeRecord {
    /// Names an issue in the stored result of a write.
    struct Key: Codable, RowRecord, Sendable, Hashable, CustomStringConvertible {
        let registration: UInt32
        let issue: UInt16

        init(registration: UInt32, issue: UInt16) {
            self.registration = registration
            self.issue = issue
        }

        init(_ badge: BadgeIssue) {
            self.init(registration: badge.registration.rawValue, issue: badge.number.rawValue)
        }

        var number: IssueNumber { IssueNumber(rawValue: issue) }
        var description: String { "\(registration)/\(issue)" }
    }

    private static let query = """
        SELECT badge_issue.*, revocation.reason AS revoked_because, revocation.author AS revoked_by,
               revocation.at_ms AS revoked_ms,
               (SELECT count(*) FROM badge_print AS print
                WHERE print.registration = badge_issue.registration AND print.issue = badge_issue.issue) AS copies
        FROM badge_issue
        LEFT JOIN badge_revocation AS revocation
               ON revocation.registration = badge_issue.registration AND revocation.issue = badge_issue.issue
        WHERE badge_issue.registration = ?
        """

    static func fetch(_ db: Database, _ key: Key) throws -> BadgeIssue? {
        try badges(db, "AND badge_issue.issue = ?", [Int64(key.registration), Int64(key.issue)]).first
    }

    static func all(_ db: Database, of registration: Registration.ID) throws -> [BadgeIssue] {
        try badges(db, "ORDER BY badge_issue.issue", [registration])
    }

    /// The latest badge; e-tickets do not count.
    static func latest(_ db: Database, of registration: Registration.ID) throws -> BadgeIssue? {
        try badges(
            db, "AND badge_issue.issue > 0 ORDER BY badge_issue.issue DESC LIMIT 1", [registration]
        ).first
    }

    /// The number of the latest badge, or of the ticket where tickets are asked for; nil if there is none.
    static func latestNumber(_ db: Database, of registration: Registration.ID, tickets: Bool) throws -> IssueNumber? {
        try UInt16.fetchOne(
            db.cachedStatement(
                sql: "SELECT max(issue) FROM badge_issue WHERE registration = ? AND (issue = 0) = ?"),
            arguments: [registration, tickets]
        ).map(IssueNumber.init)
    }

    /// The number of the latest badge and whether it was revoked: the part of `latest` that every scan asks for.
    static func standing(
        _ db: Database, of registration: Registration.ID
    ) throws -> (number: IssueNumber, isRevoked: Bool)? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT issue, EXISTS (SELECT 1 FROM badge_revocation AS revocation
                                      WHERE revocation.registration = badge_issue.registration
                                        AND revocation.issue = badge_issue.issue) AS revoked
                FROM badge_issue WHERE registration = ? AND issue > 0 ORDER BY issue DESC LIMIT 1
                """)
        return try Standing.fetchOne(statement, arguments: [registration]).map {
            (number: $0.issue, isRevoked: $0.revoked)
        }
    }

    private struct Standing: FetchableRecord {
        let issue: IssueNumber
        let revoked: Bool

        init(row: Row) throws {
            issue = try row.decode(forColumn: "issue")
            revoked = try row.decode(forColumn: "revoked")
        }
    }

    static func insert(_ db: Database, _ signed: SignedCredential, reason: String, context: WriteContext) throws {
        let credential = signed.credential
        try db.cachedStatement(
            sql: """
                INSERT INTO badge_issue (registration, issue, credential, signing_key, reason, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            credential.registration, credential.issue, Data(signed.bytes),
            credential.key, reason, context.author, context.origin, context.time.milliseconds,
        ])
    }

    static func revoke(_ db: Database, _ badge: BadgeIssue, reason: String, context: WriteContext) throws {
        try db.execute(
            sql: """
                INSERT INTO badge_revocation (registration, issue, reason, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                badge.registration, badge.number, reason, context.author,
                context.origin, context.time.milliseconds,
            ])
    }

    /// Whether a print counts: one that the queue took back or failed at does not.
    static let printCounts = """
        NOT EXISTS (SELECT 1 FROM print_job_state AS state
                    WHERE state.id = (SELECT max(id) FROM print_job_state WHERE job = print.job)
                      AND state.state IN ('cancelled', 'failed'))
        """

    /// The latest badge as a run must find it.
    static func standing(_ db: Database, forRunOf registration: Registration.ID) throws -> BadgeCandidate.Latest? {
        guard let badge = try latest(db, of: registration) else { return nil }
        let facts = try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT facts FROM badge_print AS print
                    WHERE registration = ? AND issue = ? AND \(printCounts) ORDER BY copy DESC LIMIT 1
                    """),
            arguments: [registration, badge.number])
        return BadgeCandidate.Latest(
            number: badge.number, credential: badge.credential, isRevoked: badge.revocation != nil,
            isPrinted: facts != nil, facts: facts.flatMap { BadgeFacts(stored: $0) }, copies: badge.copies)
    }

    static func insertPrint(
        _ db: Database, _ key: Key, copy: Int, job: PrintJob.ID, position: Int, facts: BadgeFacts, reason: String,
        context: WriteContext
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO badge_print
                    (registration, issue, copy, reason, author, origin, at_ms, job, position, facts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            Int64(key.registration), Int64(key.issue), copy, reason, context.author, context.origin,
            context.time.milliseconds, job.rawValue, position, facts.stored,
        ])
    }

    private static func badges(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [BadgeIssue] {
        try Stored.fetchAll(db.cachedStatement(sql: "\(query) \(condition)"), arguments: arguments)
            .map { try $0.badge() }
    }

    /// A row of `query`.
    private struct Stored: FetchableRecord {
        let registration: Registration.ID
        let issue: IssueNumber
        let credential: Data
        let reason: String
        let author: String
        let origin: String
        let atMs: Int64
        let revokedBecause: String?
        let revokedBy: String?
        let revokedMs: Int64?
        let copies: Int

        init(row: Row) throws {
            registration = try row.decode(forColumn: "registration")
            issue = try row.decode(forColumn: "issue")
            credential = try row.decode(forColumn: "credential")
            reason = try row.decode(forColumn: "reason")
            author = try row.decode(forColumn: "author")
            origin = try row.decode(forColumn: "origin")
            atMs = try row.decode(forColumn: "at_ms")
            revokedBecause = try row.decode(forColumn: "revoked_because")
            revokedBy = try row.decode(forColumn: "revoked_by")
            revokedMs = try row.decode(forColumn: "revoked_ms")
            copies = try row.decode(forColumn: "copies")
        }

        func badge() throws -> BadgeIssue {
            BadgeIssue(
                registration: registration, number: issue,
                credential: try SignedCredential(bytes: Array(credential)), reason: reason, author: author,
                origin: origin, time: Date(milliseconds: atMs), revocation: revocation, copies: copies)
        }

        private var revocation: BadgeIssue.Revocation? {
            guard let revokedBecause, let revokedBy, let revokedMs else { return nil }
            return BadgeIssue.Revocation(
                reason: revokedBecause, author: revokedBy, time: Date(milliseconds: revokedMs))
        }
    }
}
