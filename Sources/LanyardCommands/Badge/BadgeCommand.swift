import ArgumentParser
import Conference
import LanyardServer
import RegistrationLedger

/// Badges: made, printed, shown.
struct BadgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "badge", abstract: "Issue badges, print them, show their history.",
        subcommands: [
            BadgeIssueCommand.self, BadgeReissue.self, BadgePrintCommand.self, BadgeShow.self,
            BadgeTemplateCommand.self, BadgeSheets.self,
        ])
}

/// Whose badges a command is about.
struct BadgeSelection: ParsableArguments {
    @Argument(help: "Codes, references elsewhere, or #NUMBERs.")
    var registrations: [String] = []

    @Flag(help: "Everyone whose registration stands.")
    var all = false

    func validate() throws {
        guard all != !registrations.isEmpty else { throw ValidationError("Name registrations, or give --all.") }
    }

    /// The registrations meant, in the order named, or of their numbers.
    func find(_ services: EventServices) async throws -> [Registration.ID] {
        if all {
            return try await services.ledger.list(limit: .max).map(\.registration)
                .filter { $0.status == .active }.map(\.id)
        }
        var found: [Registration.ID] = []
        for text in registrations { found.append(try await services.ledger.registration(named: text).id) }
        return found
    }
}
