import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

/// Files that were deleted, moved, replaced or damaged: each is noticed, and told from the others.
struct FileConditionTests {
    private static func withFile<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        try await withScratchFolder { folder in
            let url = folder.file("event.lanyard")
            try await EventStore.create(
                at: url, yaml: Repository.netdev01(), author: "cli:test", time: .deskOpens
            ).close()
            return try await body(url)
        }
    }

    private static func damages(_ url: URL) async -> [String] {
        await EventFileCondition.judge(url).damages.map(\.code.rawValue)
    }

    private static func write(_ store: EventStore, key: String) async throws {
        _ = try await store.perform(
            "test", content: [key],
            context: WriteContext(
                author: "cli:test", origin: "", time: .deskOpens, key: try IdempotencyKey(key))
        ) { _ in 1 }
    }

    @Test func `a sound file has nothing`() async throws {
        try await Self.withFile { url in
            let condition = await EventFileCondition.judge(url)
            #expect(condition.damages.isEmpty)
            #expect(condition.warnings.isEmpty)
        }
    }

    @Test func `each kind of damage has its own code`() async throws {
        try await Self.withFile { url in
            let whole = try Data(contentsOf: url)
            try Data().write(to: url)
            #expect(await Self.damages(url) == ["event_file_empty"])
            try whole.prefix(60).write(to: url)
            #expect(await Self.damages(url) == ["event_file_truncated"])
            try whole.prefix(whole.count / 2).write(to: url)
            #expect(await Self.damages(url) == ["event_file_truncated"])
            try whole.dropLast(4_096).write(to: url)
            #expect(await Self.damages(url) == ["event_file_truncated"])
            try Data("A note".utf8).write(to: url)
            #expect(await Self.damages(url) == ["event_file_foreign"])
            try FileManager.default.removeItem(at: url)
            #expect(await Self.damages(url) == ["event_missing"])
            #expect(await Self.damages(url.deletingLastPathComponent()) == ["event_file_foreign"])
            try whole.write(to: url)
            #expect(await Self.damages(url).isEmpty)
        }
    }

    @Test func `a page that was overwritten is found wherever it is`() async throws {
        try await Self.withFile { url in
            let whole = try Data(contentsOf: url)
            let pages = whole.count / 4_096
            // The header of each page but the first, which says whose file it is.
            for page in stride(from: 1, to: pages, by: max(1, pages / 12)) {
                var flipped = whole
                for offset in 0..<64 { flipped[page * 4_096 + offset] ^= 0xFF }
                try flipped.write(to: url)
                #expect(await Self.damages(url) == ["event_file_damaged"], "page \(page + 1)")
            }
        }
    }

    @Test func `keys of another event are told from keys that are gone`() async throws {
        try await Self.withFile { url in
            let folder = url.deletingPathExtension().appendingPathExtension("keys")
            let key = folder.appendingPathComponent("credential-1.key")
            let own = try Data(contentsOf: key)
            try Data((Data(repeating: 7, count: 32).base64EncodedString() + "\n").utf8).write(to: key)
            #expect(await Self.damages(url) == ["key_foreign"])
            try Data("nothing".utf8).write(to: key)
            #expect(await Self.damages(url) == ["key_unreadable"])
            try FileManager.default.removeItem(at: key)
            #expect(await Self.damages(url) == ["key_file_missing"])
            try own.write(to: key)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
            #expect(await Self.damages(url) == ["keys_open"])
            try FileManager.default.removeItem(at: folder)
            #expect(await Self.damages(url) == ["keys_missing"])
        }
    }

    @Test func `a file that others can read is told`() async throws {
        try await Self.withFile { url in
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: url.path)
            let condition = await EventFileCondition.judge(url)
            #expect(condition.damages.isEmpty)
            #expect(condition.warnings.map(\.code.rawValue) == ["event_file_open"])
        }
    }

    @Test func `a log that is lost with what it held is noticed, and one that held nothing is not`() async throws {
        try await Self.withFile { url in
            let store = try await EventStore.open(at: url)
            try await Self.write(store, key: "held by the log")
            // What a process leaves behind that is killed.
            let folder = try ScratchFolder()
            let copy = folder.file("event.lanyard")
            for suffix in ["", "-wal", "-shm"] {
                try FileManager.default.copyItem(atPath: url.path + suffix, toPath: copy.path + suffix)
            }
            try FileManager.default.copyItem(
                at: url.deletingPathExtension().appendingPathExtension("keys"), to: folder.file("event.keys"))
            try store.close()
            #expect(await Self.damages(url).isEmpty)

            let log = try Data(contentsOf: URL(fileURLWithPath: copy.path + "-wal"))
            try FileManager.default.removeItem(atPath: copy.path + "-wal")
            #expect(await Self.damages(copy) == ["event_log_missing"])
            let code = try await errorCode { _ = try await EventStore.open(at: copy) }
            #expect(code == "event_log_missing")
            try log.write(to: URL(fileURLWithPath: copy.path + "-wal"))
            #expect(await Self.damages(copy).isEmpty)
        }
    }

    @Test func `a write into a file that was deleted, moved or replaced is refused, and nothing is lost by it`()
        async throws
    {
        try await Self.withFile { url in
            let files = FileManager.default
            let store = try await EventStore.open(at: url)
            try await Self.write(store, key: "before")
            let aside = url.deletingLastPathComponent().appendingPathComponent("aside")
            for name in [url.path, url.path + "-wal"] {
                try files.moveItem(atPath: name, toPath: aside.path)
                #expect(try await errorCode { try await Self.write(store, key: "gone") } == "event_file_gone")
                #expect(throws: EventStoreError.self) { try store.checkThatItIsInPlace() }
                try files.copyItem(atPath: aside.path, toPath: name)
                #expect(try await errorCode { try await Self.write(store, key: "other") } == "event_file_replaced")
                try files.removeItem(atPath: name)
                try files.moveItem(atPath: aside.path, toPath: name)
                try await Self.write(store, key: "after \(name)")
            }
            try store.checkThatItIsInPlace()
            let keys = try await store.read { db in try String.fetchSet(db, sql: "SELECT key FROM request") }
            #expect(keys.intersection(["before", "after \(url.path)", "after \(url.path)-wal"]).count == 3)
            try store.close()
        }
    }

    @Test func `a file that is cut off or held, and keys that are gone, are told while it is open`() async throws {
        try await Self.withFile { url in
            let store = try await EventStore.open(at: url)
            try await Self.write(store, key: "before")
            // The log is played back, and the file has grown.
            try await store.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            try await Self.write(store, key: "after")
            let held = try await errorCode {
                try await store.write { (_: Database) -> Void in throw DatabaseError(resultCode: .SQLITE_BUSY) }
            }
            #expect(held == "event_file_busy")
            let (keys, aside) = (store.keys.folder, url.deletingLastPathComponent().appendingPathComponent("aside"))
            try FileManager.default.moveItem(at: keys, to: aside)
            #expect(try await errorCode { try store.checkThatItIsInPlace() } == "keys_missing")
            try FileManager.default.moveItem(at: aside, to: keys)
            try store.checkThatItIsInPlace()
            #expect(truncate(url.path, 4_096 * 20) == 0)
            #expect(try await errorCode { try await Self.write(store, key: "cut") } == "event_file_truncated")
            #expect(throws: EventStoreError.self) { try store.checkThatItIsInPlace() }
        }
    }

    @Test func `a clock that is behind what was written last is told`() async throws {
        try await Self.withFile { url in
            let store = try await EventStore.open(at: url)
            #expect(try await store.clockWarning(at: .deskOpens) == nil)
            try await Self.write(store, key: "one")
            #expect(try await store.clockWarning(at: .deskOpens.addingTimeInterval(-59)) == nil)
            let warning = try await store.clockWarning(at: .deskOpens.addingTimeInterval(-61))
            #expect(warning?.code == .clockBehind)
            try store.close()
        }
    }

    @Test func `a key of 200 characters is good for every writer, and stays one key`() throws {
        let longest = String(repeating: "k", count: 200)
        let key = try IdempotencyKey(parts: "device:12", longest)
        #expect(key.description.count <= 200)
        #expect(key == (try IdempotencyKey(parts: "device:12", longest)))
        #expect(key != (try IdempotencyKey(parts: "device:13", longest)))
        #expect(key != (try IdempotencyKey(parts: "device:12", String(repeating: "k", count: 199) + "l")))
        #expect(try IdempotencyKey(parts: "device:12", "short").description == "device:12:short")
        #expect(throws: ConferenceError.self) { try IdempotencyKey(parts: "device:12", longest + "é") }
    }
}
