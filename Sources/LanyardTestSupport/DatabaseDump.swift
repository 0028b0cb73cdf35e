package import EventStore
import GRDB

/// Every row of every table, as text: the same before and after if nothing was written.
package func dump(_ store: EventStore) async throws -> [String] {
    try await store.read { db in
        let tables = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return try tables.flatMap { table in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table.quotedDatabaseIdentifier)").map { "\(table) \($0)" }
                .sorted()
        }
    }
}
