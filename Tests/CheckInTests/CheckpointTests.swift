import DoorRules
import EventStore
import Foundation
import LanyardTestSupport
import Testing

@testable import CheckIn

@Suite struct CheckpointTests {
    @Test func `the log moves into the file beside the writers`() async throws {
        let door = try await Door()
        let keeper = Task { [store = door.store] in try await store.keepLogShort() }
        let badge = try await door.badged()
        for _ in 1...20 { _ = try await door.scan(badge) }
        // Read past SQLite: what was scanned is in the file itself, not in its log alone.
        let deadline = ContinuousClock.now + .seconds(60)
        var isThere = false
        while !isThere, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            isThere = try Data(contentsOf: door.store.url).range(of: Data("Ada Invented".utf8)) != nil
        }
        #expect(isThere)
        keeper.cancel()
        _ = await keeper.result
        #expect(try await door.scan(badge).code == .alreadyAdmitted)
    }

    @Test func `the log restarts beside a writer that never rests`() async throws {
        let door = try await Door()
        let keeper = Task { [store = door.store] in try await store.keepLogShort() }
        let badge = try await door.badged()
        // The salts in the header of the log change when it restarts ("The SQLite Database File Format", section 4.1).
        let log = URL(fileURLWithPath: door.store.url.path + "-wal")
        let first = try salts(of: log)
        let deadline = ContinuousClock.now + .seconds(120)
        while try salts(of: log) == first, ContinuousClock.now < deadline { _ = try await door.scan(badge) }
        #expect(try salts(of: log) != first)
        keeper.cancel()
        _ = await keeper.result
    }

    private func salts(of log: URL) throws -> Data {
        let file = try FileHandle(forReadingFrom: log)
        defer { try? file.close() }
        return try file.read(upToCount: 24)?.suffix(8) ?? Data()
    }
}
