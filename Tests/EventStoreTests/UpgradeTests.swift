import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

/// Files of other versions: what refuses them, and what upgrades them.
struct UpgradeTests {
    /// The tables of a version that is yet to come.
    private static let next = Schema(
        migrations: Schema.current.migrations + [
            Schema.Migration(
                name: "v9998-table", sql: "CREATE TABLE invented (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT"),
            Schema.Migration(
                name: "v9999-rows", sql: "INSERT INTO invented (word) SELECT 'row ' || version FROM event_definition"),
        ])

    /// Every byte of a file, and its modification time.
    private struct Snapshot: Equatable {
        let bytes: Data
        let changed: Date

        init(_ url: URL) throws {
            bytes = try Data(contentsOf: url)
            changed = try url.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate ?? .now
        }
    }

    private static func withFile<Result>(_ body: (URL, ScratchFolder) async throws -> Result) async throws -> Result {
        try await withScratchFolder { folder in
            let url = folder.file("event.lanyard")
            try await EventStore.create(
                at: url, yaml: Repository.netdev01(), author: "cli:test", time: .deskOpens
            ).close()
            return try await body(url, folder)
        }
    }

    private static func files(_ folder: ScratchFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    @Test func `an older file is refused and stays as it is`() async throws {
        try await Self.withFile { url, folder in
            let before = try Snapshot(url)
            for access in [EventStore.Access.reading, .writing] {
                let code = try await errorCode {
                    _ = try await EventStore.open(at: url, for: access, schema: Self.next)
                }
                #expect(code == "event_file_older")
            }
            #expect(try Snapshot(url) == before)
            #expect(try Self.files(folder) == ["event.keys", "event.lanyard"])
        }
    }

    @Test func `upgrading copies the file first and then changes it`() async throws {
        try await Self.withFile { url, folder in
            let old = try await EventStore.open(at: url)
            let rows = try await dump(old)
            try old.close()
            let done = try #require(try await EventStore.upgrade(at: url, schema: Self.next))
            #expect(done.migrations == ["v9998-table", "v9999-rows"])
            #expect(done.backup.lastPathComponent == "event.lanyard.before-\(LanyardVersion.current)")
            let mode = try FileManager.default.attributesOfItem(atPath: done.backup.path)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            #expect(
                try Self.files(folder) == ["event.keys", "event.lanyard", done.backup.lastPathComponent])

            let new = try await EventStore.open(at: url, schema: Self.next)
            #expect(try await new.read { try String.fetchAll($0, sql: "SELECT word FROM invented") } == ["row 1"])
            #expect(try await new.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
            try new.close()
            // The way back: the copy replaces the file.
            try FileManager.default.removeItem(at: url)
            try FileManager.default.moveItem(at: done.backup, to: url)
            let back = try await EventStore.open(at: url)
            #expect(try await dump(back) == rows)
            try back.close()
        }
    }

    @Test func `a file of this version is not touched by an upgrade`() async throws {
        try await Self.withFile { url, folder in
            let before = try Snapshot(url)
            #expect(try await EventStore.upgrade(at: url) == nil)
            #expect(try Snapshot(url) == before)
            #expect(try Self.files(folder) == ["event.keys", "event.lanyard"])
        }
    }

    @Test func `a file of a later version is not upgraded`() async throws {
        try await Self.withFile { url, _ in
            _ = try await EventStore.upgrade(at: url, schema: Self.next)
            let before = try Snapshot(url)
            #expect(try await errorCode { _ = try await EventStore.upgrade(at: url) } == "event_file_too_new")
            #expect(try await errorCode { _ = try await EventStore.open(at: url) } == "event_file_too_new")
            #expect(try Snapshot(url) == before)
        }
    }

    @Test func `a file that is in use is not upgraded`() async throws {
        try await Self.withFile { url, folder in
            let server = try await EventStore.open(at: url)
            let code = try await errorCode { _ = try await EventStore.upgrade(at: url, schema: Self.next) }
            #expect(code == "event_file_in_use")
            #expect(try Self.files(folder).allSatisfy { !$0.contains("before") })
            // The server goes on.
            try await server.write { try $0.execute(sql: "UPDATE signing_key SET withdrawn_ms = NULL") }
            try server.close()
            #expect(try await EventStore.upgrade(at: url, schema: Self.next) != nil)
        }
    }

    @Test func `two upgrades leave two copies`() async throws {
        try await Self.withFile { url, folder in
            let first = Schema(migrations: Array(Self.next.migrations.dropLast()))
            let one = try #require(try await EventStore.upgrade(at: url, schema: first))
            let two = try #require(try await EventStore.upgrade(at: url, schema: Self.next))
            #expect(two.backup.lastPathComponent == one.backup.lastPathComponent + ".2")
            #expect(two.migrations == ["v9999-rows"])
        }
    }

    @Test func `a migration that fails leaves the file as it was before it`() async throws {
        try await Self.withFile { url, _ in
            let broken = Schema(
                migrations: Schema.current.migrations + [
                    Schema.Migration(
                        name: "v9998-broken", sql: "CREATE TABLE invented (id); INSERT INTO nowhere VALUES (1)")
                ])
            await #expect(throws: DatabaseError.self) { _ = try await EventStore.upgrade(at: url, schema: broken) }
            let store = try await EventStore.open(at: url)
            #expect(try await store.read { try !$0.tableExists("invented") })
            try store.close()
        }
    }

    @Test func `a file that was opened for reading is not written to`() async throws {
        try await Self.withFile { url, folder in
            let before = try Snapshot(url)
            let store = try await EventStore.open(at: url, for: .reading)
            #expect(try await store.definition().slug == "netdev01")
            let codes = [
                try await errorCode { try await store.write { _ in } },
                try await errorCode { try await store.writeWithoutTransaction { _ in } },
            ]
            #expect(codes == ["event_file_only_read", "event_file_only_read"])
            try store.close()
            #expect(try Snapshot(url) == before)
            #expect(try Self.files(folder) == ["event.keys", "event.lanyard"])
        }
    }
}
