import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Representations

struct GateDrill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: "Rehearse everything that can happen at a gate, on a copy of the event.",
        discussion: """
            Takes a real badge that the gate would let in and tries everything that a door can meet, from a repeated \
            scan to a phone without a network. The event itself is not touched. With --keep, the copy stays, with the \
            same badges and devices, so that people can rehearse with phones on it.

            Example: lanyard gate drill main
            """)

    @Argument(help: "The gate.")
    var gate: String

    @Option(help: "Keep a copy of the event under this name, which ends in .lanyard, and try nothing on it.")
    var keep: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        if let keep {
            let copy = try await services.store.copy(to: URL(fileURLWithPath: keep))
            try copy.close()
            Report.say("Rehearse with: lanyard serve --event \(keep) --clock TIME")
        }
        let drill = DrillBody(try await services.drill(at: Gate.ID(rawValue: gate)))
        if output.json {
            try Output.json(drill)
        } else {
            Output.table(
                ["step", "expected", "found", ""],
                drill.steps.map { [$0.step, $0.expected, $0.found, $0.right ? "ok" : "WRONG"] })
        }
        guard drill.right else { throw ExitCode.answerIsNo }
    }
}
