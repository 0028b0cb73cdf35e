import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

struct RegistrationLetIn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "let-in", abstract: "Let somebody in at the doors although money is due, or end that.",
        discussion: """
            For people whose invoice is on its way: what is due stays due. It does not go along when the place is passed on.

            Example: lanyard registration let-in K7X-42MK --because "invoice to the ministry"
            Example: lanyard registration let-in K7X-42MK --end
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "The reason, for staff.")
    var because: String?

    @Flag(help: "End it.")
    var end = false

    func validate() throws {
        guard (because != nil) != end else { throw ValidationError("Give --because or --end.") }
    }

    func run() async throws {
        let services = try await change.event.services()
        let id = try await change.person.id(services)
        _ = try await services.ledger.letIn(
            [id], because: because, isOrganizers: true, context: try change.context(services.clock))
        try await RegistrationOutput.show(id, services, json: change.output.json)
    }
}
