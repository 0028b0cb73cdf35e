import Conference
import EventStore
import GRDB
import LanyardTestSupport
import Testing

struct RequestTests {
    private struct Counted: Codable, Hashable {
        let count: Int
    }

    /// A write that can be seen: one more device row.
    private static func add(_ store: EventStore, _ content: [String], _ context: WriteContext) async throws
        -> Performed<Counted>
    {
        try await store.perform("test.add", content: content, context: context) { db in
            try db.execute(
                sql:
                    "INSERT INTO device (name, role, token_sha256, author, created_ms) VALUES ('d', 'door', ?, 'a', 0)",
                arguments: [EventStore.digest(of: [context.key.description] + content)])
            return Counted(count: try Int.fetchOne(db, sql: "SELECT count(*) FROM device") ?? 0)
        }
    }

    @Test func `the same key and content gets the first result and writes nothing`() async throws {
        try await withNetdev01 { _, store in
            let context = WriteContext.desk()
            let first = try await Self.add(store, ["a"], context)
            _ = try await Self.add(store, ["b"], .desk())
            let before = try await dump(store)
            let second = try await Self.add(store, ["a"], context)
            #expect(!first.replayed && second.replayed)
            #expect(first.result == second.result && second.result == Counted(count: 1))
            #expect(try await dump(store) == before)
        }
    }

    @Test func `the same key with other content or another operation is a conflict`() async throws {
        try await withNetdev01 { _, store in
            let context = WriteContext.desk()
            _ = try await Self.add(store, ["ab", "c"], context)
            let before = try await dump(store)
            for content in [["a", "bc"], ["ab"], ["ab", "c", ""], []] {
                let code = try await errorCode { _ = try await Self.add(store, content, context) }
                #expect(code == "idempotency_conflict")
            }
            let code = try await errorCode {
                _ = try await store.perform("test.other", content: ["ab", "c"], context: context) { _ in 1 }
            }
            #expect(code == "idempotency_conflict")
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a body that throws leaves neither its rows nor its key`() async throws {
        try await withNetdev01 { _, store in
            let before = try await dump(store)
            let context = WriteContext.desk()
            let code = try await errorCode {
                _ = try await store.perform("test.add", content: ["a"], context: context) { db -> Int in
                    try db.execute(sql: "INSERT INTO device VALUES (9, 'd', 'door', zeroblob(32), 'a', 0, NULL, NULL)")
                    throw ConferenceError(.dayUnknown)
                }
            }
            #expect(code == "day_unknown")
            #expect(try await dump(store) == before)
            #expect(try await Self.add(store, ["other"], context).replayed == false)
        }
    }

    @Test func `a key that is sent many times at once is done once`() async throws {
        try await withNetdev01 { _, store in
            let context = WriteContext.desk()
            let results = try await withThrowingTaskGroup(of: (Bool, Int).self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let done = try await Self.add(store, ["a"], context)
                        return (done.replayed, done.result.count)
                    }
                }
                return try await group.reduce(into: [(Bool, Int)]()) { $0.append($1) }
            }
            #expect(results.filter { !$0.0 }.count == 1)
            #expect(results.allSatisfy { $0.1 == 1 })
        }
    }

    @Test func `texts that run into one another have different digests`() {
        let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], [], [""], ["1:a"], ["a", "1:"]]
        #expect(Set(lists.map(EventStore.digest)).count == lists.count)
    }
}
