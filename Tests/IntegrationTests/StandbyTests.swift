import Foundation
import LanyardTestSupport
import Testing

/// Two machines as two folders: the first is killed while doors scan, the second goes on.
@Suite(.waitsForPrograms)
struct StandbyTests {
    private struct Badge: Decodable { let credential: String }
    private struct Device: Decodable { let token: String }
    private struct Taken: Decodable {
        let incarnation: Int
        let milliseconds: Int
    }

    /// `lanyard replica follow` in the background. It ends with the test.
    private final class Follower {
        private let process: Process

        struct NotFollowing: Error { let said: String }

        init(_ venue: Venue, to folder: URL) throws {
            process = try Program.process(
                "lanyard", ["replica", "follow", "--to", folder.path], environment: ["LANYARD_EVENT": venue.event])
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
            guard said.contains("follows") else { throw NotFollowing(said: said) }
        }

        deinit { end(SIGKILL) }

        func end(_ signal: Int32) {
            if process.isRunning { kill(process.processIdentifier, signal) }
            process.waitUntilExit()
        }
    }

    @Test func `the second machine goes on with what the first one acknowledged, under the same tokens`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "--all")
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let texts = try await ["ND-0001", "ND-0002", "ND-0003"].asyncMap { reference in
            try await venue.json(Badge.self, "badge", "show", reference).credential
        }
        let first = try await LiveServer(venue)
        let replica = venue.folder.file("replica")
        let follower = try Follower(venue, to: replica)
        var verdicts: [String] = []
        for (number, text) in texts.enumerated() {
            verdicts.append(try await first.door.scan(text, nonce: "n\(number)", token: token).verdict)
        }
        // Time for some rounds: what comes in the last one may be lost.
        try await Task.sleep(for: .milliseconds(600))
        // Meanwhile the copy can be looked at, and changed by nobody.
        let look = try await HeldServer(venue, ["--read-only", "--from", replica.path])
        #expect(look.said.contains("to be looked at"), "\(look.said)")
        func ask(_ path: String, _ options: String...) async throws -> String {
            try await run(
                "curl",
                [
                    "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Authorization: Bearer \(token)",
                    "\(look.door.address)/v1/\(path)",
                ] + options
            ).output
        }
        #expect(try await ask("health/ready") == "200")
        #expect(try await ask("snapshot") == "200")
        #expect(try await ask("devices/self/report", "--json", "{}") != "200")
        look.send(SIGTERM)
        #expect(try await look.end() == 0)
        // Not while it lives: somebody answers, and the copy moves.
        let second = venue.folder.file("second")
        try FileManager.default.createDirectory(at: second, withIntermediateDirectories: true)
        let event = second.appendingPathComponent("netdev01.lanyard").path
        let early = try await run(
            "lanyard",
            ["takeover", "--from", replica.path, "--event", event, "--first", first.door.address, "--json"])
        #expect(early.status == 1 && early.errors.contains("first_machine_answers"), "\(early.errors)")
        let moving = try await run("lanyard", ["takeover", "--from", replica.path, "--event", event, "--json"])
        #expect(moving.status == 1 && moving.errors.contains("first_machine_writes"), "\(moving.errors)")
        _ = first.stop(SIGKILL)
        follower.end(SIGKILL)

        let taken = try await run(
            "lanyard",
            ["takeover", "--from", replica.path, "--event", event, "--first", first.door.address, "--json"])
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(try JSONDecoder().decode(Taken.self, from: Data(taken.output.utf8)).incarnation == 2)
        #expect(try await run("lanyard", ["audit", "--event", event]).status == 0)
        let living = try await LiveServer(
            ["--clock", "2015-02-14T09:40:00-05:00"], environment: ["LANYARD_EVENT": event])
        for (number, text) in texts.enumerated() {
            // The door sends its scan again, and hears what it heard before.
            let again = try await living.door.scan(text, nonce: "n\(number)", token: token)
            #expect(again.replayed && again.verdict == verdicts[number])
        }
        let twice = try await run(
            "lanyard", ["takeover", "--from", replica.path, "--event", second.path + "/other.lanyard"])
        #expect(twice.status != 0)
        #expect(living.stop() == 0)
    }

    /// Speaks Litestream's documented command line, as far as it is used: `restore -config FILE -o TARGET DATABASE`.
    private static let standIn = """
        #!/bin/sh
        [ "$1" = restore ] && [ "$2" = -config ] && [ "$4" = -o ] && [ $# = 6 ] || { echo "usage" >&2; exit 2; }
        grep -q 'sync-interval: 100ms' "$3" || exit 3
        [ "$6" = "$EXPECTED_DATABASE" ] || { echo "no database: $6" >&2; exit 1; }
        [ -z "$FAILS" ] || { echo "no matching backups found" >&2; exit 1; }
        cp "$COPY" "$5"
        """

    @Test func `a takeover by Litestream fetches the copy, adds the keys, and says why it cannot`() async throws {
        let venue = try Venue()
        try await venue.open()
        let keys = venue.folder.file("keys-copy")
        let made = try await venue.lanyard(
            "replica", "init", "--to", venue.folder.file("place").path, "--keys", keys.path)
        #expect(made.status == 0, "\(made.errors)")
        let configuration = venue.folder.file("netdev01.litestream.yml").path
        let copy = venue.folder.file("copy.db")
        try FileManager.default.copyItem(at: URL(fileURLWithPath: venue.event), to: copy)
        let tools = venue.folder.file("tools")
        try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
        let arguments = [
            "takeover", "--from", configuration, "--keys", keys.path, "--event",
            venue.folder.file("next.lanyard").path, "--json",
        ]
        let missing = try await run("lanyard", arguments, environment: ["PATH": tools.path])
        #expect(missing.errors.contains("replica_tool_missing"), "\(missing.errors)")
        let program = tools.appendingPathComponent("litestream")
        try Data(Self.standIn.utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        var environment = [
            "PATH": tools.path + ":/usr/bin:/bin", "COPY": copy.path, "EXPECTED_DATABASE": venue.event, "FAILS": "1",
        ]
        let failed = try await run("lanyard", arguments, environment: environment)
        #expect(failed.errors.contains("replica_tool_failed") && failed.errors.contains("no matching backups"))
        #expect(!FileManager.default.fileExists(atPath: venue.folder.file("next.lanyard").path))
        environment["FAILS"] = ""
        let taken = try await run("lanyard", arguments, environment: environment)
        #expect(taken.status == 0, "\(taken.errors)")
        let mode = try FileManager.default.attributesOfItem(atPath: venue.folder.file("next.lanyard").path)
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(try await run("lanyard", ["audit", "--event", venue.folder.file("next.lanyard").path]).status == 0)
    }
}
