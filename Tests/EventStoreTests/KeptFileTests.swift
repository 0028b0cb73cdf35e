import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Files that every released version made, as `scripts/keep-file` wrote them down: this version opens each.
struct KeptFileTests {
    private static let folder = Repository.root.appendingPathComponent("Tests/EventStoreTests/Kept")

    private static func versions() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
    }

    /// Makes the file again from its text, with an empty folder of keys.
    private static func make(_ version: String, at url: URL) async throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: url.path, configuration: configuration)
        let text = try String(contentsOf: folder.appendingPathComponent(version), encoding: .utf8)
        // The text has its own BEGIN and COMMIT.
        try await queue.writeWithoutTransaction { try $0.execute(sql: text) }
        try queue.close()
        try FileManager.default.createDirectory(
            at: url.deletingPathExtension().appendingPathExtension("keys"), withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
    }

    private static func rows(_ db: Database) throws -> [String: Int] {
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_schema
                WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name <> 'grdb_migrations'
                """)
        return try Dictionary(
            uniqueKeysWithValues: tables.map {
                ($0, try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0.quotedDatabaseIdentifier)") ?? 0)
            })
    }

    @Test func `a file of each version is kept`() throws {
        #expect(try !Self.versions().isEmpty)
    }

    @Test func `every kept file is upgraded completely`() async throws {
        for version in try Self.versions() {
            try await withScratchFolder { folder in
                let url = folder.file("kept.lanyard")
                try await Self.make(version, at: url)
                let before = try await DatabaseQueue(path: url.path).read { try Self.rows($0) }
                #expect(before["registration"] ?? 0 > 5)
                _ = try await EventStore.upgrade(at: url)

                let store = try await EventStore.open(at: url)
                #expect(
                    try Repository.text("schema/current.sql").hasSuffix("\n\n" + (try await schemaText(store)) + "\n"),
                    "\(version): run scripts/keep-file, unless that version was released")
                let after = try await store.read { try Self.rows($0) }
                for (table, count) in before where !table.contains("change") {
                    #expect(after[table] ?? 0 >= count, "\(version), \(table)")
                }
                #expect(try await store.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count } == 0)
                #expect(try await RegistrationLedger(store: store).audit().findings.isEmpty, "\(version)")
                try store.close()
            }
        }
    }
}
