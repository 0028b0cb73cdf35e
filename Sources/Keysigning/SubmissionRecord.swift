import Conference
import Crypto
import EventStore
import Foundation
import GRDB
import OpenPGP

/// The tables of submissions, read and written as values.
enum SubmissionRecord {
    private static let columns = """
        SELECT submission.id, submission.registration, submission.fingerprint, submission.at_ms,
               certificate.version, certificate.packets, certificate.algorithm, certificate.capabilities,
               certificate.created_s, certificate.expires_s, certificate.is_revoked,
               number.number, withdrawal.at_ms AS withdrawn_ms, revocation.at_ms AS revoked_ms, revocation.revoker
        """
    private static let standings = """
        LEFT JOIN keysigning_withdrawal AS withdrawal ON withdrawal.submission = submission.id
        LEFT JOIN keysigning_revocation AS revocation ON revocation.submission = submission.id
        """
    /// Each submission in its newest state.
    private static let newest = """
        \(columns)
        FROM keysigning_submission AS submission
        JOIN keysigning_certificate AS certificate ON certificate.submission = submission.id
             AND certificate.version =
                 (SELECT max(version) FROM keysigning_certificate WHERE submission = submission.id)
        LEFT JOIN keysigning_number AS number ON number.submission = submission.id
        \(standings)
        """
    /// Each key of a version as it was then.
    private static let frozen = """
        \(columns)
        FROM keysigning_entry AS entry
        JOIN keysigning_number AS number ON number.number = entry.number
        JOIN keysigning_submission AS submission ON submission.id = number.submission
        JOIN keysigning_certificate AS certificate ON certificate.submission = submission.id
             AND certificate.version = entry.certificate_version
        \(standings)
        WHERE entry.version = ? ORDER BY entry.number
        """

    /// Those that stand, grouped by person, in the order of each person's first key.
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

    /// What is known of that key: the submission that stands; else the newest one that was revoked, or that has a number
    /// and so is on a list that others hold.
    static func known(_ db: Database, fingerprint: Fingerprint) throws -> KeysigningSubmission? {
        try standing(db, fingerprint: fingerprint)
            ?? fetch(
                db,
                """
                WHERE submission.fingerprint = ?
                AND (number.number IS NOT NULL OR revocation.submission IS NOT NULL)
                ORDER BY submission.id DESC
                """, [fingerprint.digits]
            ).first
    }

    /// The user ids of the last state that had any.
    static func lastNames(_ db: Database, of submission: KeysigningSubmission.ID) throws -> [ListedKey.Name] {
        try StoredName.fetchAll(
            db,
            sql: """
                SELECT text, mail, expires_s FROM keysigning_user_id WHERE submission = ?
                AND version = (SELECT max(version) FROM keysigning_user_id WHERE submission = ?) ORDER BY position
                """, arguments: [submission, submission]
        ).map(\.name)
    }

    /// The packets that the owner of a key handed in last; nil where that is its newest state, empty where they never did.
    static func ownersWord(_ db: Database, of submission: KeysigningSubmission) throws -> [UInt8]? {
        let last = try OwnersWord.fetchOne(
            db,
            sql: """
                SELECT version, packets FROM keysigning_certificate WHERE submission = ? AND is_from_owner = 1
                ORDER BY version DESC LIMIT 1
                """,
            arguments: [submission.id])
        return last?.version == submission.certificateVersion ? nil : last.map { Array($0.packets) } ?? []
    }

    private struct OwnersWord: RowRecord {
        let version: Int
        let packets: Data
    }

    /// The keys that somebody handed in and that are named by one of those: fingerprints, or ids of 16 digits.
    static func fingerprints(_ db: Database, ofIssuers issuers: Set<String>) throws -> [Fingerprint] {
        try issuers.sorted().flatMap { issuer in
            let condition = issuer.utf8.count == 16 ? "substr(submission.fingerprint, 25)" : "submission.fingerprint"
            return try fetch(db, "WHERE \(condition) = ? ORDER BY submission.id", [issuer]).map(\.key.fingerprint)
        }
    }

    static func all(_ db: Database, of registration: Registration.ID) throws -> [KeysigningSubmission] {
        try fetch(db, "WHERE submission.registration = ? ORDER BY submission.id", [registration])
    }

    static func standing(_ db: Database, of registration: Registration.ID) throws -> [KeysigningSubmission] {
        try all(db, of: registration).filter { $0.withdrawn == nil }
    }

    /// The submission that has that number, whatever became of it.
    static func numbered(_ db: Database, _ number: Int) throws -> KeysigningSubmission? {
        try fetch(db, "WHERE number.number = ?", [number]).first
    }

    static func fetch(_ db: Database, id: KeysigningSubmission.ID) throws -> KeysigningSubmission {
        guard let found = try fetch(db, "WHERE submission.id = ?", [id.rawValue]).first else {
            throw KeysigningError(.submissionUnknown, ErrorDetail("number", id))
        }
        return found
    }

    /// The keys of a frozen version as they stood then, in the order of their numbers.
    static func frozen(_ db: Database, version: Int) throws -> [KeysigningSubmission] {
        try fetch(db, query: frozen, [version])
    }

    static func insert(
        _ db: Database, _ certificate: Certificate, registration: Registration.ID,
        from sender: CertificateReader.Sender,
        context: WriteContext
    ) throws -> KeysigningSubmission.ID {
        try db.execute(
            sql: """
                INSERT INTO keysigning_submission (registration, fingerprint, material_sha256, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                registration, certificate.fingerprint.digits,
                CertificateReader.keyMaterial(of: certificate.strippedBytes).map { Data(SHA256.hash(data: $0)) },
                context.author, context.origin, context.time.milliseconds,
            ])
        let id = KeysigningSubmission.ID(rawValue: db.lastInsertedRowID)
        try insert(db, certificate, version: 1, of: id, from: sender, context: context)
        return id
    }

    static func insert(
        _ db: Database, _ certificate: Certificate, version: Int, of submission: KeysigningSubmission.ID,
        from sender: CertificateReader.Sender, context: WriteContext
    ) throws {
        let key = ListedKey(certificate)
        try db.execute(
            sql: """
                INSERT INTO keysigning_certificate
                    (submission, version, packets, algorithm, capabilities, created_s, expires_s, is_revoked,
                     is_from_owner, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.rawValue, version, Data(certificate.strippedBytes), key.algorithm, key.capabilities,
                seconds(key.created), key.expires.map(seconds), certificate.isRevoked, sender == .owner,
                context.author, context.origin, context.time.milliseconds,
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

    /// Stores a certificate that was revoked, and takes the key off the list if it still stands.
    ///
    /// People may also hold a version that has the key under a number from an earlier hand-in, so those submissions are
    /// marked as well.
    static func revoke(
        _ db: Database, _ submission: KeysigningSubmission, with certificate: Certificate,
        from sender: CertificateReader.Sender, context: WriteContext
    ) throws {
        let reason =
            certificate.revocation?.revoker.map { "revoked by \($0), which its owner allowed to" }
            ?? (certificate.isRevoked ? "revoked by its owner" : "its owner revoked every user id")
        let all = try fetch(db, "WHERE submission.fingerprint = ?", [submission.key.fingerprint.digits])
        for one in all where one.id == submission.id || one.number != nil {
            try insert(
                db, certificate, version: one.certificateVersion + 1, of: one.id, from: sender, context: context)
            try db.execute(
                sql: """
                    INSERT INTO keysigning_revocation (submission, revoker, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    one.id.rawValue, certificate.revocation?.revoker?.digits, context.author, context.origin,
                    context.time.milliseconds,
                ])
            if one.withdrawn == nil { try withdraw(db, one.id, reason: reason, context: context) }
        }
    }

    // MARK: - Rows

    static func fetch(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [KeysigningSubmission] {
        try fetch(db, query: query(condition), arguments)
    }

    /// The submissions that a condition chooses, in their newest state.
    static func query(_ condition: String) -> String { "\(newest) \(condition)" }

    /// A submission with one of its certificates and what became of it.
    private struct Stored: FetchableRecord {
        let id: KeysigningSubmission.ID
        let registration: Registration.ID
        let fingerprint: String
        let atMs: Int64
        let version: Int
        let packets: Data
        let algorithm: String
        let capabilities: String
        let createdS: Int64
        let expiresS: Int64?
        let isRevoked: Bool
        let number: Int?
        let withdrawnMs: Int64?
        let revokedMs: Int64?
        let revoker: String?

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            registration = try row.decode(forColumn: "registration")
            fingerprint = try row.decode(forColumn: "fingerprint")
            atMs = try row.decode(forColumn: "at_ms")
            version = try row.decode(forColumn: "version")
            packets = try row.decode(forColumn: "packets")
            algorithm = try row.decode(forColumn: "algorithm")
            capabilities = try row.decode(forColumn: "capabilities")
            createdS = try row.decode(forColumn: "created_s")
            expiresS = try row.decode(forColumn: "expires_s")
            isRevoked = try row.decode(forColumn: "is_revoked")
            number = try row.decode(forColumn: "number")
            withdrawnMs = try row.decode(forColumn: "withdrawn_ms")
            revokedMs = try row.decode(forColumn: "revoked_ms")
            revoker = try row.decode(forColumn: "revoker")
        }

        func submission(named names: [ListedKey.Name]) throws -> KeysigningSubmission {
            KeysigningSubmission(
                id: id, registration: registration,
                key: ListedKey(
                    fingerprint: try Fingerprint(fingerprint), algorithm: algorithm, capabilities: capabilities,
                    created: date(createdS), expires: expiresS.map(date), names: names),
                certificateVersion: version, packets: Array(packets), number: number,
                submitted: Date(milliseconds: atMs), withdrawn: withdrawnMs.map(Date.init(milliseconds:)),
                revoked: try revokedMs.map { revoked in
                    KeysigningSubmission.Revoked(
                        time: Date(milliseconds: revoked), revoker: try revoker.map { try Fingerprint($0) },
                        isWholeKey: isRevoked)
                })
        }
    }

    /// A row of `keysigning_user_id`.
    private struct StoredName: FetchableRecord {
        let text: String
        let mail: String?
        let expiresS: Int64?

        init(row: Row) throws {
            text = try row.decode(forColumn: "text")
            mail = try row.decode(forColumn: "mail")
            expiresS = try row.decode(forColumn: "expires_s")
        }

        var name: ListedKey.Name { ListedKey.Name(text: text, mailAddress: mail, expires: expiresS.map(date)) }
    }

    private static func fetch(
        _ db: Database, query: String, _ arguments: StatementArguments
    ) throws -> [KeysigningSubmission] {
        // One statement for the names of all, which runs once a key.
        let names = try db.cachedStatement(
            sql: """
                SELECT text, mail, expires_s FROM keysigning_user_id
                WHERE submission = ? AND version = ? ORDER BY position
                """)
        return try Stored.fetchAll(db.cachedStatement(sql: query), arguments: arguments).map { stored in
            try stored.submission(
                named: StoredName.fetchAll(names, arguments: [stored.id, stored.version]).map(\.name))
        }
    }

    private static func seconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970) }

    private static func date(_ seconds: Int64) -> Date { Date(seconds: seconds) }
}
