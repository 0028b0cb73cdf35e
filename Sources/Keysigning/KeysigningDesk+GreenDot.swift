package import Conference
package import EventStore
import GRDB
package import OpenPGP
import RegistrationLedger

/// What a person's badge says about the keysigning.
package struct KeysigningMark: Sendable, Hashable {
    package let hasGreenDot: Bool
    /// The number on the list; nil until a list is frozen with the key.
    package let number: Int?
    package let fingerprint: Fingerprint
}

extension KeysigningDesk {
    /// Notes that the owner of a key confirmed its fingerprint in person: their badge gets the green dot.
    ///
    /// - Parameter fingerprint: as the owner reads it out, or as their own slip shows it; never as our screen does.
    /// - Throws: `submission_unknown` when this person handed in no such key, codes of `OpenPGPError` for a text that
    /// is   no fingerprint, what `RegistrationLedger.registration` throws, `idempotency_conflict`.
    package func grantDot(
        confirmed fingerprint: String, registration named: String, context: WriteContext
    ) async throws -> Performed<Registration.ID> {
        let fingerprint = try Self.parse(fingerprint)
        let content = [named, fingerprint.digits]
        let done = try await store.perform("keysigning.dot", content: content, context: context) { db in
            let registration = try RegistrationLedger.registration(db, named: named)
            let standing = try SubmissionRecord.standing(db, fingerprint: fingerprint)
            guard let standing, standing.registration == registration.id else {
                throw KeysigningError("submission_unknown", ErrorDetail("fingerprint", fingerprint))
            }
            if try !Self.hasDot(db, standing.id) {
                try Self.insert(db, standing.id, kind: "granted", reason: "", context: context)
            }
            return registration.id.rawValue
        }
        return Performed(result: Registration.ID(rawValue: done.result), replayed: done.replayed)
    }

    /// Takes the green dot back.
    ///
    /// - Throws: `dot_missing` when the key has none, `reason_missing`, `text_too_long`, codes of `OpenPGPError`,
    ///   `idempotency_conflict`.
    package func withdrawDot(
        _ fingerprint: String, because reason: String, context: WriteContext
    ) async throws -> Performed<Registration.ID> {
        let fingerprint = try Self.parse(fingerprint)
        let reason = try Person.line(reason, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw KeysigningError("reason_missing") }
        let content = [fingerprint.digits, reason]
        let done = try await store.perform("keysigning.undot", content: content, context: context) { db in
            guard let standing = try SubmissionRecord.standing(db, fingerprint: fingerprint),
                try Self.hasDot(db, standing.id)
            else { throw KeysigningError("dot_missing", ErrorDetail("fingerprint", fingerprint)) }
            try Self.insert(db, standing.id, kind: "withdrawn", reason: reason, context: context)
            return standing.registration.rawValue
        }
        return Performed(result: Registration.ID(rawValue: done.result), replayed: done.replayed)
    }

    /// What the badges say of those who handed in a key: their first key with a dot, else their first.
    package func marks() async throws -> [Registration.ID: KeysigningMark] {
        try await store.read { db in
            try SubmissionRecord.standing(db).reduce(into: [:]) { marks, submission in
                let hasDot = try Self.hasDot(db, submission.id)
                guard marks[submission.registration].map({ hasDot && !$0.hasGreenDot }) ?? true else { return }
                marks[submission.registration] = KeysigningMark(
                    hasGreenDot: hasDot, number: submission.number, fingerprint: submission.key.fingerprint)
            }
        }
    }

    /// The keys that stand and have a green dot.
    package func dots() async throws -> Set<KeysigningSubmission.ID> {
        try await store.read { db in
            Set(try SubmissionRecord.standing(db).map(\.id).filter { try Self.hasDot(db, $0) })
        }
    }

    /// As `withdraw`, for a fingerprint as somebody types it.
    ///
    /// - Throws: also codes of `OpenPGPError` for a text that is no fingerprint.
    package func withdraw(
        _ fingerprint: String, because reason: String, context: WriteContext
    ) async throws -> Performed<KeysigningSubmission> {
        try await withdraw(try Self.parse(fingerprint), reason: reason, context: context)
    }

    private static func parse(_ fingerprint: String) throws -> Fingerprint {
        do throws(OpenPGPError) {
            return try Fingerprint(fingerprint)
        } catch {
            throw KeysigningError(error)
        }
    }

    private static func hasDot(_ db: Database, _ submission: KeysigningSubmission.ID) throws -> Bool {
        try String.fetchOne(
            db, sql: "SELECT kind FROM keysigning_dot WHERE submission = ? ORDER BY id DESC LIMIT 1",
            arguments: [submission.rawValue]) == "granted"
    }

    private static func insert(
        _ db: Database, _ submission: KeysigningSubmission.ID, kind: String, reason: String, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO keysigning_dot (submission, kind, reason, author, origin, at_ms) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.rawValue, kind, reason, context.author, context.origin, context.time.milliseconds,
            ])
    }
}
