package import Conference
import EventStore
import GRDB
import OpenPGP
import RegistrationLedger

/// Who handed in a key that stands as somebody else's.
///
/// A key is listed under one person. Whoever handed it in second is refused, and the desk is told: either of the two may
/// be its owner, and only one can prove control of it.
extension KeysigningDesk {
    static func insertClaim(
        _ db: Database, _ fingerprint: Fingerprint, by registration: Registration.ID, context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO keysigning_claim (registration, fingerprint, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [
                registration, fingerprint.digits, context.author, context.origin,
                context.time.milliseconds,
            ])
    }

    /// Who else handed in the key, in the order of their numbers.
    package func claimants(of submission: KeysigningSubmission) async throws -> [Registration.ID] {
        try await store.read { db in
            try Self.claims(db, of: submission.key.fingerprint).filter { $0 != submission.registration }
        }
    }

    /// Who else handed in the key and has not left since. Those who left, or whose record was merged into the owner's, no
    /// longer claim anything.
    static func standingClaimants(
        _ db: Database, of submission: KeysigningSubmission
    ) throws -> [Registration.ID] {
        try claims(db, of: submission.key.fingerprint).filter { id in
            try id != submission.registration && RegistrationLedger.registration(db, id).status == .active
        }
    }

    static func claims(_ db: Database, of fingerprint: Fingerprint) throws -> [Registration.ID] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT registration FROM keysigning_claim WHERE fingerprint = ? ORDER BY registration"),
            arguments: [fingerprint.digits]
        ).map { Registration.ID(rawValue: UInt32($0)) }
    }
}
