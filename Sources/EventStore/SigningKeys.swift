import Conference
package import Foundation
package import GRDB

/// The public half of one of the event's signing keys.
package struct SigningKey: Sendable, Hashable {
    /// The id by which credentials name it, from 1.
    package let id: UInt8
    /// The 32 bytes of an Ed25519 public key (RFC 8032).
    package let publicKey: Data
    /// What a key of an earlier incarnation may have signed; nil for the key that signs.
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

    /// The latest key that has not been withdrawn, which signs.
    ///
    /// - Throws: `signing_key_missing`.
    package static func currentSigningKey(_ db: Database) throws -> SigningKey {
        guard let key = try validSigningKeys(db).last(where: { $0.ceiling == nil }) else {
            throw EventStoreError(.signingKeyMissing)
        }
        return key
    }
}
