import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Representations

struct GateWithheld: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withheld", abstract: "List scans that wait for somebody's judgement.",
        discussion: """
            What a door sent that it cannot have seen: from a revoked device, at a gate that is not its own, from before it was \
            a device, or by a clock that is far off. They count for nothing until somebody accepts them.

            Example: lanyard gate withheld
            """)

    @Flag(help: "List those too that somebody decided on.")
    var settled = false

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let withheld = try await services.checkIn.withheld(settled: settled, limit: .max)
            .map { WithheldScanBody($0, event: definition, in: .english) }
        guard !output.json else { return try Output.json(withheld) }
        Output.table(
            ["no", "time", "gate", "device", "who", "door said", "why it waits", "what came of it"], right: ["no"],
            withheld.map { scan in
                [
                    String(scan.id), scan.time, scan.gate, "\(scan.device) \(scan.deviceName)", scan.name ?? "unknown",
                    scan.verdict, scan.message,
                    scan.end.map { ($0.scan.map { "scan \($0): " } ?? "dismissed: ") + $0.note.reason } ?? "",
                ]
            })
    }
}

struct GateAccept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Say that a withheld scan counts after all.",
        discussion: "Example: lanyard gate accept 4 --note \"the door's phone was lent to the annex\"")

    @OptionGroup var judgement: WithheldJudgement

    func run() async throws {
        let scan = try await judgement.run { try await $0.accept($1, note: $2, context: $3).result }
        try judgement.output.say("It counts: scan \(scan).", ["scan": .number(scan.rawValue)])
    }
}

struct GateDismiss: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss", abstract: "Say that a withheld scan counts for nothing; it stays on the record.",
        discussion: "Example: lanyard gate dismiss 4 --note \"the phone was stolen\"")

    @OptionGroup var judgement: WithheldJudgement

    func run() async throws {
        _ = try await judgement.run { try await $0.dismiss($1, note: $2, context: $3) }
        try judgement.output.say(
            "The withheld scan \(judgement.withheld) counts for nothing.", ["dismissed": .number(judgement.withheld)])
    }
}

/// What somebody decides on a withheld scan, and why.
struct WithheldJudgement: ParsableArguments {
    @Argument(help: "The number in lanyard gate withheld.")
    var withheld: Int64

    @Option(help: "The reason, for the record.")
    var note: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run<Result>(
        _ body: (CheckInService, WithheldScan.ID, String, WriteContext) async throws -> Result
    ) async throws -> Result {
        let services = try await event.services()
        return try await body(
            services.checkIn, WithheldScan.ID(rawValue: withheld), note, try write.context(services.clock))
    }
}
