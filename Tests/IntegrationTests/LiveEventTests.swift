import Foundation
import LanyardTestSupport
import Testing

/// What those who watch the doors are told, by the real program to curl.
struct LiveEventTests {
    private struct Badge: Decodable { let credential: String }
    private struct Device: Decodable {
        let id: Int
        let token: String
    }

    /// Waits until a file holds a text; two minutes at the most.
    private func wait(for text: String, in file: String) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            if let said = try? String(contentsOfFile: file, encoding: .utf8), said.contains(text) { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test func `every verdict and the counts are told as they happen, until the device is revoked`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "ND-0001")
        let text = try await venue.json(Badge.self, "badge", "show", "ND-0001").credential
        let door = try await venue.json(Device.self, "device", "add", "North door", "--role", "door")
        let screen = try await venue.json(Device.self, "device", "add", "Screen", "--role", "reports")
        let server = try await LiveServer(venue)
        defer { _ = server.stop() }
        let told = venue.folder.file("told").path
        // Not by `run`: it would wait in the threads on which the test goes on.
        let reader = try Program.process(
            "curl",
            [
                "--silent", "--no-buffer", "--max-time", "300", "--output", told, "--header",
                "Authorization: Bearer \(screen.token)", "\(server.door.address)/v1/live",
            ], environment: [:])
        reader.standardOutput = FileHandle.nullDevice
        reader.standardInput = FileHandle.nullDevice
        try reader.run()
        defer { if reader.isRunning { reader.terminate() } }
        #expect(try await wait(for: "event: counts\n", in: told))
        let scan = try await server.door.scan(text, nonce: "a", token: door.token)
        #expect(try await wait(for: "id: \(scan.scan)\nevent: scan\n", in: told))
        #expect(try await wait(for: #""admitted":1"#, in: told))
        _ = try await server.door.scan(text, nonce: "b", token: door.token)
        #expect(try await wait(for: #""verdict":"already_admitted""#, in: told))
        // Nobody's name goes out.
        #expect(try String(contentsOfFile: told, encoding: .utf8).contains("Ada") == false)
        try await venue.lanyard("device", "revoke", String(screen.id))
        // The server ends the answer, as it should be: curl's time was not up.
        for _ in 0..<2400 where reader.isRunning { try await Task.sleep(for: .milliseconds(50)) }
        try #require(!reader.isRunning)
        #expect(reader.terminationStatus == 0)
        #expect(server.stop() == 0)
    }
}
