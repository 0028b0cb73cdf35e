import ArgumentParser
import Conference
import EventDesk
import RegistrationLedger

/// The person whom a command is about.
struct PersonArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The code, the reference from another system, or '#NUMBER'.", valueName: "registration"))
    var text: String

    func registration(_ services: EventServices) async throws -> Registration {
        try await services.ledger.registration(named: text)
    }

    func id(_ services: EventServices) async throws -> Registration.ID { try await registration(services).id }
}
