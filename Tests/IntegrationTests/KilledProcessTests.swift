import Foundation
import LanyardTestSupport
import Testing

/// Processes that are killed without warning (`kill -9`) while they write.
@Suite(.waitsForPrograms)
struct KilledProcessTests {
    private struct Device: Decodable { let token: String }
    private struct Document: Decodable, Sendable, Hashable {
        let label: String
        let kind: String
        let number: Int
    }

    /// What the servers of a test answered, whichever worker asked.
    private actor Acknowledged {
        private(set) var documents: [Document] = []
        func add(_ document: Document) { documents.append(document) }
    }

    /// Pays a dollar for one person after another and issues a receipt for it, until the server is gone.
    private static func work(
        _ door: Door, round: Int, worker: Int, token: String, _ acknowledged: Acknowledged
    ) async {
        for turn in 0... {
            // Each worker has forty people of its own.
            let code = "ND-0" + String(1_000 + 4 * (turn % 40) + worker + 1).suffix(3)
            let key = "\(round)-\(worker)-\(turn)"
            do {
                _ = try await door.post(
                    "/v1/registrations/\(code)/payments", ["method": "card", "amount": "1.00"], key: "p-" + key,
                    token: token)
                let answer = try await door.post(
                    "/v1/registrations/\(code)/documents", [:], key: "d-" + key, token: token)
                // Whoever was cancelled gets no receipt.
                if let document = try? JSONDecoder().decode(Document.self, from: answer) {
                    await acknowledged.add(document)
                }
            } catch {
                return
            }
        }
    }

    @Test(arguments: SeededGenerator.seeds(1))
    func `numbers of documents have no gap, and none that was handed out is lost, however often the server is killed`(
        seed: UInt64
    ) async throws {
        var generator = SeededGenerator(seed: seed)
        let venue = try Venue()
        try await venue.open()
        let token = try await venue.json(Device.self, "device", "add", "Desk", "--role", "desk").token
        let acknowledged = Acknowledged()
        for round in 1...8 {
            let server = try await LiveServer(venue)
            let door = server.door
            let before = await acknowledged.documents.count
            let delay = Int.random(in: 0...300, using: &generator)
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<4 {
                    group.addTask {
                        await Self.work(door, round: round, worker: worker, token: token, acknowledged)
                    }
                }
                // Not before it has issued one.
                for _ in 1...600 where await acknowledged.documents.count == before {
                    try? await Task.sleep(for: .milliseconds(50))
                }
                try? await Task.sleep(for: .milliseconds(delay))
                #expect(server.stop(SIGKILL) == SIGKILL)
            }
            #expect(await acknowledged.documents.count > before)
        }
        let handedOut = await acknowledged.documents
        #expect(Set(handedOut).count == handedOut.count)
        let documents = try await venue.json([Document].self, "ledger", "documents")
        for kind in ["receipt", "credit_note"] {
            let numbers = documents.filter { $0.kind == kind }.map(\.number).sorted()
            #expect(numbers == Array(1..<numbers.count + 1), "\(kind)")
        }
        #expect(Set(documents).isSuperset(of: handedOut))
        let audit = try await venue.lanyard("audit")
        #expect(audit.status == 0, "\(audit.output)\(audit.errors)")
    }

    @Test(arguments: 1...6) func `an event can be made although the process that began it was killed`(
        round: Int
    ) async throws {
        let venue = try Venue()
        let template = Repository.root.appendingPathComponent("templates/events/netdev01.yaml").path
        let arguments = ["event", "create", venue.event, "--from", template]
        let process = try Program.process("lanyard", arguments, environment: [:])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let keys = venue.folder.file("netdev01.keys").path
        while process.isRunning, !FileManager.default.fileExists(atPath: keys) { usleep(100) }
        usleep(UInt32(round - 1) * 2_000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        if !FileManager.default.fileExists(atPath: venue.event) {
            let made = try await run("lanyard", arguments)
            #expect(made.status == 0, "\(made.errors)")
        }
        #expect(try await venue.lanyard("badge", "issue", "--all").status == 0)
        #expect(try await venue.lanyard("event", "show").output == Repository.netdev01())
    }
}
