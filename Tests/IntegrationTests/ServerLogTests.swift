import Foundation
import LanyardTestSupport
import Testing

/// What the server tells on stderr: how much, and to whom.
@Suite(.waitsForPrograms)
struct ServerLogTests {
    /// A request, and what was told of it; empty if nothing is, for half a second or, where something has to be, for ten.
    private static func told(
        _ server: HeldServer, by path: String, isExpected: Bool = true
    ) async throws -> String {
        let before = server.said.count
        _ = try await run("curl", ["-s", "-o", "/dev/null", "\(server.door.address)\(path)?name=Ada+Placeholder"])
        for _ in 0..<(isExpected ? 400 : 20) where server.said.count == before {
            try await Task.sleep(for: .milliseconds(25))
        }
        return String(server.said.dropFirst(before))
    }

    @Test func `requests are told without personal data once SIGHUP has read that they shall be`() async throws {
        let venue = try Venue()
        try await venue.open()
        let level = venue.folder.file("level")
        try Data("warning\n".utf8).write(to: level)
        let server = try await HeldServer(venue, ["--log-level", "error", "--log-level-file", level.path])
        #expect(try await Self.told(server, by: "/v1/health", isExpected: false).isEmpty)
        try Data("info\n".utf8).write(to: level)
        server.send(SIGHUP)
        var line = ""
        for _ in 0..<40 where line.isEmpty {
            line = try await Self.told(server, by: "/v1/health", isExpected: false)
        }
        #expect(line.contains("info lanyard: request method=GET milliseconds="), "\(line)")
        #expect(line.contains("route=/v1/health status=200") && !line.contains("Ada"), "\(line)")
        #expect(line.prefixMatch(of: #/[0-9]{4}-[0-9]{2}-[0-9]{2}T/#) != nil)
        // What says nothing changes nothing, and never ends the server.
        try Data("loud".utf8).write(to: level)
        server.send(SIGHUP)
        try await Task.sleep(for: .milliseconds(100))
        #expect(try await !Self.told(server, by: "/v1/version").isEmpty)
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `the journal gets each line with its priority and no second time`() async throws {
        let venue = try Venue()
        try await venue.open()
        let server = try await HeldServer(
            venue, ["--log-level", "info"], limits: "export JOURNAL_STREAM=$(stat -Lc %d:%i /dev/stderr)")
        let line = try await Self.told(server, by: "/v1/health")
        #expect(line.hasPrefix("<6>lanyard: request method=GET"), "\(line)")
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
        let wrong = try await venue.lanyard("serve", "--log-level", "loud")
        #expect(wrong.status == 64)
    }
}
