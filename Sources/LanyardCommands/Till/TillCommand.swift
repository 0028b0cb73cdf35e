import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

/// Tills: cash drawers, one shift at a time.
struct TillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "till", abstract: "Open a till, close it with a count, see what it took.",
        subcommands: [
            TillOpen.self, TillDrop.self, TillClose.self, TillReport.self, TillList.self, TillDay.self,
            TillTerminal.self,
        ])
}

struct TillOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a till with change from the safe.",
        discussion: "Example: lanyard till open north --float 200")

    @Argument(help: "A name for the drawer: lower-case letters, digits, hyphens.")
    var name: String

    @Option(help: "The change that you put in.")
    var float = "0"

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let currency = try await services.store.definition().currency
        let till = try await services.ledger.openTill(
            named: name, float: try Money(decimal: float, in: currency), context: try write.context(services.clock)
        ).result
        try await TillOutput.show(services.ledger.till(till.id), services, json: output.json)
    }
}

struct TillClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a till with a count of its cash; a difference is booked.",
        discussion: "Example: lanyard till close north --counted 1250.00")

    @Argument(help: "The till.")
    var name: String

    @Option(help: "The cash in it, including the float.")
    var counted: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let currency = try await services.store.definition().currency
        let report = try await services.ledger.closeTill(
            named: name, counted: try Money(decimal: counted, in: currency), context: try write.context(services.clock)
        ).result
        try await TillOutput.show(report, services, json: output.json)
    }
}

struct TillDrop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Take cash from an open till to the safe, in the middle of its shift.",
        discussion: "Example: lanyard till drop north --amount 1000")

    @Argument(help: "The till.")
    var name: String

    @Option(help: "The cash that is taken out.")
    var amount: String

    @Flag(help: "It is meant, although the books say that less is in the drawer.")
    var sure = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let currency = try await services.store.definition().currency
        let report = try await services.ledger.dropCash(
            try Money(decimal: amount, in: currency), fromTill: name, isSure: sure,
            context: try write.context(services.clock)
        ).result
        try await TillOutput.show(report, services, json: output.json)
    }
}

struct TillReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Show the takings of a shift, by operator and method.",
        discussion: """
            Example: lanyard till report north
            Example: lanyard till report '#3' --out shift-3.pdf --language fr
            """)

    @Argument(help: "The till, for its last shift; or '#SHIFT'.")
    var name: String

    @Option(help: "Write the report to this PDF file.")
    var out: String?

    @OptionGroup var wording: PaperLanguage

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let report = try await services.ledger.till(ShiftReference(name))
        if let out {
            return try output.file(Array(try await services.pdf(of: report, in: wording.language)), to: out)
        }
        try await TillOutput.show(report, services, json: output.json)
    }
}

struct TillList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List all shifts of all tills.", discussion: "Example: lanyard till list")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let shifts = try await services.ledger.shifts().map { ShiftBody($0, event: definition) }
        guard !output.json else { return try Output.json(shifts) }
        Output.table(
            ["shift", "till", "opened", "by", "closed", "expected", "counted", "difference"],
            right: ["shift", "expected", "counted", "difference"],
            shifts.map { shift in
                [
                    String(shift.shift), shift.till, shift.openedAt, shift.openedBy, shift.closedAt ?? "",
                    shift.expectedCash.description, shift.counted?.description ?? "",
                    shift.difference?.description ?? "",
                ]
            })
    }
}

/// A shift, as commands print it.
enum TillOutput {
    static func show(_ report: ShiftReport, _ services: EventServices, json: Bool) async throws {
        let definition = try await services.store.definition()
        let shift = ShiftBody(report, event: definition)
        guard !json else { return try Output.json(shift) }
        Output.line("till \(shift.till), shift \(shift.shift): opened \(shift.openedAt) by \(shift.openedBy)")
        if let closedAt = shift.closedAt, let closedBy = shift.closedBy {
            Output.line("closed \(closedAt) by \(closedBy)")
        }
        Output.line("")
        let all = shift.byMethod.map { ("all", $0) }
        let rows = shift.takings.map { ($0.author ?? "", $0) } + all
        Output.table(
            ["operator", "method", "count", "received", "returned", "net"],
            right: ["count", "received", "returned", "net"],
            rows.map { author, takings in
                [
                    author, takings.method, String(takings.count), takings.received.description,
                    takings.returned.description, takings.net.description,
                ]
            })
        Output.line("")
        let lines = [
            ("float", Optional(shift.float)), ("to the safe", shift.dropped == .zero ? nil : shift.dropped),
            ("cash expected", shift.expectedCash), ("cash counted", shift.counted),
            ("difference", shift.difference),
        ]
        for (name, amount) in lines {
            guard let amount else { continue }
            Output.line(name + String(repeating: " ", count: 15 - name.count) + "\(definition.currency) \(amount)")
        }
    }
}
