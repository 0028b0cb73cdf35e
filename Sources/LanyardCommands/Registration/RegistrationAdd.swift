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
    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let (definition, now) = (try await services.store.definition(), services.clock.now)
        let new = try booking.registration(definition, usualDays: definition.daysToCome(at: now))
        let done = try await services.ledger.register(new, context: try write.context(services.clock))
        try await RegistrationOutput.show(
            done.result.id, services, json: output.json, daysOver: definition.daysOver(done.result.days, at: now),
            isNew: !done.replayed)
    }
}
