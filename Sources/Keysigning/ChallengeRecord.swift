import Conference
import EventStore
import Foundation
import GRDB
import OpenPGP

/// A challenge as it is stored, and whether it can still be answered.
struct ChallengeRecord: Sendable {
    let id: Int64
    let submission: KeysigningSubmission.ID
    let text: String
    /// Of the nonce or the code.
    let digest: Data
    /// The key that a code is encrypted to.
    let key: Fingerprint?
    let issued: Date
    let expires: Date
    let isUsed: Bool
    let wrongCodes: Int

    /// The challenge of that method with that nonce; without a nonce, the newest.
    static func fetch(
        _ db: Database, _ method: KeysigningChallenge.Method, of submission: KeysigningSubmission.ID, secret: String?
    ) throws -> ChallengeRecord? {
        if let secret {
            return try fetch(
                db, "method = ? AND submission = ? AND secret_sha256 = ?",
                [method.rawValue, submission.rawValue, ChallengeText.digest(of: secret)])
        }
        return try fetch(db, "method = ? AND submission = ?", [method.rawValue, submission.rawValue])
    }

    static func fetch(_ db: Database, id: Int64) throws -> ChallengeRecord {
        guard let found = try fetch(db, "id = ?", [id]) else { throw KeysigningError(.challengeUnknown) }
        return found
    }

    private static func fetch(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> ChallengeRecord? {
        let stored = try Stored.fetchOne(
            db,
            sql: """
                SELECT *, EXISTS (SELECT 1 FROM keysigning_proof WHERE challenge = keysigning_challenge.id) AS is_used,
                       (SELECT count(*) FROM keysigning_wrong_code WHERE challenge = keysigning_challenge.id) AS wrong
                FROM keysigning_challenge WHERE \(condition) ORDER BY id DESC LIMIT 1
                """, arguments: arguments)
        return try stored.map { stored in
            ChallengeRecord(
                id: stored.id, submission: stored.submission, text: stored.text, digest: stored.secretSha256,
                key: try stored.key.map { try Fingerprint($0) }, issued: Date(milliseconds: stored.atMs),
                expires: Date(milliseconds: stored.expiresMs), isUsed: stored.isUsed, wrongCodes: stored.wrong)
        }
    }

    /// A row of `keysigning_challenge`, with what became of it.
    private struct Stored: RowRecord {
        let id: Int64
        let submission: KeysigningSubmission.ID
        let text: String
        let secretSha256: Data
        let key: String?
        let atMs: Int64
        let expiresMs: Int64
        let isUsed: Bool
        let wrong: Int
    }

    /// - Throws: `challenge_expired`.
    func checkTime(_ now: Date) throws(KeysigningError) {
        guard now < expires else {
            throw KeysigningError(.challengeExpired, ErrorDetail("expired", expires.formatted(.iso8601)))
        }
    }

    /// - Throws: `challenge_used`, `code_wrong_too_often`.
    func checkUnused() throws(KeysigningError) {
        guard !isUsed else { throw KeysigningError(.challengeUsed) }
        guard wrongCodes < KeysigningChallenge.wrongCodesMax else { throw KeysigningError(.codeWrongTooOften) }
    }
}
