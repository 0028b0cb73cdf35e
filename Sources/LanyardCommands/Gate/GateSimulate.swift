import ArgumentParser
import CheckIn
import Conference
import EventStore
import Foundation
import LanyardServer

struct GateSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Let invented doors with a bad network scan invented people.",
        discussion: """
            Works on a fresh file with this event's description, which is removed afterwards; the event itself is not touched. \
            Doors lose the network and get it back, their clocks are off, what they kept comes late, in pieces and twice. Ends \
            with 0 when the file then says exactly what the doors did, and with 2 when not. The same seed does the same again.

            Example: lanyard gate simulate --doors 4 --people 100 --scans 1000 --seed 7
            """)

    @Option(help: "How many doors, 50 at the most.")
    var doors = 4

    @Option(help: "How many people, 2,000 at the most.")
    var people = 50

    @Option(help: "How many scans, 100,000 at the most.")
    var scans = 500

    @Option(help: "The seed of everything that is left to chance.")
    var seed: UInt64 = 1

    @Option(help: "The gate. Default: the first.")
    var gate: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let seed: UInt64
        let online: Int
        let alone: Int
        let repeated: Int
        let refused: Int
        let letIn: Int
        let letOut: Int
        let admitted: Int
        let conflicts: Int
        let wrong: Int
        let missing: Int
    }

    func run() async throws {
        let simulation = try DoorSimulation(
            doors: doors, people: people, scans: scans, seed: seed, gate: gate.map { Gate.ID(rawValue: $0) })
        let services = try await event.services()
        let yaml = try await services.store.yaml()
        let report = try await TemporaryFolder.use { folder in
            let store = try await EventStore.create(
                at: folder.appendingPathComponent("simulation.lanyard"), yaml: yaml, author: "simulation",
                time: services.clock.now)
            let report = try await simulation.run(on: store) { _ in }
            try store.close()
            return report
        }
        let body = Body(
            seed: seed, online: report.online, alone: report.alone, repeated: report.repeated, refused: report.refused,
            letIn: report.letIn, letOut: report.letOut, admitted: report.admitted, conflicts: report.conflicts,
            wrong: report.wrong,
            missing: report.missing)
        if output.json {
            try Output.json(body)
        } else {
            Output.line(
                "seed \(seed): \(report.online) scans online, \(report.alone) alone, \(report.repeated) sent again")
            Output.line(
                "\(report.letIn) let in: \(report.admitted) count, \(report.conflicts) are conflicts; \(report.letOut) let out"
            )
            Output.line("\(report.refused) turned away, \(report.missing) lost or twice, \(report.wrong) people wrong")
        }
        guard report.isRight else { throw ExitCode.answerIsNo }
    }
}

/// A folder for the length of one piece of work, open to nobody else.
enum TemporaryFolder {
    static func use<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lanyard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
