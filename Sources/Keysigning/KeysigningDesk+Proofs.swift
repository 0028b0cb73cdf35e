package import Conference
package import EventStore
import Foundation
import GRDB
package import OpenPGP
import RegistrationLedger

extension KeysigningDesk {
    /// Issues a challenge for a key that this person handed in: a text to sign, or an encrypted code.
    ///
    /// It is good for a day, for this event, this place, this registration and this key, and once.
    /// - Throws: `submission_unknown`, `too_many_challenges` (`limit`), `keysigning_not_planned`; codes of
    ///   `OpenPGPError`, among them `proof_no_encryption_key`; what `RegistrationLedger.registration` throws;
    ///   `idempotency_conflict`.
    package func challenge(
        _ method: KeysigningChallenge.Method, fingerprint: String, registration id: Registration.ID,
        context: WriteContext
    ) async throws -> Performed<KeysigningChallenge> {
        let fingerprint = try Self.parse(fingerprint)
        let issued = try await prepare(method, fingerprint, id, context: context)
        let content = [method.rawValue, fingerprint.digits, id.description]
        let done = try await store.perform("keysigning.challenge", content: content, context: context) { db in
            let registration = try RegistrationLedger.registration(db, id)
            let submission = try Self.standing(db, fingerprint, of: registration.id)
            let hour = context.time.addingTimeInterval(-3_600).milliseconds
            let recent = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM keysigning_challenge WHERE submission = ? AND at_ms > ?",
                arguments: [submission.id.rawValue, hour])
            guard recent ?? 0 < KeysigningChallenge.perHour else {
                throw KeysigningError(.tooManyChallenges, ErrorDetail("limit", KeysigningChallenge.perHour))
            }
            try db.execute(
                sql: """
                    INSERT INTO keysigning_challenge
                        (submission, method, text, secret_sha256, key, expires_ms, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    submission.id.rawValue, method.rawValue, issued.text, ChallengeText.digest(of: issued.secret),
                    issued.key?.digits, issued.expires.milliseconds, context.author, context.origin,
                    context.time.milliseconds,
                ])
            return db.lastInsertedRowID
        }
        let challenge = try await store.read { db in
            guard
                let stored = try StoredText.fetchOne(
                    db, sql: "SELECT text, expires_ms FROM keysigning_challenge WHERE id = ?", arguments: [done.result])
            else { throw KeysigningError(.challengeUnknown) }
            return KeysigningChallenge(
                fingerprint: fingerprint, method: method, text: stored.text,
                expires: Date(milliseconds: stored.expiresMs))
        }
        return Performed(result: challenge, replayed: done.replayed)
    }

    /// What is shown of a row of `keysigning_challenge`.
    private struct StoredText: RowRecord {
        let text: String
        let expiresMs: Int64
    }

    private struct Issued: Sendable {
        let text: String
        let secret: String
        let key: Fingerprint?
        let expires: Date
    }

    /// Makes the texts of a challenge; encrypting is done before anything is written.
    private func prepare(
        _ method: KeysigningChallenge.Method, _ fingerprint: Fingerprint, _ id: Registration.ID, context: WriteContext
    ) async throws -> Issued {
        let (event, origin, owner, account, packets) = try await store.read { [store] db in
            let event = try store.definition(db)
            guard event.keysigning != nil else { throw KeysigningError(.keysigningNotPlanned) }
            let registration = try RegistrationLedger.registration(db, id)
            let submission = try Self.standing(db, fingerprint, of: registration.id)
            let tag = Data(store.tag)
            return (
                event, Self.origin(event, tag: tag), registration,
                ChallengeText.account(of: registration.id, tag: tag), submission.packets
            )
        }
        // To the minute, as the text says it.
        let end = context.time.addingTimeInterval(KeysigningChallenge.secondsMax).timeIntervalSince1970
        let expires = Date(timeIntervalSince1970: (end / 60).rounded(.down) * 60)
        var generator = SystemRandomNumberGenerator()
        switch method {
        case .signature:
            let nonce = ChallengeText.nonce(using: &generator)
            let text = ChallengeText.statement(
                event: event, origin: origin, fingerprint: fingerprint, owner: owner, account: account,
                nonce: nonce, expires: expires)
            return Issued(text: text, secret: nonce, key: nil, expires: expires)
        case .code:
            let code = ChallengeText.code(using: &generator)
            let text = ChallengeText.message(
                event: event, origin: origin, fingerprint: fingerprint, code: code, expires: expires)
            let encrypted = try await self.inspector.encrypt(text, to: packets)
            return Issued(
                text: encrypted.message, secret: ChallengeText.normalized(code), key: encrypted.key, expires: expires)
        }
    }

    /// The place that a challenge names: the address that the organizer gave, else the event's random tag.
    private static func origin(_ event: EventDefinition, tag: Data) -> String {
        event.keysigning?.origin ?? "lanyard:" + tag.hexadecimal
    }

    // MARK: - Answers

    /// Takes a signed challenge, with every check of docs/keysigning-formats.md, "Proof of control".
    ///
    /// - Throws: `submission_unknown`; `challenge_unknown` for a text that this event did not issue for this key to this
    ///   person, `challenge_used`, `challenge_expired`; codes of `OpenPGPError` that begin with `proof_`;
    ///   what `RegistrationLedger.registration` throws; `idempotency_conflict`.
    package func prove(
        signed submitted: consuming SubmittedBytes, fingerprint: String, registration id: Registration.ID,
        context: WriteContext
    ) async throws -> Performed<DotChange> {
        let fingerprint = try Self.parse(fingerprint)
        let message: SignedMessage
        message = try SignedMessage(submitted)
        // A signature alone is about the newest text.
        let nonce = message.isDetached ? nil : message.claimedValue(of: "nonce:") ?? ""
        let open = try await store.read { db in
            let registration = try RegistrationLedger.registration(db, id)
            let submission = try Self.standing(db, fingerprint, of: registration.id)
            guard let challenge = try ChallengeRecord.fetch(db, .signature, of: submission.id, secret: nonce) else {
                throw KeysigningError(.challengeUnknown)
            }
            return (challenge: challenge, submission: submission)
        }
        try open.challenge.checkTime(context.time)
        let proof = try await self.inspector.proof(
            message, of: open.challenge.text, by: open.submission.packets, from: open.challenge.issued,
            at: context.time)
        let content = [id.description, fingerprint.digits, "\(open.challenge.id)"]
        return try await store.perform("keysigning.prove", content: content, context: context) { db in
            let submission = try Self.standing(db, fingerprint, of: open.submission.registration)
            let challenge = try ChallengeRecord.fetch(db, id: open.challenge.id)
            try challenge.checkUnused()
            return try Self.insert(
                db, challenge, submission, key: proof.key, hash: proof.hashAlgorithm, signed: proof.signed,
                context: context)
        }
    }

    /// Takes the code that an encrypted message held.
    ///
    /// Five wrong ones make it worthless, and only the newest one counts.
    /// - Throws: `submission_unknown`, `challenge_unknown` when no code was issued, `challenge_used`,
    ///   `challenge_expired`, `code_wrong` (`left`), `code_wrong_too_often`, what `RegistrationLedger.registration` throws,
    ///   `idempotency_conflict`.
    package func prove(
        code: String, fingerprint: String, registration id: Registration.ID, context: WriteContext
    ) async throws -> Performed<DotChange> {
        let fingerprint = try Self.parse(fingerprint)
        let digest = ChallengeText.digest(of: ChallengeText.normalized(code))
        let content = [id.description, fingerprint.digits, digest.base64EncodedString()]
        let done = try await store.perform("keysigning.code", content: content, context: context) { db in
            let registration = try RegistrationLedger.registration(db, id)
            let submission = try Self.standing(db, fingerprint, of: registration.id)
            guard let challenge = try ChallengeRecord.fetch(db, .code, of: submission.id, secret: nil) else {
                throw KeysigningError(.challengeUnknown)
            }
            try challenge.checkUnused()
            try challenge.checkTime(context.time)
            guard challenge.digest == digest, let key = challenge.key else {
                try db.execute(
                    sql: "INSERT INTO keysigning_wrong_code (challenge, author, origin, at_ms) VALUES (?, ?, ?, ?)",
                    arguments: [challenge.id, context.author, context.origin, context.time.milliseconds])
                // Thrown only outside: here it would undo the count.
                return CodeOutcome(change: nil, left: KeysigningChallenge.wrongCodesMax - challenge.wrongCodes - 1)
            }
            return CodeOutcome(
                change: try Self.insert(db, challenge, submission, key: key, hash: nil, signed: nil, context: context),
                left: 0)
        }
        guard let change = done.result.change else {
            throw KeysigningError(.codeWrong, ErrorDetail("left", done.result.left))
        }
        return Performed(result: change, replayed: done.replayed)
    }

    private struct CodeOutcome: Codable, Sendable {
        let change: DotChange?
        let left: Int
    }

    private static func insert(
        _ db: Database, _ challenge: ChallengeRecord, _ submission: KeysigningSubmission, key: Fingerprint, hash: Int?,
        signed: Date?, context: WriteContext
    ) throws -> DotChange {
        let before = try StandingRecord.one(db, of: submission.id)
        try db.execute(
            sql: """
                INSERT INTO keysigning_proof
                    (challenge, submission, version, key, hash, signed_s, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                challenge.id, submission.id.rawValue, submission.certificateVersion, key.digits, hash,
                signed.map { Int64($0.timeIntervalSince1970) }, context.author, context.origin,
                context.time.milliseconds,
            ])
        let after = try StandingRecord.one(db, of: submission.id)
        return DotChange(submission.registration, before: before, after: after)
    }
}
