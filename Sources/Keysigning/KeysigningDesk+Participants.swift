package import Conference
import Crypto
package import EventStore
package import Foundation
import GRDB
package import OpenPGP
import RegistrationLedger

/// A participant's own secret: 32 random bytes, shown once; the file keeps its SHA-256.
package struct ParticipantToken: Sendable, CustomStringConvertible {
    /// What a link carries behind `#`, and a program as its bearer token (RFC 6750): `keysigning_` and 43 characters.
    package let secret: String
    package var description: String { "‹redacted›" }

    init() { secret = "keysigning_" + Data.random(32).base64URL }

    /// Made of a secret of the event and a name, so that the same mail always carries the same link.
    init(of name: String, by secret: Data) {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("keysigning-link:\(name)".utf8), using: SymmetricKey(data: secret))
        self.secret = "keysigning_" + Data(code).base64URL
    }

    /// The link that its owner opens; the secret stands behind `#`, so that no server and no log sees it.
    ///
    /// - Parameter server: the address under which participants reach the server, as `https://192.0.2.1:8015`.
    package func link(at server: String) -> String {
        (server.hasSuffix("/") ? String(server.dropLast()) : server) + "/keysigning#" + secret
    }
}

/// A link that was just made, and whose it is.
package struct KeysigningInvitation: Sendable, CustomStringConvertible {
    package let registration: Registration
    package let token: ParticipantToken

    package var secret: String { token.secret }
    package var description: String { token.description }
}

extension KeysigningDesk {
    /// Makes the link of one person; the one before is worthless from then on.
    ///
    /// Not repeated under its key: the secret is not stored, and so a second call makes a second link.
    /// - Throws: what `RegistrationLedger.registration` throws, `registration_cancelled`.
    package func invite(
        registration id: Registration.ID, context: WriteContext
    ) async throws -> KeysigningInvitation {
        let token = ParticipantToken()
        return try await store.write { db in
            let registration = try RegistrationLedger.registration(db, id)
            guard registration.status == .active else {
                throw LedgerError(.registrationCancelled, ErrorDetail("registration", registration.id))
            }
            try Self.revokeInvitations(db, of: registration.id, context: context)
            try Self.insert(db, token, for: registration.id, context: context)
            return KeysigningInvitation(registration: registration, token: token)
        }
    }

    /// The link that a mail carries: made by its first attempt, and the same by every further one. The one before is
    /// worthless from then on.
    ///
    /// - Parameter mail: names the mail, by something that nobody can guess.
    /// - Returns: nil for somebody who has left, and where another link took its place.
    /// - Throws: what `RegistrationLedger.registration` throws, `key_unreadable`, `key_not_written`.
    package func invite(
        registration id: Registration.ID, for mail: String, at now: Date
    ) async throws -> ParticipantToken? {
        let token = ParticipantToken(of: mail, by: try store.keys.secret(named: "mail-links"))
        let digest = ChallengeText.digest(of: token.secret)
        return try await store.write { db in
            guard try RegistrationLedger.registration(db, id).status == .active else { return nil }
            let known = try Bool.fetchOne(
                db, sql: "SELECT revoked_ms IS NULL FROM keysigning_invitation WHERE secret_sha256 = ?",
                arguments: [digest])
            if let isInForce = known { return isInForce ? token : nil }
            let context = WriteContext(author: "mail", origin: "", time: now, key: .unique())
            try Self.revokeInvitations(db, of: id, context: context)
            try Self.insert(db, token, for: id, context: context)
            return token
        }
    }

    /// Makes a link for everybody who is registered and has none in force, in the order of their numbers.
    ///
    /// Like `invite`, it is not repeated under its key; whoever got a link from an earlier call gets no second one.
    package func inviteAll(context: WriteContext) async throws -> [KeysigningInvitation] {
        try await store.write { db in
            let invited = Set(
                try Int64.fetchAll(db, sql: "SELECT registration FROM keysigning_invitation WHERE revoked_ms IS NULL"))
            let waiting = try RegistrationLedger.registrations(db, nil).filter {
                $0.status == .active && !invited.contains(Int64($0.id.rawValue))
            }
            return try waiting.map { registration in
                let token = ParticipantToken()
                try Self.insert(db, token, for: registration.id, context: context)
                return KeysigningInvitation(registration: registration, token: token)
            }
        }
    }

    private static func insert(
        _ db: Database, _ token: ParticipantToken, for registration: Registration.ID, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO keysigning_invitation (registration, secret_sha256, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                registration, ChallengeText.digest(of: token.secret), context.author, context.origin,
                context.time.milliseconds,
            ])
    }

    /// Makes a person's link worthless.
    ///
    /// - Throws: what `RegistrationLedger.registration` throws, `invitation_unknown` when there is none in force.
    package func revokeInvitation(registration id: Registration.ID, context: WriteContext) async throws {
        try await store.write { db in
            let registration = try RegistrationLedger.registration(db, id)
            try Self.revokeInvitations(db, of: registration.id, context: context)
            guard db.changesCount > 0 else {
                throw KeysigningError(.invitationUnknown, ErrorDetail("registration", registration.id))
            }
        }
    }

    /// Whose link this is; nil for a wrong one, one that was revoked, and for a registration that ended.
    package func participant(secret: String) async throws -> Registration? {
        guard secret.utf8.count <= 100 else { return nil }
        return try await store.read { db in
            let id = try Registration.ID.fetchOne(
                db,
                sql: "SELECT registration FROM keysigning_invitation WHERE secret_sha256 = ? AND revoked_ms IS NULL",
                arguments: [ChallengeText.digest(of: secret)])
            guard let id else { return nil }
            let registration = try RegistrationLedger.registration(db, id)
            return registration.status == .active ? registration : nil
        }
    }

    private static func revokeInvitations(
        _ db: Database, of registration: Registration.ID, context: WriteContext
    ) throws {
        try db.execute(
            sql: "UPDATE keysigning_invitation SET revoked_ms = ? WHERE registration = ? AND revoked_ms IS NULL",
            arguments: [context.time.milliseconds, registration])
    }

    // MARK: - Announcing

    /// Notes that a person will send the key of that fingerprint by the key server's way, which has no login.
    ///
    /// - Throws: codes of `OpenPGPError` for a text that is no fingerprint, `fingerprint_version_6`,
    ///   `key_of_another_registration`, `too_many_announcements` (`limit`), `registration_cancelled`,
    ///   what `RegistrationLedger.registration` throws, `idempotency_conflict`.
    package func announce(
        _ fingerprint: String, registration id: Registration.ID, context: WriteContext
    ) async throws -> Performed<Fingerprint> {
        let fingerprint = try Self.parse(fingerprint)
        guard fingerprint.keyVersion == 4 else {
            throw OpenPGPError(.keyVersion6, ["fingerprint": fingerprint.digits])
        }
        let done = try await store.perform(
            "keysigning.announce", content: [id.description, fingerprint.digits], context: context
        ) { db in
            let registration = try RegistrationLedger.registration(db, id)
            guard registration.status == .active else {
                throw LedgerError(.registrationCancelled, ErrorDetail("registration", registration.id))
            }
            if let standing = try SubmissionRecord.standing(db, fingerprint: fingerprint),
                standing.registration != registration.id
            {
                throw KeysigningError(.keyOfAnotherRegistration, ErrorDetail("fingerprint", fingerprint))
            }
            let count = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(DISTINCT fingerprint) FROM keysigning_announcement
                    WHERE registration = ? AND fingerprint <> ?
                    """,
                arguments: [registration.id, fingerprint.digits])
            // A few more than one person's keys, for those who mistype.
            guard count ?? 0 < 2 * Self.keysPerRegistration else {
                throw KeysigningError(
                    .tooManyAnnouncements, ErrorDetail("limit", 2 * Self.keysPerRegistration))
            }
            guard try !Self.announcers(db, of: fingerprint).contains(registration.id) else { return true }
            try db.execute(
                sql: """
                    INSERT INTO keysigning_announcement (registration, fingerprint, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    registration.id, fingerprint.digits, context.author, context.origin,
                    context.time.milliseconds,
                ])
            return true
        }
        return Performed(result: fingerprint, replayed: done.replayed)
    }

    /// Who announced a fingerprint, is still registered, and has not withdrawn a key of it since.
    static func announcers(_ db: Database, of fingerprint: Fingerprint) throws -> [Registration.ID] {
        try Registration.ID.fetchAll(
            db,
            sql: """
                SELECT DISTINCT announcement.registration FROM keysigning_announcement AS announcement
                WHERE announcement.fingerprint = ? AND NOT EXISTS (
                    SELECT 1 FROM keysigning_withdrawal AS withdrawal
                    JOIN keysigning_submission AS submission ON submission.id = withdrawal.submission
                    WHERE submission.fingerprint = announcement.fingerprint
                    AND submission.registration = announcement.registration
                    AND withdrawal.at_ms >= announcement.at_ms)
                ORDER BY announcement.registration
                """,
            arguments: [fingerprint.digits]
        ).filter { try RegistrationLedger.registration(db, $0).status == .active }
    }
}
