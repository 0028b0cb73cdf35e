import ArgumentParser
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Printing
import RegistrationLedger
import Representations
import Wording

struct RegistrationWalkIn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "walk-in", abstract: "Register a walk-in, take the money and print the badge.",
        discussion: """
            Person, price and payment are one step: if any of it is refused, nobody is registered. A badge that cannot \
            be made is reported on stderr; the rest stands, and ‘badge print’ makes the badge later.

            Example: lanyard registration walk-in "Ada Placeholder" --days 1,2 --method card --queue desk
            Example: lanyard registration walk-in "Ada Placeholder" --method cash --till north --tendered 400 --out \
            a.pdf
            Example: lanyard registration walk-in "Ada Placeholder" --later
            Example: lanyard registration walk-in "Ada Placeholder" --later --answer diet=vegan
            """)

    @OptionGroup var booking: BookingOptions
    @OptionGroup(title: "Money") var money: MoneyOptions

    @Flag(help: "Payment comes later.")
    var later = false

    @Option(help: "The PDF file of the badge.")
    var out: String?

    @Option(help: "The queue that prints the badge; ‘badge queues’ lists them.")
    var queue: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard later != (money.method != nil) else { throw ValidationError("Give --method, or --later.") }
        guard out == nil || queue == nil else { throw ValidationError("Give --out FILE or --queue NAME, not both.") }
    }

    func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let definition = try await services.store.definition()
        let outcome = try await services.walkIn(
            WalkIn(
                try booking.registration(definition, usualDays: definition.daysToCome(at: services.clock.now)),
                payment: try money.payment(in: definition.currency).map { PaymentAtOnce.payment($0) } ?? .later,
                badge: try destination()),
            context: try write.context(services.clock))
        if let failure = outcome.badgeFailure { Report.say("no badge: \(Words(for: failure).sentence)") }
        if let failure = outcome.badge?.failure { Report.say("not printed: \(Words(for: failure).sentence)") }
        guard !output.json else {
            return try Output.json(
                WalkInBody(outcome, zone: definition.zone, paper: nil, in: .english))
        }
        try await RegistrationOutput.show(
            outcome.registration.id, services, json: false, daysOver: outcome.daysOver, isNew: true)
        if let payment = outcome.payment, let method = money.method {
            try LedgerOutput.show(payment, by: method, definition.currency, json: false)
        }
        if let issue = outcome.badge?.issues.first { Output.line("badge \(issue.rawValue)") }
    }

    private func destination() throws -> BadgeDestination? {
        if let queue { return .queue(queue, try PrintOptions()) }
        return out.map { .file(URL(fileURLWithPath: $0)) }
    }
}

/// What somebody new books.
struct BookingOptions: ParsableArguments {
    @Argument(help: "The name, as the person writes it.")
    var name: String

    @Option(help: "The days: 1,3-4 or all. Default: today and those after it; before and after the event all.")
    var days: String?

    @Option(help: "The category. Default: the first of the event’s description.")
    var category: String?

    @OptionGroup var about: PersonOptions

    @Option(name: .customLong("add-on"), help: "A side event; give it again for more.")
    var addOns: [String] = []

    @Option(help: "The person's reference in another system.")
    var reference: String?

    @Option(help: "A voucher.")
    var voucher: String?

    @Flag(help: "Put the person on the waiting list for what is full, and book the rest.")
    var wait = false

    @OptionGroup var answered: AnswerOptions

    /// - Parameter usualDays: where none are named; nil for all.
    /// - Throws: what makes a person or their days impossible.
    func registration(_ definition: EventDefinition, usualDays: DaySet? = nil) throws -> NewRegistration {
        try NewRegistration(
            person: about.person(named: name),
            category: try category.map { try definition.category(named: $0) } ?? definition.usualCategory,
            days: try days.map { try DaySet($0, dayCount: definition.days.count) } ?? usualDays ?? definition.allDays,
            addOns: Set(addOns.map { AddOn.ID(rawValue: $0) }), reference: reference,
            voucher: voucher.map { Voucher.ID(typed: $0) }, language: about.locale,
            whenFull: wait ? .wait : .refuse, answers: try answered.answers(definition))
    }
}

/// What somebody hands over.
struct MoneyOptions: ParsableArguments {
    @Option(help: "The amount, such as 200 or 199.95. Default: everything due.")
    var amount: String?

    @Option(help: "How it was paid: \(PaymentMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: PaymentMethod?

    @Option(help: "The cash that was handed over, to work out the change.")
    var tendered: String?

    @Option(help: "The open till that takes it; cash and cards alone pass through one.")
    var till: String?

    @Option(help: "A note for the books; no personal data.")
    var note = ""

    @Flag(help: "It is meant, although it is far more than what is due, or its change more than the drawer holds.")
    var sure = false

    /// - Parameters:
    ///   - usual: the method where none is given; nil for no payment then.
    ///   - currency: the event's.
    /// - Throws: what `Money(decimal:in:)` and `Payment` throw.
    func payment(or usual: PaymentMethod? = nil, in currency: Currency) throws -> Payment? {
        try (method ?? usual).map { method in
            try Payment(
                amount: try amount.map { text throws(ConferenceError) in try Money(decimal: text, in: currency) },
                method: method,
                tendered: try tendered.map { text throws(ConferenceError) in try Money(decimal: text, in: currency) },
                till: till, note: note, isSure: sure)
        }
    }
}
