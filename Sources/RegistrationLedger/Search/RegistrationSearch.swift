import Conference
import GRDB
import Synchronization

/// What all searches of one process share; it follows the file, whoever writes to it.
final class RegistrationSearch: Sendable {
    private let texts = Mutex(SearchIndex())
    private let vocabulary = Mutex((words: WordShelf(), lastChange: Int64(0)))

    /// The index as it stands after all changes that this transaction sees.
    ///
    /// The first call of a process reads every registration, a later one what changed since.
    func index(_ db: Database) throws -> SearchIndex {
        try texts.withLock { index in
            try Self.forEachChange(db, after: index.lastChange) { id, text, number in
                index.put(id, text: text, change: number)
            }
            return index
        }
    }

    /// The words of all texts, also of earlier ones, for those who mistype one. It is kept apart, as it takes as long to
    /// read as the index, and few searches need it.
    func words(_ db: Database) throws -> WordShelf {
        try vocabulary.withLock { known in
            try Self.forEachChange(db, after: known.lastChange) { _, text, number in
                known.words.add(text)
                known.lastChange = number
            }
            return known.words
        }
    }

    private static func forEachChange(
        _ db: Database, after last: Int64, _ body: (_ id: Registration.ID, _ text: String, _ number: Int64) -> Void
    ) throws {
        let changes = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT number, id, search FROM registration_search_change
                    JOIN registration ON id = registration WHERE number > ? ORDER BY number
                    """),
            arguments: [last])
        // By their places, as names are looked up anew for each row.
        while let row = try changes.next() {
            body(try row.decode(atIndex: 1), try row.decode(atIndex: 2), try row.decode(atIndex: 0))
        }
    }
}
