import Badges
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// The door page's own rules, fed with what the server gives to phones.
struct DoorPageTests {
    /// Everybody at every gate, in and out, at three hours: the page alone, in WebAssembly, against the server.
    @Test func `a phone that is alone decides as the server would`() async throws {
        try await Server.run { server in
            let token = try await server.token(.door)
            let texts = try await Self.people(server)
            let snapshot = try await server.send(.get, "/v1/snapshot", token: token).body
            #expect(snapshot["more"] as? Bool == false)
            var questions: [[Any]] = [["learn", snapshot]]
            var expected: [String] = []
            var simulated = 0
            for text in texts {
                for gate in ["main", "reception", "tutorials", "dinner", "staff"] {
                    for isExit in [false, true] {
                        let second = Int(Server.morning.timeIntervalSince1970)
                        questions.append(["scan", text, gate, isExit, second])
                        simulated += 1
                        let answer = try await server.scan(
                            [
                                "gate": gate, "nonce": "n\(simulated)", "text": text, "simulate": true,
                                "direction": isExit ? "exit" : "entry",
                            ], token: token)
                        expected.append(try #require(answer.body["verdict"] as? String))
                    }
                }
            }
            let answers = try Self.ask(questions).dropFirst().map { $0["verdict"] as? String ?? "none" }
            #expect(answers == expected)
            #expect(
                Set(expected).isSuperset(of: ["admitted", "invalid", "revoked", "unpaid", "gate_closed", "blocked"]))
            #expect(Set(expected).isSuperset(of: ["cancelled", "wrong_day", "not_entitled", "already_admitted"]))
        }
    }

    /// The texts of badges in every condition.
    static func people(_ server: Server) async throws -> [String] {
        let services = server.services
        func badge(
            _ number: Int, _ category: Category = .attendee, days: DaySet = .first(4), paid: Bool = true
        ) async throws -> BadgeIssue {
            let registration = try await services.ledger.register(
                .invented(number, days: days, category: category), context: .desk()
            ).result
            let due = try await services.ledger.story(of: registration.id).summary.due
            if paid, due > .zero {
                _ = try await services.ledger.pay(
                    Payment(amount: due, method: .card, note: ""), for: registration.id, context: .desk())
            }
            return try await services.badges.makeFirst(for: [registration.id], context: .desk()).result[0]
        }
        let (plain, inside, staff) = (try await badge(1), try await badge(2), try await badge(3, .organizer))
        let (owing, later) = (try await badge(4, paid: false), try await badge(5, days: DaySet([3])))
        let (blocked, gone, replaced) = (try await badge(6), try await badge(7), try await badge(8))
        _ = try await services.ledger.block(blocked.registration, because: "Ask", context: .desk())
        _ = try await services.ledger.cancel(gone.registration, context: .desk())
        let next = try await services.badges.makeNext(
            for: replaced.registration, reason: "lost", context: .desk()
        ).result
        let token = try await server.token(.door)
        _ = try await server.scan(["gate": "main", "nonce": "in", "text": inside.text], token: token)
        let forged = try SignedCredential(
            credential: plain.credential.credential, signature: Array(plain.credential.signature.reversed()))
        var foreign = plain.credential.credential
        foreign.event = EventTag(rawValue: foreign.event.rawValue ^ 1)
        let other = try SignedCredential(credential: foreign, signature: plain.credential.signature)
        let damaged = [forged, other].map { String(decoding: CredentialText.encode($0), as: UTF8.self) }
        return [plain, inside, staff, owing, later, blocked, gone, replaced, next].map(\.text) + damaged
            + ["https://example.org/", "LY:", ""]
    }

    /// Asks the page's module in Node, which verifies signatures as a browser does.
    private static func ask(_ questions: [[Any]]) throws -> [[String: Any]] {
        let scripts = Repository.root.appendingPathComponent("scripts")
        try run(scripts.appendingPathComponent("build-door-page").path, [], input: Data())
        let module = Repository.root.appendingPathComponent("templates/static/built/door.wasm").path
        let lines = try questions.map { try JSONSerialization.data(withJSONObject: $0) + Data("\n".utf8) }
        let output = try run(
            "/usr/bin/env", ["node", scripts.appendingPathComponent("run-door-page.mjs").path, module],
            input: lines.reduce(Data(), +))
        return try output.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONSerialization.jsonObject(with: line, options: .fragmentsAllowed) as? [String: Any] ?? [:]
        }
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String], input: Data) throws -> Data {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("door-page-\(UUID().uuidString)")
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments)")
        return data
    }
}
