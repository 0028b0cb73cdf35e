import ArgumentParser
import Conference
import EventDesk
import EventStore
import Representations

struct EventWhereabouts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whereabouts", abstract: "Say whether this machine has the event, or which one.",
        discussion: """
            Ends with 0 if everything can be changed here, and with 2 while another machine has the event.

            Example: lanyard event whereabouts
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        // To look at it is no reason why nothing is changed here.
        var found = try await services.whereabouts()
        if found.bar == .onlyRead { found.bar = nil }
        let body = WhereaboutsBody(found, zone: try await services.zone())
        guard !output.json else {
            try Output.json(body)
            if !body.isHere { throw ExitCode.answerIsNo }
            return
        }
        switch body.state {
        case "closing": Output.line("it is being handed over to the \(body.place ?? "") since \(body.since ?? "")")
        case "elsewhere": Output.line("at the \(body.place ?? "") since \(body.since ?? ""), by \(body.by ?? "")")
        default: Output.line("here")
        }
        if body.waitingMessages > 0 {
            Output.line("messages of the payment provider that wait: \(body.waitingMessages)")
        }
        Output.table(
            ["incarnation", "began", "cause", "by"], right: ["incarnation"],
            body.lives.map { [String($0.incarnation), $0.began, $0.cause, $0.by] })
        if !body.isHere { throw ExitCode.answerIsNo }
    }
}
