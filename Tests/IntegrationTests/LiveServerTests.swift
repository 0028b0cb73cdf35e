import Foundation
import LanyardTestSupport
import Testing

/// The server as people run it: a process, sockets, signals.
@Suite(.waitsForPrograms)
struct LiveServerTests {
    private struct Badge: Decodable { let credential: String }
    private struct Device: Decodable { let token: String }
    private struct Gate: Decodable {
        let id: String
        let admitted: Int
        let refused: Int
    }

    @Test func `of 200 scans of one badge at once, one is admitted and 199 name it`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "ND-0001")
        let text = try await venue.json(Badge.self, "badge", "show", "ND-0001").credential
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let server = try await LiveServer(venue)

        let door = server.door
        let answers = try await withThrowingTaskGroup { group in
            for number in 1...200 {
                group.addTask { try await door.scan(text, nonce: "race-\(number)", token: token) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let admitted = answers.filter { $0.verdict == "admitted" }
        let refused = answers.filter { $0.verdict == "already_admitted" }
        #expect(admitted.count == 1)
        #expect(refused.count == 199)
        #expect(refused.allSatisfy { $0.firstAdmission?.scan == admitted.first?.scan })
        #expect(refused.allSatisfy { $0.firstAdmission?.deviceName == "North door" })
        #expect(Set(answers.map(\.scan)).count == 200)
        #expect(server.stop() == 0)
    }

    @Test func `what was acknowledged is there after the server was killed`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "--all")
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let texts = try await ["ND-0001", "ND-0002", "ND-0003"].asyncMap { reference in
            try await venue.json(Badge.self, "badge", "show", reference).credential
        }
        let killed = try await LiveServer(venue)
        var before: [String] = []
        for (number, text) in texts.enumerated() {
            before.append(try await killed.door.scan(text, nonce: "n\(number)", token: token).verdict)
        }
        _ = killed.stop(SIGKILL)

        let next = try await LiveServer(venue)
        for (number, text) in texts.enumerated() {
            let again = try await next.door.scan(text, nonce: "n\(number)", token: token)
            #expect(again.replayed)
            #expect(again.verdict == before[number])
        }
        #expect(next.stop() == 0)
        #expect(try await venue.lanyard("audit").status == 0)
    }

    @Test func `a signal to end is obeyed at once while nothing is in flight`() async throws {
        let venue = try Venue()
        try await venue.open()
        let server = try await LiveServer(venue)
        #expect(server.stop(SIGTERM) == 0)
        let interrupted = try await LiveServer(venue)
        #expect(interrupted.stop(SIGINT) == 0)
    }

    @Test func `a port that is taken is an error, said in words`() async throws {
        let venue = try Venue()
        try await venue.open()
        let server = try await LiveServer(venue)
        let port = try #require(server.door.address.split(separator: ":").last)
        let second = try await venue.lanyard("serve", "--port", String(port))
        #expect(second.status == 1)
        #expect(second.errors.contains("port"))
        #expect(server.stop() == 0)
    }
}
