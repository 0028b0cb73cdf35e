package import EventStore
import GRDB

/// The tables, indexes and triggers of a file, and the words of its vocabularies, as `scripts/update-schema` writes them.
package func schemaText(_ store: EventStore) async throws -> String {
    try await store.read { db in
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_schema
                WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name <> 'grdb_migrations' ORDER BY name
                """)
        let parts = try tables.flatMap { table in
            let statements = try String.fetchAll(
                db,
                sql: """
                    SELECT sql || ';' FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL
                    ORDER BY type = 'trigger', type = 'index', name
                    """, arguments: [table])
            guard try db.columns(in: table).map(\.name) == ["word"] else { return statements }
            let words = try String.fetchAll(db, sql: "SELECT quote(word) FROM \(table) ORDER BY word")
            return statements + ["-- \(table): " + words.joined(separator: ", ")]
        }
        return parts.joined(separator: "\n\n")
    }
}

/// The words that a vocabulary of the schema has.
package func vocabulary(_ table: String, _ store: EventStore) async throws -> Set<String> {
    try await store.read { db in Set(try String.fetchAll(db, sql: "SELECT word FROM \(table)")) }
}
