import ArgumentParser
import EventDesk
import EventStore
import RegistrationLedger
import Wording

struct RegistrationFind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find people by any part of name, affiliation, e-mail, code or reference.",
        discussion: """
            Type words in any order, without diacritics if you like; the text of a badge's QR code finds its owner. \
            The last column tells people of the same name apart.

            Example: lanyard registration find walesa
            """)

    @Argument(help: "What to look for.")
    var words: [String]

    @Option(help: "The most to show.")
    var limit = 20

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit must be between 1 and 1000.") }
    }

    func run() async throws {
        let found = try await event.services(.reading).find(words.joined(separator: " "), limit: limit).hits
        try RegistrationOutput.table(found, json: output.json)
    }
}
