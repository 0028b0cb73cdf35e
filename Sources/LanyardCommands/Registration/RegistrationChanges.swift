import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

/// The arguments of every command that changes one registration.
struct RegistrationChange: ParsableArguments {
    @Argument(help: "The code, the reference from another system, or '#NUMBER'.")
    var registration: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    /// Finds the registration, changes it, and prints the result.
    func run(
        _ change: (RegistrationLedger, EventDefinition, Registration.ID, WriteContext) async throws
            -> Performed<Registration>
    ) async throws {
        let services = try await event.services()
        let id = try await services.ledger.registration(named: registration).id
        _ = try await change(
            services.ledger, try await services.store.definition(), id, try write.context(services.clock))
        try await RegistrationOutput.show(id, services, json: output.json)
    }
}

extension RegistrationChange {
    /// As `run`, for changes to a badge: also says what is now wrong on the printed one.
    func correct(
        _ change: (EventServices, EventDefinition, Registration.ID, WriteContext) async throws -> PersonChange
    ) async throws {
        let services = try await event.services()
        let id = try await services.ledger.registration(named: registration).id
        let changed = try await change(
            services, try await services.store.definition(), id, try write.context(services.clock))
        try await RegistrationOutput.show(id, services, json: output.json, outdated: changed.outdated)
    }
}

struct RegistrationDays: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "days", abstract: "Change a person's days; the difference is charged or credited.",
        discussion: "Example: lanyard registration days K7X-42MK --to 1-4")

    @OptionGroup var change: RegistrationChange

    @Option(name: .customLong("to"), help: "The new days: 1,3-4 or all.")
    var days: String

    func run() async throws {
        try await change.correct { services, event, id, context in
            try await services.changeDays(of: id, to: DaySet(days, dayCount: event.days.count), context: context)
        }
    }
}

struct RegistrationCategory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "category", abstract: "Change a person's category; the difference is charged or credited.",
        discussion: """
            Some categories have free passes. The badge shows the new category once you print it again.

            Example: lanyard registration category K7X-42MK --to speaker
            """)

    @OptionGroup var change: RegistrationChange

    @Option(
        name: .customLong("to"),
        help: "The new category: \(Category.allCases.map(\.rawValue).joined(separator: ", ")).")
    var category: Category

    func run() async throws {
        try await change.correct { services, _, id, context in
            try await services.changeCategory(of: id, to: category, context: context)
        }
    }
}

struct RegistrationAddOn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-on", abstract: "Book a side event for a person, or remove it.",
        discussion: """
            Example: lanyard registration add-on K7X-42MK --book dinner
            Example: lanyard registration add-on K7X-42MK --remove dinner
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "The side event to book and charge.")
    var book: String?

    @Option(help: "The side event to remove and credit.")
    var remove: String?

    func validate() throws {
        guard (book == nil) != (remove == nil) else { throw ValidationError("Give --book or --remove.") }
    }

    func run() async throws {
        try await change.correct { services, _, id, context in
            if let remove {
                return try await services.removeAddOn(AddOn.ID(rawValue: remove), from: id, context: context)
            }
            return try await services.addAddOn(AddOn.ID(rawValue: book ?? ""), to: id, context: context)
        }
    }
}

struct RegistrationCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a registration; the event's rule says what is credited.",
        discussion: "Example: lanyard registration cancel K7X-42MK")

    @OptionGroup var change: RegistrationChange

    func run() async throws {
        try await change.run { ledger, _, id, context in try await ledger.cancel(id, context: context) }
    }
}

struct RegistrationBlock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Block a person at every door.",
        discussion: "Example: lanyard registration block K7X-42MK --because \"see the organizer\"")

    @OptionGroup var change: RegistrationChange

    @Option(help: "The reason, for staff.")
    var because: String

    func run() async throws {
        try await change.run { ledger, _, id, context in
            try await ledger.block(id, because: because, context: context)
        }
    }
}

struct RegistrationUnblock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unblock", abstract: "Let a blocked person in again.",
        discussion: "Example: lanyard registration unblock K7X-42MK")

    @OptionGroup var change: RegistrationChange

    func run() async throws {
        try await change.run { ledger, _, id, context in try await ledger.block(id, because: nil, context: context) }
    }
}
