package import Conference
package import Foundation
package import GRDB

/// The result of a write, and whether it was done now or is the stored result of an earlier call with the same key.
package struct Performed<Result> {
    package let result: Result
    package let replayed: Bool

    package init(result: Result, replayed: Bool) {
        self.result = result
        self.replayed = replayed
    }
}

extension Performed: Sendable where Result: Sendable {}

extension EventStore {
    /// Does a write once, however often it is sent.
    ///
    /// The key of the context, a digest of the operation and its content, and the result are stored in the same
    /// transaction as the write itself. The content is not stored.
    /// - Throws: `idempotency_conflict` when the key was used for another operation or other content, and whatever the
    ///   body throws; then nothing is stored.
    package func perform<Result: Codable & Sendable>(
        _ operation: String, content: [String], context: WriteContext,
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Performed<Result> {
        try await write { db in
            try Self.perform(db, operation, content: content, context: context) { try body(db) }
        }
    }

    /// The same within a transaction that is already open, for one part of a larger write.
    package static func perform<Result: Codable>(
        _ db: Database, _ operation: String, content: [String], context: WriteContext, _ body: () throws -> Result
    ) throws -> Performed<Result> {
        let digest = digest(of: [operation] + content)
        if let stored = try RequestRecord.fetch(db, context.key) {
            guard stored.contentSha256 == digest else {
                throw EventStoreError(.idempotencyConflict, ErrorDetail("key", context.key))
            }
            return Performed(
                result: try JSONDecoder().decode(Result.self, from: Data(stored.result.utf8)), replayed: true)
        }
        let result = try body()
        try StoredRequest(
            key: context.key.description, operation: operation, content: digest,
            result: String(decoding: try JSONEncoder().encode(result), as: UTF8.self), author: context.author,
            origin: context.origin, milliseconds: context.time.milliseconds
        ).insert(db)
        return Performed(result: result, replayed: false)
    }

    /// SHA-256 of the texts, each after its length, so that no two different lists give the same bytes.
    package static func digest(of texts: [String]) -> Data {
        var input = DigestInput()
        for text in texts { input.append(text) }
        return input.finish()
    }
}

/// A row of `request`: what was asked for under a key, as a digest, and what came of it.
private struct RequestRecord: RowRecord {
    let contentSha256: Data
    let result: String

    static func fetch(_ db: Database, _ key: IdempotencyKey) throws -> RequestRecord? {
        try fetchOne(
            db.cachedStatement(sql: "SELECT content_sha256, result FROM request WHERE key = ?"),
            arguments: [key.description])
    }
}
