import Conference
import GRDB
import Synchronization

/// The index that all searches of one process share; it follows the file, whoever writes to it.
final class RegistrationSearch: Sendable {
    private let index = Mutex(SearchIndex())

    /// The index as it stands after all changes that this transaction sees.
    ///
    /// The first call of a process reads every registration, a later one what changed since.
    func index(_ db: Database) throws -> SearchIndex {
        try index.withLock { index in
            let changes = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT number, id, search FROM registration_search_change
                        JOIN registration ON id = registration WHERE number > ? ORDER BY number
                        """),
                arguments: [index.lastChange])
            while let row = try changes.next() {
                index.put(
                    try row.decode(forColumn: "id"), text: try row.decode(forColumn: "search"),
                    change: try row.decode(forColumn: "number"))
            }
            return index
        }
    }
}
