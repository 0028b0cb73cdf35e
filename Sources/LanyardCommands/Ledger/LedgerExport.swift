import ArgumentParser
import EventDesk
import EventStore
import RegistrationLedger

struct LedgerExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Export the whole journal for the treasurer's own tools.",
        discussion: """
            csv has one row per posting; hledger and beancount are files for these programs. No names of people are \
            exported: an entry carries the code of the registration.

            Example: lanyard ledger export --as hledger --out netdev01.journal
            Example: hledger -f netdev01.journal balance
            """)

    @Option(
        name: .customLong("as"), help: "The form: \(JournalFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = JournalFormat.csv

    @Option(help: "The file to write. Default: stdout.")
    var out: String?

    @OptionGroup var event: EventOptions

    func run() async throws {
        let journal = try await event.services(.reading).ledger.exportJournal(as: format)
        try Output.bytes(Array(journal), to: out)
    }
}

extension JournalFormat: ExpressibleByArgument {}
