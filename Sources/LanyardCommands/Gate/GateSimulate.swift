import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Representations

struct GateSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Simulate doors with a bad network that scan invented people.",
        discussion: """
            Works on a new file with this event's description and removes it afterwards; the event itself is not \
            touched. Doors lose the network and get it back, their clocks are wrong, and what they kept arrives late, \
            in pieces and twice. The exit code is 0 if the file then says exactly what the doors did, and 2 if not. \
            The same seed repeats the same run. Every door holds everybody, as phones do: 200 doors with 50,000 people \
            take 3 GB of memory.

            Example: lanyard gate simulate --doors 4 --people 100 --scans 1000 --seed 7
            """)

    @Option(help: "How many doors, at most 200.")
    var doors = 4

    @Option(help: "How many people, at most 50,000.")
    var people = 50

    @Option(help: "How many scans, at most 500,000.")
    var scans = 500

    @Option(help: "The seed for everything random.")
    var seed: UInt64 = 1

    @Option(help: "The gate. Default: the first.")
    var gate: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let simulation = try DoorSimulation(
            doors: doors, people: people, scans: scans, seed: seed, gate: gate.map { Gate.ID(rawValue: $0) })
        let progress = Progress("scans")
        let report = try await event.services(.reading).simulate(simulation) { progress.show($0, of: scans) }
        if output.json {
            try Output.json(SimulationBody(report, seed: seed))
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
