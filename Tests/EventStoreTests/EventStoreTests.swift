import Conference
import Crypto
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

struct EventStoreTests {
    private static func mode(_ url: URL) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber)?.intValue
    }

    private static func create(in folder: ScratchFolder, _ name: String = "event.lanyard") async throws -> EventStore {
        try await EventStore.create(
            at: folder.file(name), yaml: Repository.netdev01(), author: "cli:test", time: .deskOpens)
    }

    private static func files(_ folder: ScratchFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    @Test func `every commit reaches the disk and every reference holds`() async throws {
        try await withScratchFolder { folder in
            try await Self.create(in: folder).close()
            let store = try await EventStore.open(at: folder.file("event.lanyard"))
            let settings = try await store.write { db in
                try ["synchronous", "foreign_keys"].map { try Int.fetchOne(db, sql: "PRAGMA \($0)") }
            }
            #expect(settings == [2, 1])
            #expect(try await store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
            try store.close()
        }
    }

    @Test func `nobody but the owner reads the file and its keys`() async throws {
        try await withScratchFolder { folder in
            let store = try await Self.create(in: folder)
            #expect(try Self.mode(folder.file("event.lanyard")) == 0o600)
            #expect(try Self.mode(folder.file("event.keys")) == 0o700)
            #expect(try Self.mode(folder.file("event.keys/credential-1.key")) == 0o600)
            try await store.write { try $0.execute(sql: "UPDATE signing_key SET withdrawn_ms = NULL") }
            #expect(try Self.mode(folder.file("event.lanyard-wal")) == 0o600)
            try store.close()
        }
    }

    @Test func `the key beside the file belongs to the public key in it`() async throws {
        try await withScratchFolder { folder in
            let store = try await Self.create(in: folder)
            let stored = try await store.read {
                try Data.fetchOne($0, sql: "SELECT public_key FROM signing_key WHERE id = 1")
            }
            let key = try store.keys.signingKey(id: 1)
            #expect(key.publicKey.rawRepresentation == stored)
            #expect(try await errorCode { _ = try store.keys.signingKey(id: 3) } == "key_file_missing")
            #expect("\(store.keys)" == "‹redacted›")
            #expect(store.tag.count == 4)
            try Data("no key".utf8).write(to: folder.file("event.keys/credential-1.key"))
            #expect(try await errorCode { _ = try store.keys.signingKey(id: 1) } == "key_unreadable")
            try store.close()
        }
    }

    @Test func `two events have different tags and keys`() async throws {
        try await withScratchFolder { folder in
            let (first, second) = (
                try await Self.create(in: folder, "a.lanyard"), try await Self.create(in: folder, "b.lanyard")
            )
            #expect(first.tag != second.tag)
            let keys = try [first, second].map { try $0.keys.signingKey(id: 1).rawRepresentation }
            #expect(keys[0] != keys[1])
            try first.close()
            try second.close()
        }
    }

    @Test func `making an event never overwrites one`() async throws {
        try await withScratchFolder { folder in
            try await Self.create(in: folder).close()
            let before = try Data(contentsOf: folder.file("event.lanyard"))
            #expect(try await errorCode { _ = try await Self.create(in: folder) } == "event_exists")
            #expect(try Data(contentsOf: folder.file("event.lanyard")) == before)
            try FileManager.default.removeItem(at: folder.file("event.lanyard"))
            #expect(try await errorCode { _ = try await Self.create(in: folder) } == "event_exists")
            #expect(try Self.files(folder) == ["event.keys"])
            try FileManager.default.removeItem(at: folder.file("event.keys"))
            try Data("an old log".utf8).write(to: folder.file("event.lanyard-wal"))
            #expect(try await errorCode { _ = try await Self.create(in: folder) } == "event_exists")
        }
    }

    @Test func `of two that make the same event at once one wins`() async throws {
        try await withScratchFolder { folder in
            let codes = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        do {
                            return try await errorCode { try await Self.create(in: folder).close() }
                        } catch { return "\(error)" }
                    }
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(codes.filter { $0 == nil }.count == 1)
            #expect(codes.compactMap(\.self).allSatisfy { ["event_exists", "key_not_written"].contains($0) })
            try await EventStore.open(at: folder.file("event.lanyard")).close()
        }
    }

    @Test func `a file needs its ending and its folder`() async throws {
        try await withScratchFolder { folder in
            #expect(try await errorCode { _ = try await Self.create(in: folder, "event.db") } == "event_file_name")
            #expect(
                try await errorCode { _ = try await Self.create(in: folder, "no/event.lanyard") }
                    == "event_folder_missing")
            let left = try Self.files(folder)
            #expect(left.isEmpty)
        }
    }

    @Test func `a wrong definition leaves no file behind`() async throws {
        try await withScratchFolder { folder in
            await #expect(throws: EventFileProblems.self) {
                try await EventStore.create(
                    at: folder.file("event.lanyard"), yaml: "event: {}", author: "a", time: .deskOpens)
            }
            let left = try Self.files(folder)
            #expect(left.isEmpty)
        }
    }

    @Test func `a file that cannot be finished never appears, nor do its keys`() async throws {
        try await withScratchFolder { folder in
            // A folder in the way of the unfinished file, with something in it that is not ours to delete.
            let obstacle = folder.file("event.lanyard.partial-journal")
            try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: obstacle.appendingPathComponent("x"))
            await #expect(throws: (any Error).self) { _ = try await Self.create(in: folder) }
            #expect(try Self.files(folder) == ["event.lanyard.partial-journal"])
        }
    }

    /// A kill between the first file and the last renaming leaves keys that never signed, and the partial file.
    @Test func `what a killed creation left behind blocks no other`() async throws {
        try await withScratchFolder { folder in
            try Data().write(to: folder.file("event.lanyard.partial"))
            let keys = folder.file("event.keys")
            try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: false)
            try Data("half a key".utf8).write(to: keys.appendingPathComponent("credential-1.key"))
            let store = try await Self.create(in: folder)
            _ = try store.keys.signingKey(id: 1)
            try store.close()
            #expect(try Self.files(folder) == ["event.keys", "event.lanyard"])
        }
    }

    @Test func `the log of an unfinished file is not played into the next one`() async throws {
        try await withScratchFolder { folder in
            for suffix in ["", "-wal", "-shm"] {
                try Data("left over".utf8).write(to: folder.file("event.lanyard.partial" + suffix))
            }
            try await Self.create(in: folder).close()
            #expect(try Self.files(folder) == ["event.keys", "event.lanyard"])
        }
    }

    @Test(arguments: [
        ("", "event_file_empty"), ("hello", "event_file_foreign"), ("SQLite format 3\0", "event_file_truncated"),
        (String(repeating: "x", count: 5_000), "event_file_foreign"),
    ])
    func `a file of another kind is refused and stays as it is`(content: String, code: String) async throws {
        try await withScratchFolder { folder in
            let url = folder.file("event.lanyard")
            try Data(content.utf8).write(to: url)
            #expect(try await errorCode { _ = try await EventStore.open(at: url) } == code)
            #expect(try Data(contentsOf: url) == Data(content.utf8))
        }
    }

    @Test func `a database of another program is refused and stays as it is`() async throws {
        try await withScratchFolder { folder in
            let url = folder.file("event.lanyard")
            let other = try DatabaseQueue(path: url.path)
            try await other.write { try $0.execute(sql: "CREATE TABLE t (a)") }
            try other.close()
            let before = try Data(contentsOf: url)
            #expect(try await errorCode { _ = try await EventStore.open(at: url) } == "event_file_foreign")
            #expect(try Data(contentsOf: url) == before)
            #expect(try Self.files(folder) == ["event.lanyard"])
        }
    }

    @Test func `a file of a later version is refused`() async throws {
        try await withScratchFolder { folder in
            let store = try await Self.create(in: folder)
            try await store.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('v9999-from-the-future')")
            }
            try store.close()
            let code = try await errorCode { _ = try await EventStore.open(at: folder.file("event.lanyard")) }
            #expect(code == "event_file_too_new")
        }
    }

    @Test func `a missing file and missing or open keys are told apart`() async throws {
        try await withScratchFolder { folder in
            let url = folder.file("event.lanyard")
            #expect(try await errorCode { _ = try await EventStore.open(at: url) } == "event_missing")
            try await Self.create(in: folder).close()
            let keys = folder.file("event.keys")
            try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: keys.path)
            #expect(try await errorCode { _ = try await EventStore.open(at: url) } == "keys_open")
            try FileManager.default.moveItem(at: keys, to: folder.file("elsewhere"))
            #expect(try await errorCode { _ = try await EventStore.open(at: url) } == "keys_missing")
        }
    }

    @Test func `what was written is there after opening again`() async throws {
        try await withScratchFolder { folder in
            let first = try await Self.create(in: folder)
            let before = try await dump(first)
            let tag = first.tag
            try first.close()
            let second = try await EventStore.open(at: folder.file("event.lanyard"))
            #expect(try await dump(second) == before)
            #expect(second.tag == tag)
            try second.close()
            // Closing a closed file, as a command does after the server, does no harm.
            try second.close()
        }
    }

    @Test func `times keep their milliseconds`() {
        for milliseconds: Int64 in [0, 1, -1, 1_423_576_800_123, 253_402_300_799_999] {
            #expect(Date(milliseconds: milliseconds).milliseconds == milliseconds)
        }
    }
}

struct AppendOnlyTests {
    /// A row for each table that is append-only, with what it refers to.
    private static let rows = """
        INSERT INTO registration
            (
                id, code, name, badge_name, affiliation, email, country, language, category, days, status, search,
                created_ms
            )
            VALUES (1, 'AAAAAAA', 'n', '', '', '', '', 'en', 'attendee', 1, 'active', 'n', 0);
        INSERT INTO registration_history VALUES (1, 1, 'registered', '', 'a', '', 0, NULL, zeroblob(32));
        INSERT INTO journal_entry
            VALUES (
                1, 'charge', 1, NULL, NULL, 'k', 'm', zeroblob(32), zeroblob(32), 'a', '', 0, NULL, zeroblob(32),
                randomblob(32)
            );
        INSERT INTO posting VALUES (1, 1, 'receivable', 1);
        INSERT INTO request VALUES ('k', 'o', zeroblob(32), '{}', 'a', '', 0, 2, zeroblob(32));
        INSERT INTO device VALUES (1, 'd', 'door', zeroblob(32), 'a', 0, NULL, NULL);
        INSERT INTO charge_line VALUES (1, 1, 'pass', 'day', 1, 1, 1);
        INSERT INTO charge_tax VALUES (1, 1, 'hst', 1, 1);
        INSERT INTO period VALUES (1, '2015-01-31', 1, 'anchor', 'a', '', 0);
        INSERT INTO waiver VALUES (1, 1, 1, 'r');
        INSERT INTO payment VALUES (1, 1, 'cash', 1, NULL, 0, NULL);
        INSERT INTO document VALUES ('receipt', 1, 1, NULL, '{}', '{}', zeroblob(32), zeroblob(32), 'a', '', 0);
        INSERT INTO document_person VALUES ('receipt', 1, 1, 1, '{}', zeroblob(32), zeroblob(32));
        INSERT INTO document_entry VALUES (1, 'receipt', 1);
        INSERT INTO till VALUES (1, 'north', 0, 0, 'a', NULL, NULL, NULL, NULL);
        INSERT INTO waiting (registration, place, since_ms) VALUES (1, 'day:1', 0);
        INSERT INTO voucher_use (registration, voucher, version, since_ms) VALUES (1, 'v', 1, 0);
        """

    @Test(arguments: [
        ("event_definition", "author"), ("request", "author"), ("registration_history", "author"),
        ("journal_entry", "author"), ("posting", "cents"), ("charge_line", "cents"), ("waiver", "reason"),
        ("charge_tax", "cents"), ("period", "author"), ("payment", "cents"), ("document", "author"),
        ("document_entry", "number"), ("document_person", "line"),
    ])
    func `neither update nor delete touches history`(table: String, column: String) async throws {
        try await withNetdev01 { _, store in
            try await store.write { try $0.execute(sql: Self.rows) }
            let before = try await dump(store)
            for sql in [
                "UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)",
                "UPDATE OR REPLACE \(table) SET \(column) = 7",
            ] {
                let message = await #expect(throws: DatabaseError.self) {
                    try await store.write { try $0.execute(sql: sql) }
                }?
                .message
                #expect(message == "\(table) is append-only", "\(sql)")
            }
            #expect(try await dump(store) == before)
        }
    }

    @Test(arguments: ["registration", "device", "signing_key", "till", "waiting", "voucher_use"])
    func `what others refer to is never deleted`(table: String) async throws {
        try await withNetdev01 { _, store in
            try await store.write { try $0.execute(sql: Self.rows) }
            let message = await #expect(throws: DatabaseError.self) {
                try await store.write { try $0.execute(sql: "DELETE FROM \(table)") }
            }?.message
            #expect(message?.hasSuffix("not deleted") == true)
        }
    }
}
