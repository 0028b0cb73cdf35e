import Foundation
import LanyardTestSupport
import Testing

/// Doors in a rush, servers that die, rehearsals in between.
@Suite(.waitsForPrograms)
struct DoorTests {
    private struct Badge: Decodable { let credential: String }
    private struct Device: Decodable { let token: String }
    private struct Gate: Decodable, Equatable {
        let id: String
        let admitted: Int
        let refused: Int
        let conflicts: Int
    }
    private struct Drill: Decodable {
        struct Step: Decodable {
            let step: String
            let right: Bool
        }
        let steps: [Step]
    }

    /// What `Benchmarks/check-in` does at length, with the program that was built with these tests.
    private func torture(_ script: String, _ arguments: String...) async throws -> Outcome {
        let program = try #require(try Program.process("lanyard", [], environment: [:]).executableURL)
        let path = Repository.root.appendingPathComponent("Benchmarks/check-in/\(script)").path
        return try await run("python3", [path] + arguments, environment: ["LANYARD": program.path])
    }

    @Test func `a server that ends in mid-load, however, has every write that it acknowledged, once`() async throws {
        let outcome = try await torture("kill", "--kills", "4", "--terms", "2", "--people", "300")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(
            outcome.output.contains(
                "lost 0, other answer 0, doubled 0, done again 0, people in twice 0, integrity ok, audit 0"))
    }

    @Test func `badges that are each scanned by 64 at once are each admitted once`() async throws {
        let outcome = try await torture("race", "12", "64")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("768 scans, 12 admissions of 12 people"))
    }

    @Test func `a drill beside a server that scans leaves no trace in its numbers`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "--all")
        let token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        let texts = try await (1...3).map { "ND-000\($0)" }.asyncMap { reference in
            try await venue.json(Badge.self, "badge", "show", reference).credential
        }
        let server = try await LiveServer(venue)
        _ = try await server.door.scan(texts[0], nonce: "a", token: token)
        let before = try await venue.json([Gate].self, "gate", "list")
        async let drill = venue.json(Drill.self, "gate", "drill", "main")
        _ = try await server.door.scan(texts[0], nonce: "a", token: token)
        let steps = try await drill.steps
        #expect(steps.count == 17)
        #expect(steps.filter { !$0.right }.map(\.step) == [])
        let after = try await venue.json([Gate].self, "gate", "list")
        #expect(after == before)
        let next = try await server.door.scan(texts[1], nonce: "b", token: token)
        #expect(next.scan == 2)
        #expect(server.stop() == 0)
        #expect(try await venue.lanyard("audit").status == 0)
    }

    @Test func `a list goes out on paper and comes back`() async throws {
        let venue = try Venue()
        try await venue.open()
        let out = venue.folder.file("list.pdf").path
        let clock = "2015-02-14T09:30:00-05:00"
        #expect(try await venue.lanyard("gate", "paper-list", "main", "--day", "1", "--out", out).status == 0)
        let text = try await run("pdftotext", ["-layout", out, "-"]).output
        #expect(text.contains("Ada Placeholder"))
        let code = try #require(text.firstMatch(of: #/[0-9A-Z]{3}-[0-9A-Z]{4}/#)).output
        let ticks = venue.folder.file("ticks.txt")
        try Data("\(code) 09:00\n".utf8).write(to: ticks)
        for expected in ["1 line recorded, 0 known already.\n", "0 lines recorded, 1 known already.\n"] {
            let entered = try await venue.lanyard("gate", "paper-entry", "main", ticks.path, "--clock", clock)
            #expect(entered.output == expected)
        }
        try Data("\(code) 09:00\nnobody 09:01\n".utf8).write(to: ticks)
        let wrong = try await venue.lanyard("gate", "paper-entry", "main", ticks.path, "--clock", clock)
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("line 2"))
        let gates = try await venue.json([Gate].self, "gate", "list")
        #expect(gates.first?.admitted == 1)
    }
}
