import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Representations

/// Gates: where people are checked.
struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Gates, and what happened at them.",
        subcommands: [
            GateList.self, GateClose.self, GateOpen.self, GateEditCommand.self, GateOverride.self, GateUndo.self,
            GateConflicts.self, GateSettle.self,
            GateWithheld.self, GateAccept.self, GateDismiss.self, GateNote.self, GateNotes.self, GateOffline.self,
            GatePaperList.self, GatePaperEntry.self, GateSimulate.self,
            GateDrill.self, GateCalendar.self,
        ])
}

struct GateList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the gates, with how many were let in.",
        discussion: "Example: lanyard gate list")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var time: ClockOptions

    func run() async throws {
        let services = try await event.services(.reading, clock: try time.eventClock())
        let gates = try await services.checkIn.gates(at: services.clock.now).map(GateBody.init)
        guard !output.json else { return try Output.json(gates) }
        Output.table(
            ["gate", "name", "days", "hours", "admitted", "refused", "inside"],
            right: ["admitted", "refused", "inside"],
            gates.map { gate in
                [
                    gate.id, gate.name, gate.days.map(String.init).joined(separator: ","),
                    gate.closedForEver ? "closed" : "\(gate.opens)–\(gate.closes)", String(gate.admitted),
                    String(gate.refused),
                    gate.inside.map { inside in gate.capacity.map { "\(inside) / \($0)" } ?? String(inside) } ?? "",
                ]
            })
    }
}

struct GateClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a gate until somebody opens it again.",
        discussion: "Example: lanyard gate close reception --because \"moved to the main hall\"")

    @OptionGroup var order: GateOrder

    func run() async throws {
        let gate = try await order.run { try await $0.close($1, because: $2, context: $3) }
        try order.output.say("Gate \(gate) is closed.", ["gate": .text(gate.rawValue), "closed": true])
    }
}

/// What opening and closing a gate take.
struct GateOrder: ParsableArguments {
    @Argument(help: "The gate.")
    var gate: String

    @Option(help: "The reason, for the record.")
    var because: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    /// Does it, and says to which gate.
    func run(_ body: (CheckInService, Gate.ID, String, WriteContext) async throws -> Void) async throws -> Gate.ID {
        let services = try await event.services()
        let gate = Gate.ID(rawValue: gate)
        try await body(services.checkIn, gate, because, try write.context(services.clock))
        return gate
    }
}
