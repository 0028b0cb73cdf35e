import ArgumentParser
import EventDesk
import EventStore
import RegistrationLedger

struct LedgerExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Export the whole journal for the treasurer's own tools.",
        discussion: """
            csv has one row per posting; hledger and beancount are files for these programs, gnucash a book that GnuCash \
            opens. No names of people are exported: an entry carries the code of the registration. --notes adds what people \
            typed with payments, refunds, waivers and by hand.

            Example: lanyard ledger export --as hledger --out netdev01.journal
            Example: hledger -f netdev01.journal balance
            Example: lanyard ledger export --notes --style excel --out journal.csv
            Example: lanyard ledger export --as gnucash --out netdev01.gnucash
            """)

    @Option(
        name: .customLong("as"), help: "The form: \(JournalFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = JournalFormat.csv

    @Flag(help: "With what people typed, which may name somebody.")
    var notes = false

    @Option(help: "How a CSV is written: \(CSVText.Style.allCases.map(\.rawValue).joined(separator: ", ")).")
    var style = CSVText.Style.plain

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions

    func run() async throws {
        let journal = try await event.services(.reading).ledger.exportJournal(as: format, notes: notes, style: style)
        try file.write(Array(journal), nil, ["form": .text(format.rawValue)])
    }
}

extension JournalFormat: ExpressibleByArgument {}
