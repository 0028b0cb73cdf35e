package import EventStore
import GRDB

/// Every row of every table, as text: equal before and after when nothing was written.
///
/// - Parameter without: a table that is left out, with what SQLite counts in it.
package func dump(_ store: EventStore, without: String = "") async throws -> [String] {
    try await store.read { db in
        let tables = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return try tables.flatMap { table in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table.quotedDatabaseIdentifier)").map { "\(table) \($0)" }
                .filter { without.isEmpty || !$0.hasPrefix(without) && !$0.contains("\"\(without)\"") }
                .sorted()
        }
    }
}
