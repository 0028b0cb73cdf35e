import Conference
import Foundation
package import GRDB

/// What tells whether one copy of an event's file goes on from another: its lives with their keys, and the end of its chain of
/// requests.
package struct Lineage: Sendable, Hashable {
    private struct Life: Hashable {
        let number: Int
        let key: Data
    }

    private let lives: [Life]
    private let head: HashChain.Head?

    package init(_ db: Database) throws {
        lives = try Self.lives(db)
        head = try EventStore.lastRequest(db)
    }

    /// Whether a file holds all of this: the same lives first, and the last request at its place.
    package func isContinued(_ db: Database) throws -> Bool {
        guard try Self.lives(db).starts(with: lives) else { return false }
        guard let head else { return true }
        return try Data.fetchOne(db, sql: "SELECT hash FROM request WHERE number = ?", arguments: [head.number])
            == head.hash
    }

    private static func lives(_ db: Database) throws -> [Life] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT number, public_key FROM incarnation JOIN signing_key ON signing_key.id = incarnation.signing_key
                ORDER BY number
                """
        ).map { row in Life(number: try row.decode(atIndex: 0), key: try row.decode(atIndex: 1)) }
    }
}
