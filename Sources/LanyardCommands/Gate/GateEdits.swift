import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Representations

struct GateOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a gate again that was closed.",
        discussion: "Example: lanyard gate open reception --because \"the hall is dry again\"")

    @OptionGroup var order: GateOrder

    func run() async throws {
        let gate = try await order.run { try await $0.reopen($1, because: $2, context: $3) }
        try order.output.say(
            "Gate \(gate) is open again, in its hours.", ["gate": .text(gate.rawValue), "closed": false])
    }
}

struct GateEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a gate's name, days, hours or limit in the event's description.",
        discussion: """
            What is left out stays, and so does everything else of the description, comments too.

            Example: lanyard gate edit main --opens 08:00 --closes 22:00 --capacity 300
            """)

    @Argument(help: "The gate.")
    var gate: String

    @Option(help: "What people call it.")
    var name: String?

    @Option(help: "The days: 1,3-4 or all.")
    var days: String?

    @Option(help: "When it opens: 08:00.")
    var opens: String?

    @Option(help: "When it closes: 22:00; 01:00 is in the night after.")
    var closes: String?

    @Option(help: "How many people have room; 0 for no limit.")
    var capacity: Int?

    @Flag(inversion: .prefixedNo, help: "Whether people who owe may pass.")
    var unpaid: Bool?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var edit = GateEdit()
        edit.name = name
        edit.days = days
        edit.opens = opens
        edit.closes = closes
        edit.capacity = capacity.map(String.init)
        edit.admitsUnpaid = unpaid
        let services = try await event.services()
        let changes = try await services.editGate(
            Gate.ID(rawValue: gate), edit, context: try write.context(services.clock))
        guard !output.json else { return try DefinitionOutput.json(changes) }
        DefinitionOutput.show(changes)
        Report.say(changes.isEmpty ? "Nothing changes." : "\(Output.count(changes.count, "value")) changed.")
    }
}

/// What a description changes, a line each.
enum DefinitionOutput {
    static func json(_ changes: [DefinitionChange]) throws { try Output.json(changes.map { DefinitionChangeBody($0) }) }

    static func show(_ changes: [DefinitionChange]) {
        for change in changes {
            switch (change.before, change.after) {
            case (let before?, let after?): Output.line("~ \(change.path): \(before) → \(after)")
            case (nil, let after?): Output.line("+ \(change.path): \(after)")
            case (let before?, nil): Output.line("- \(change.path): \(before)")
            case (nil, nil): break
            }
        }
    }
}
