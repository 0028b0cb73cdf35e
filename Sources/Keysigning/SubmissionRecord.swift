import Conference
import EventStore
import Foundation
import GRDB
import OpenPGP

/// The tables of submissions, read and written as values.
enum SubmissionRecord {
    private static let query = """
        SELECT submission.id, submission.registration, submission.fingerprint, submission.at_ms,
               certificate.version, certificate.packets, certificate.algorithm, certificate.capabilities,
               certificate.created_s, certificate.expires_s,
               number.number, withdrawal.at_ms AS withdrawn_ms
        FROM keysigning_submission AS submission
        JOIN keysigning_certificate AS certificate ON certificate.submission = submission.id
             AND certificate.version =
                 (SELECT max(version) FROM keysigning_certificate WHERE submission = submission.id)
        LEFT JOIN keysigning_number AS number ON number.submission = submission.id
        LEFT JOIN keysigning_withdrawal AS withdrawal ON withdrawal.submission = submission.id
        """

    /// Those that stand, the keys of one person together, in the order of each person's first.
    static func standing(_ db: Database) throws -> [KeysigningSubmission] {
        try fetch(
            db,
            """
            WHERE withdrawal.submission IS NULL
            ORDER BY min(submission.id) OVER (PARTITION BY submission.registration), submission.id
            """, [])
    }

    /// The standing submission of that key, if there is one.
    static func standing(_ db: Database, fingerprint: Fingerprint) throws -> KeysigningSubmission? {
        try fetch(
            db, "WHERE submission.fingerprint = ? AND withdrawal.submission IS NULL", [fingerprint.digits]
        ).first
    }

    static func all(_ db: Database, of registration: Registration.ID) throws -> [KeysigningSubmission] {
        try fetch(db, "WHERE submission.registration = ? ORDER BY submission.id", [registration])
    }

    static func fetch(_ db: Database, id: KeysigningSubmission.ID) throws -> KeysigningSubmission {
        guard let found = try fetch(db, "WHERE submission.id = ?", [id.rawValue]).first else {
            throw KeysigningError(.submissionUnknown, ErrorDetail("number", id))
        }
        return found
    }

    /// A submission as it stood at one of its hand-ins, counted from 1.
    static func fetch(
        _ db: Database, id: KeysigningSubmission.ID, certificateVersion: Int
    ) throws -> KeysigningSubmission {
        let query = query.replacing(
            "(SELECT max(version) FROM keysigning_certificate WHERE submission = submission.id)", with: "?")
        guard let found = try fetch(db, query, "WHERE submission.id = ?", [certificateVersion, id.rawValue]).first
        else {
            throw KeysigningError(.submissionUnknown, ErrorDetail("number", id))
        }
        return found
    }

    static func insert(
        _ db: Database, fingerprint: Fingerprint, registration: Registration.ID, context: WriteContext
    ) throws -> KeysigningSubmission.ID {
        try db.execute(
            sql: """
                INSERT INTO keysigning_submission (registration, fingerprint, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                registration, fingerprint.digits, context.author, context.origin,
                context.time.milliseconds,
            ])
        return KeysigningSubmission.ID(rawValue: db.lastInsertedRowID)
    }

    static func insert(
        _ db: Database, _ certificate: Certificate, version: Int, of submission: KeysigningSubmission.ID,
        context: WriteContext
    ) throws {
        let key = ListedKey(certificate)
        try db.execute(
            sql: """
                INSERT INTO keysigning_certificate
                    (submission, version, packets, algorithm, capabilities, created_s, expires_s, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.rawValue, version, Data(certificate.strippedBytes), key.algorithm, key.capabilities,
                seconds(key.created), key.expires.map(seconds), context.author, context.origin,
                context.time.milliseconds,
            ])
        for (position, name) in key.names.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO keysigning_user_id (submission, version, position, text, mail, expires_s)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    submission.rawValue, version, position + 1, name.text, name.mailAddress, name.expires.map(seconds),
                ])
        }
    }

    static func withdraw(
        _ db: Database, _ submission: KeysigningSubmission.ID, reason: String, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO keysigning_withdrawal (submission, reason, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.rawValue, reason, context.author, context.origin, context.time.milliseconds,
            ])
    }

    private static func fetch(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [KeysigningSubmission] {
        try fetch(db, query, condition, arguments)
    }

    private static func fetch(
        _ db: Database, _ query: String, _ condition: String, _ arguments: StatementArguments
    ) throws -> [KeysigningSubmission] {
        try Row.fetchAll(db, sql: "\(query) \(condition)", arguments: arguments).map { row in
            let id: Int64 = row["id"]
            let version: Int = row["version"]
            let names = try Row.fetchAll(
                db,
                sql: "SELECT * FROM keysigning_user_id WHERE submission = ? AND version = ? ORDER BY position",
                arguments: [id, version])
            let packets: Data = row["packets"]
            return KeysigningSubmission(
                id: KeysigningSubmission.ID(rawValue: id), registration: row["registration"],
                key: ListedKey(
                    fingerprint: try Fingerprint(row["fingerprint"]), algorithm: row["algorithm"],
                    capabilities: row["capabilities"], created: date(row["created_s"]),
                    expires: (row["expires_s"] as Int64?).map(date),
                    names: names.map {
                        ListedKey.Name(
                            text: $0["text"], mailAddress: $0["mail"], expires: ($0["expires_s"] as Int64?).map(date))
                    }),
                certificateVersion: version, packets: Array(packets), number: row["number"],
                submitted: Date(milliseconds: row["at_ms"]),
                withdrawn: (row["withdrawn_ms"] as Int64?).map(Date.init(milliseconds:)))
        }
    }

    private static func seconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970) }

    private static func date(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
}
