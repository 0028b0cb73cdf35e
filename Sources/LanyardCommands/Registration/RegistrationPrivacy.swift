import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct RegistrationData: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Write everything that is kept of a person, for themselves.",
        discussion: """
            JSON: person, bookings, money, documents, badges, scans, keys, history and mail. People with a link of their \
            own fetch it at /my.

            Example: lanyard registration data K7X-42MK > data.json
            """)

    @OptionGroup var person: PersonArgument
    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    // It is JSON in any case; with --json errors are, too.
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading, clock: try time.eventClock())
        let record = try await services.record(of: try await person.id(services))
        try Output.json(PersonRecordBody(record, in: .english))
    }
}

struct RegistrationErasures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasures", abstract: "List who asked to be erased and still has money open.",
        discussion: """
            Where nothing is owed either way, people erase themselves at /my. Settle what is open, then use ‘registration \
            erase’.

            Example: lanyard registration erasures
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let requests = try await services.ledger.erasureRequests()
        guard !output.json else {
            return try Output.json(requests.map { ErasureRequestBody($0, event: definition) })
        }
        Output.table(
            ["code", "name", "due", "since"], right: ["due"],
            requests.map { request in
                let registration = request.summary.registration
                return [
                    registration.code.description, registration.person.name, request.summary.due.description,
                    Timestamp(request.since, in: definition.zone).description,
                ]
            })
    }
}
