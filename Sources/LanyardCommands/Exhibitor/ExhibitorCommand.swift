import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct ExhibitorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exhibitor", abstract: "Booths: what visitors agree to give, and take back.",
        discussion: """
            Whose name and address an exhibitor gets is each visitor's own choice: they agree on the exhibitor's screen or on \
            their own page, and take it back on either. The event's description names the exhibitors and what they may ask for.
            """,
        subcommands: [
            ExhibitorList.self, ExhibitorRead.self, ExhibitorAgree.self, ExhibitorWithdraw.self, ExhibitorLeads.self,
        ])
}

struct ExhibitorList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the exhibitors, how many came to each, and how many gave something.",
        discussion: "Example: lanyard exhibitor list")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let booths = try await event.services(.reading).booths().map { ExhibitorBody($0) }
        guard !output.json else { return try Output.json(booths) }
        Output.table(
            ["exhibitor", "name", "asks", "visits", "leads", "devices"], right: ["visits", "leads"],
            booths.map { booth -> [String] in
                [
                    booth.id, booth.name, booth.asks.joined(separator: ", "), String(booth.visits),
                    String(booth.leads), booth.devices.joined(separator: ", "),
                ]
            })
    }
}

struct ExhibitorLeads: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leads", abstract: "Write what visitors agreed to give an exhibitor.",
        discussion: """
            Those alone whose badge was read at its booth, and of each what they agreed to and nothing else.

            Example: lanyard exhibitor leads packet-bakery --csv > packet-bakery.csv
            """)

    @Argument(help: "Which, as exhibitors in the event's description names it.")
    var exhibitor: String

    @Flag(help: "Write the table as CSV.")
    var csv = false

    @Option(help: "How the CSV is written: \(CSVText.Style.allCases.map(\.rawValue).joined(separator: ", ")).")
    var style = CSVText.Style.plain

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !(csv && output.json) else { throw ValidationError("Give --csv or --json, not both.") }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let id = Exhibitor.ID(rawValue: exhibitor)
        guard !output.json else {
            let definition = try await services.store.definition()
            return try Output.json(try await services.ledger.leads(of: id).map { LeadBody($0, event: definition) })
        }
        let table = try await services.leadTable(of: id)
        if csv { return Output.text(table.csv(style)) }
        Output.table(
            table.columns, right: [],
            table.rows.map { row in row.map { if case .text(let text) = $0 { text } else { "" } } })
    }
}
