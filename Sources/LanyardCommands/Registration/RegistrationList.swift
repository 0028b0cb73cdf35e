import ArgumentParser
import EventDesk
import EventStore
import RegistrationLedger

struct RegistrationList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List all registrations.",
        discussion: "Example: lanyard registration list --json")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try RegistrationOutput.table(try await event.services(.reading).ledger.list(limit: .max), json: output.json)
    }
}
