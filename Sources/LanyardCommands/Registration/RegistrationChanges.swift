import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

/// The arguments of every command that changes one registration.
struct RegistrationChange: ParsableArguments {
    @OptionGroup var person: PersonArgument

    @Option(
        name: .customLong("if-version"),
        help: "The version that you saw, which registration show prints: refused if somebody changed it since.")
    var seen: Int64?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    /// The write, with the version that was seen.
    func context(_ clock: EventClock) throws -> WriteContext {
        var context = try write.context(clock)
        context.seen = seen
        return context
    }

    /// Finds the registration, changes it, and prints it as it is then.
    func run(
        _ change: (RegistrationLedger, EventDefinition, Registration.ID, WriteContext) async throws
            -> Performed<Registration>
    ) async throws {
        let services = try await event.services()
        let id = try await person.id(services)
        _ = try await change(
            services.ledger, try await services.store.definition(), id, try context(services.clock))
        try await RegistrationOutput.show(id, services, json: output.json)
    }
}

extension RegistrationChange {
    /// As `run`, for changes to a badge: also says what is now wrong on the printed one.
    func correct(
        _ change: (EventServices, EventDefinition, Registration.ID, WriteContext) async throws -> PersonChange
    ) async throws {
        let services = try await event.services()
        let id = try await person.id(services)
        let changed = try await change(
            services, try await services.store.definition(), id, try context(services.clock))
        try await RegistrationOutput.show(
            id, services, json: output.json, outdated: changed.outdated, daysOver: changed.daysOver)
    }
}

/// Giving back more than the event's rule says.
struct LeniencyOptions: ParsableArguments {
    @Option(
        name: .customLong("beyond-rule"),
        help: "Give back what the event's rule for refunds would keep, for this reason; no personal data.")
    var reason: String?

    func leniency() throws -> Leniency? { try reason.map { try Leniency(because: $0, isOrganizers: true) } }
}

struct RegistrationDays: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "days", abstract: "Change a person's days; the difference is charged or credited.",
        discussion: "Example: lanyard registration days K7X-42MK --to 1-4")

    @OptionGroup var change: RegistrationChange

    @Option(name: .customLong("to"), help: "The new days: 1,3-4 or all.")
    var days: String

    @OptionGroup var rule: LeniencyOptions

    func run() async throws {
        try await change.correct { services, event, id, context in
            try await services.changeDays(
                of: id, to: DaySet(days, dayCount: event.days.count), leniency: rule.leniency(), context: context)
        }
    }
}

struct RegistrationCategory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "category", abstract: "Change a person's category; the difference is charged or credited.",
        discussion: """
            A category may have prices of its own. The badge shows the new category once you print it again.

            Example: lanyard registration category K7X-42MK --to speaker
            """)

    @OptionGroup var change: RegistrationChange

    @Option(name: .customLong("to"), help: "The new category, by its word or its label in the event’s description.")
    var category: String

    @OptionGroup var rule: LeniencyOptions

    func run() async throws {
        try await change.correct { services, definition, id, context in
            try await services.changeCategory(
                of: id, to: try definition.category(named: category), leniency: rule.leniency(), context: context)
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

    @OptionGroup var rule: LeniencyOptions

    func validate() throws {
        guard (book == nil) != (remove == nil) else { throw ValidationError("Give --book or --remove.") }
    }

    func run() async throws {
        try await change.correct { services, _, id, context in
            if let remove {
                return try await services.removeAddOn(
                    AddOn.ID(rawValue: remove), from: id, leniency: rule.leniency(), context: context)
            }
            return try await services.addAddOn(AddOn.ID(rawValue: book ?? ""), to: id, context: context)
        }
    }
}

struct RegistrationCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a registration; the event's rule says what is credited.",
        discussion: """
            lanyard registration reinstate takes it back. --beyond-rule gives back what the event's rule would keep.

            Example: lanyard registration cancel K7X-42MK
            Example: lanyard registration cancel K7X-42MK --beyond-rule "ill, as the doctor writes"
            """)

    @OptionGroup var change: RegistrationChange

    @OptionGroup var rule: LeniencyOptions

    func run() async throws {
        try await change.run { ledger, _, id, context in
            try await ledger.cancel(id, leniency: rule.leniency(), context: context)
        }
    }
}

struct RegistrationReinstate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinstate", abstract: "Take a cancelling back.",
        discussion: """
            The seats are taken again if they are free, and what was credited is charged again; money that was given back \
            since is owed again. The badge is good again unless another took its place. Voucher, waivers, waiting and \
            green dot stay gone. Not for people who were transferred, merged or erased.

            Example: lanyard registration reinstate K7X-42MK
            """)

    @OptionGroup var change: RegistrationChange

    func run() async throws {
        try await change.correct { services, _, id, context in try await services.reinstate(id, context: context) }
    }
}

struct RegistrationGiveBack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "give-back", abstract: "Give back what the event's rule kept of what a person paid.",
        discussion: """
            The amount is owed to the person then: lanyard ledger refund pays it out.

            Example: lanyard registration give-back K7X-42MK --because "ill, as the doctor writes"
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "How much, taxes included; left out for all that was kept.")
    var amount: String?

    @Option(help: "The reason, for the books; no personal data.")
    var because: String

    func run() async throws {
        try await change.run { ledger, event, id, context in
            let amount = try amount.map { text throws(ConferenceError) in try Money(decimal: text, in: event.currency) }
            return try await ledger.giveBackKept(
                amount, to: id, leniency: Leniency(because: because, isOrganizers: true), context: context)
        }
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
