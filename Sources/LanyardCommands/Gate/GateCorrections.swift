import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Representations

struct GateOverride: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override", abstract: "Admit somebody after all whom a scan turned away.",
        discussion: """
            The refusal stays on the record; a new scan names it. The device must belong to a desk or an organizer.

            Example: lanyard gate override 17 --because "paid at the desk, slip 12" --device 2
            """)

    @Argument(help: "The number of the refused scan.")
    var scan: Int64

    @Option(help: "The reason, for the record.")
    var because: String

    @Option(help: "The number of the device of the person who decides; ‘device list’ shows them.")
    var device: Int64

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let context = try write.context(services.clock)
        let outcome = try await services.checkIn.override(
            OverrideRequest(
                device: Device.ID(rawValue: device), nonce: context.key, refused: .init(rawValue: scan),
                reason: because, time: context.time))
        try ScanOutput.write(
            ScanBody(outcome, event: try await services.store.definition(), in: .english), json: output.json)
    }
}

struct GateUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Undo a scan; it stays on the record but no longer counts.",
        discussion: "Example: lanyard gate undo 17 --because \"scanned the wrong badge\"")

    @Argument(help: "The number of the scan.")
    var scan: Int64

    @Option(help: "The reason, for the record.")
    var because: String

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let undone = try await services.checkIn.undo(
            .init(rawValue: scan), because: because, by: nil, context: try write.context(services.clock))
        guard output.json else { return Report.say("Scan \(scan) is undone.") }
        try Output.json(ScanBody(undone.result, event: try await services.store.definition(), in: .english))
    }
}

struct GateConflicts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "List people whom an offline door let in and should not have.",
        discussion: """
            Lists a second person on the same badge, with both scans, and anybody whom the server would have turned \
            away.

            Example: lanyard gate conflicts
            """)

    @Flag(help: "Include conflicts that are settled.")
    var settled = false

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let conflicts = try await services.checkIn.conflicts(settled: settled, limit: .max)
            .map { ConflictBody($0, event: definition, in: .english) }
        guard !output.json else { return try Output.json(conflicts) }
        Output.table(
            ["scan", "time", "gate", "device", "who", "against", "settled"], right: ["scan"],
            conflicts.map { conflict in
                let earlier = conflict.earlier.map { "in since \($0.time) (scan \($0.scan ?? 0), device \($0.device))" }
                return [
                    String(conflict.scan.scan ?? 0), conflict.scan.time, conflict.scan.gate,
                    String(conflict.scan.device), conflict.scan.person?.name ?? "unknown",
                    [earlier, conflict.objection].compactMap(\.self).joined(separator: "; "),
                    conflict.settlement?.reason ?? "",
                ]
            })
    }
}

struct GateSettle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Settle a conflict and take it off the list.",
        discussion: "Example: lanyard gate settle 17 --note \"lent badge, taken back\"")

    @Argument(help: "The number of the scan.")
    var scan: Int64

    @Option(help: "How it was settled.")
    var note: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        _ = try await services.checkIn.settle(
            .init(rawValue: scan), note: note, context: try write.context(services.clock))
        try output.say("The conflict of scan \(scan) is settled.", ["scan": .number(scan), "settled": true])
    }
}

/// The answer to a scan, on one line.
enum ScanOutput {
    static func write(_ body: ScanBody, json: Bool) throws {
        guard !json else { return try Output.json(body) }
        let who = body.person.map { "  \($0.name), \($0.category)" } ?? ""
        let notices = body.notices.map { "  [\($0)]" }.joined()
        let shared = body.sharedPlace.map { "  [the place changed hands: somebody came in on it \($0.time)]" } ?? ""
        let number = body.scan.map { "  scan \($0)" } ?? "  (nothing recorded)"
        Output.line("\(body.verdict)\(who)  \(body.message)\(notices)\(shared)\(number)")
    }
}
