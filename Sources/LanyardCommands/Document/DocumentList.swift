import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct DocumentList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the letters of a kind that were issued, by number.",
        discussion: "Example: lanyard document list visa")

    @Argument(help: "The id of a letter.")
    var kind: String

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let bodies = try await services.letters(of: LetterPlan.ID(rawValue: kind)).map { issued in
            LetterBody(issued.letter, of: issued.code, definition)
        }
        guard !output.json else { return try Output.json(bodies) }
        Output.table(
            ["letter", "issued", "registration", "language", "heading"],
            bodies.map { [$0.label, $0.issued, $0.registration, $0.language ?? "–", $0.title ?? "–"] })
    }
}
