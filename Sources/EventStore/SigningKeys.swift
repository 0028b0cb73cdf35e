import Conference
package import Foundation
package import GRDB

/// The public half of one of the event's signing keys.
package struct SigningKey: Sendable, Hashable {
    /// The id by which credentials name it, from 1.
    package let id: UInt8
    /// The 32 bytes of an Ed25519 public key (RFC 8032).
    package let publicKey: Data
    /// What a key of an earlier incarnation may have signed; nil for the key that signs, and for the one that will after it.
    package let ceiling: Ceiling?

    /// The highest registration and issue that the file knew of a key when another took its place. Above them its badges were
    /// made by a machine whose last doings were lost.
    package struct Ceiling: Sendable, Hashable {
        package let registration: UInt32
        package let issue: UInt16

        package init(registration: UInt32, issue: UInt16) {
            self.registration = registration
            self.issue = issue
        }
    }
}

extension EventStore {
    /// The keys whose signatures count, in the order of their ids.
    package static func validSigningKeys(_ db: Database) throws -> [SigningKey] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, public_key, registrations_max, issues_max FROM signing_key
                WHERE withdrawn_ms IS NULL ORDER BY id
                """)
        return try SigningKeyRecord.fetchAll(statement).map { record in
            SigningKey(id: record.id, publicKey: record.publicKey, ceiling: record.ceiling)
        }
    }

    private struct SigningKeyRecord: FetchableRecord {
        let id: UInt8
        let publicKey: Data
        let ceiling: SigningKey.Ceiling?

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            publicKey = try row.decode(forColumn: "public_key")
            let registration: UInt32? = try row.decode(forColumn: "registrations_max")
            let issue: UInt16? = try row.decode(forColumn: "issues_max")
            ceiling = registration.flatMap { registration in
                issue.map { SigningKey.Ceiling(registration: registration, issue: $0) }
            }
        }
    }

    /// The key of the file's incarnation, which signs.
    ///
    /// - Throws: `signing_key_missing` also if it has been withdrawn.
    package static func currentSigningKey(_ db: Database) throws -> SigningKey {
        let current = try incarnation(db).signingKey
        guard let key = try validSigningKeys(db).first(where: { $0.id == current }) else {
            throw EventStoreError(.signingKeyMissing)
        }
        return key
    }

    /// The key that signs nothing yet: the machine that takes over will sign with it, and doors know it beforehand, so that one
    /// without a network believes the badges that are printed then.
    static func spareSigningKey(_ db: Database) throws -> SigningKey? {
        let current = try incarnation(db).signingKey
        return try validSigningKeys(db).first { $0.id > current && $0.ceiling == nil }
    }

    /// Makes the spare key, if there is a number left for it.
    ///
    /// - Throws: `key_not_written`.
    static func addSpareSigningKey(_ db: Database, _ keys: EventKeys, time: Date) throws {
        let last = try UInt8.fetchOne(db, sql: "SELECT max(id) FROM signing_key") ?? 0
        guard last < UInt8.max else { return }
        try addSigningKey(db, id: last + 1, publicKey: keys.addKey(id: last + 1), time: time)
    }

    static func addSigningKey(_ db: Database, id: UInt8, publicKey: Data, time: Date) throws {
        try db.execute(
            sql: "INSERT INTO signing_key (id, public_key, created_ms) VALUES (?, ?, ?)",
            arguments: [id, publicKey, time.milliseconds])
    }
}
