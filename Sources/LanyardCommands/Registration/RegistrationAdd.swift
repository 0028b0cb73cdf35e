import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger

struct RegistrationAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Register one person and charge the price.",
        discussion: """
            Example: lanyard registration add "Ada Placeholder" --days 1,2 --affiliation "Example Networks"
            """)

    @OptionGroup var booking: BookingOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let new = try booking.registration(try await services.store.definition())
        let done = try await services.ledger.register(new, context: try write.context(services.clock))
        try await RegistrationOutput.show(done.result.id, services, json: output.json, isNew: !done.replayed)
    }
}
