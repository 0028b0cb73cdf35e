import Conference
package import Foundation
package import GRDB

/// The public half of one of the event's signing keys.
package struct SigningKey: Sendable, Hashable {
    /// The id by which credentials name it, from 1.
    package let id: UInt8
    /// The 32 bytes of an Ed25519 public key (RFC 8032).
    package let publicKey: Data
}

extension EventStore {
    /// The keys whose signatures count, in the order of their ids.
    package static func validSigningKeys(_ db: Database) throws -> [SigningKey] {
        let statement = try db.cachedStatement(
            sql: "SELECT id, public_key FROM signing_key WHERE withdrawn_ms IS NULL ORDER BY id")
        return try SigningKeyRecord.fetchAll(statement).map { SigningKey(id: $0.id, publicKey: $0.publicKey) }
    }

    private struct SigningKeyRecord: FetchableRecord {
        let id: UInt8
        let publicKey: Data

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            publicKey = try row.decode(forColumn: "public_key")
        }
    }

    /// The latest key that has not been withdrawn, which signs.
    ///
    /// - Throws: `signing_key_missing`.
    package static func currentSigningKey(_ db: Database) throws -> SigningKey {
        guard let key = try validSigningKeys(db).last else { throw EventStoreError(.signingKeyMissing) }
        return key
    }
}
