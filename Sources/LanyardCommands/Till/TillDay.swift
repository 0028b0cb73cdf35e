import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct TillDay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "day", abstract: "Show how all tills stood at the end of a date, with the card terminals.",
        discussion: """
            What each till took by each method, what the drawers held, what went to the safe, and how much more or less the \
            card terminals say than the books.

            Example: lanyard till day
            Example: lanyard till day 2015-02-14 --out saturday.pdf --language fr
            """)

    @Argument(help: "The date. Default: today at the event.")
    var date: String?

    @Option(help: "Write the sheet to this PDF file.")
    var out: String?

    @OptionGroup var wording: PaperLanguage

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let sheet = try await services.ledger.dayEnd(
            on: try date.map { text throws(ConferenceError) in try CivilDate(text) }
                ?? definition.date(at: services.clock.now))
        if let out {
            return try output.file(Array(try await services.pdf(of: sheet, in: wording.language)), to: out)
        }
        try Self.show(sheet, definition, json: output.json)
    }

    static func show(_ sheet: DayEnd, _ definition: EventDefinition, json: Bool) throws {
        let body = DayEndBody(sheet, event: definition)
        guard !json else { return try Output.json(body) }
        Output.line("\(body.date)\n")
        let takings = body.takings.map { ($0.till ?? "–", $0) } + body.byMethod.map { ("all", $0) }
        Output.table(
            ["till", "method", "count", "received", "returned", "net"],
            right: ["count", "received", "returned", "net"],
            takings.map { till, own in
                [
                    till, own.method, String(own.count), own.received.description, own.returned.description,
                    own.net.description,
                ]
            })
        Output.line("")
        Output.table(
            ["shift", "till", "float", "to the safe", "expected", "counted", "difference"],
            right: ["shift", "float", "to the safe", "expected", "counted", "difference"],
            body.shifts.map { shift in
                [
                    String(shift.shift), shift.till, shift.float.description, shift.dropped.description,
                    shift.expectedCash.description, shift.counted?.description ?? "open",
                    shift.difference?.description ?? "",
                ]
            })
        Output.line("")
        for total in body.terminals {
            Output.line("\(total.terminal) says \(total.amount)" + (total.reason.isEmpty ? "" : ": \(total.reason)"))
        }
        Output.line("cards in the books  \(definition.currency) \(body.cards)")
        if let difference = body.terminalDifference {
            Output.line("terminals differ by \(definition.currency) \(difference)")
        }
        if body.unexplained {
            Output.line("Nobody said why. Note the total again with --because, or note the other terminals first.")
        }
        Output.line("in the safe         \(definition.currency) \(body.safe)")
    }
}

struct TillTerminal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminal", abstract: "Note what a card terminal says it took on a date.",
        discussion: """
            Noted again, it replaces what was noted before, which is kept. The answer says how much it differs from the books.

            Example: lanyard till terminal 1250.00
            Example: lanyard till terminal 1245.00 --terminal north --date 2015-02-14 --because "a receipt of 5.00 is missing"
            """)

    @Argument(help: "What it says, less what it gave back.")
    var amount: String

    @Option(help: "Which terminal, where there are several: lower-case letters, digits, hyphens.")
    var terminal = RegistrationLedger.usualTerminal

    @Option(help: "The date. Default: today at the event.")
    var date: String?

    @Option(help: "Why it differs; no personal data.")
    var because = ""

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let definition = try await services.store.definition()
        let sheet = try await services.ledger.enterTerminal(
            try Money(decimal: amount, in: definition.currency),
            on: try date.map { text throws(ConferenceError) in try CivilDate(text) }
                ?? definition.date(at: services.clock.now),
            terminal: terminal, because: because, context: try write.context(services.clock)
        ).result
        try TillDay.show(sheet, definition, json: output.json)
    }
}
