import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations
import Wording

struct RegistrationQuote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quote", abstract: "Show what something would cost, line by line, without booking it.",
        discussion: """
            Example: lanyard registration quote --days 1-3 --add-on dinner
            Example: lanyard registration quote K7X-42MK --days all
            """)

    @Argument(help: "Whose. Leave it out for somebody new.")
    var registration: String?

    @Option(help: "The days: 1,3-4 or all. Default: their own; all for somebody new.")
    var days: String?

    @Option(help: "The category. Default: their own; for somebody new the first of the event’s description.")
    var category: String?

    @Option(name: .customLong("add-on"), help: "A side event; give it again for more.")
    var addOns: [String] = []

    @Option(help: "A voucher.")
    var voucher: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading, clock: try time.eventClock())
        let definition = try await services.store.definition()
        var id: Registration.ID?
        if let registration { id = try await services.ledger.registration(named: registration).id }
        let quote = try await services.ledger.quote(
            QuoteRequest(
                registration: id, category: try category.map { try definition.category(named: $0) },
                days: try days.map { try DaySet($0, dayCount: definition.days.count) },
                addOns: nil, moreAddOns: Set(addOns.map { AddOn.ID(rawValue: $0) }),
                voucher: voucher.map { Voucher.ID(typed: $0) }),
            time: services.clock.now)
        guard !output.json else { return try Output.json(QuoteBody(quote, event: definition, in: .english)) }
        Output.table(
            ["what", "\(definition.currency)"], right: ["\(definition.currency)"],
            quote.explanation(in: .english, of: definition).map { [$0.text, $0.amount.description] })
        for place in quote.full { Report.say("\(place) is full; the person can wait for it.") }
    }
}

struct RegistrationVoucher: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voucher", abstract: "Redeem a voucher, or hand it back; the difference is credited or charged.",
        discussion: """
            A voucher that is handed back can be redeemed again, before a payment or after it.

            Example: lanyard registration voucher K7X-42MK --redeem EARLY-50
            Example: lanyard registration voucher K7X-42MK --hand-back EARLY-50
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "The voucher to redeem.")
    var redeem: String?

    @Option(help: "The voucher to hand back.")
    var handBack: String?

    func validate() throws {
        guard (redeem == nil) != (handBack == nil) else { throw ValidationError("Give --redeem or --hand-back.") }
    }

    func run() async throws {
        try await change.run { ledger, _, id, context in
            if let handBack {
                return try await ledger.handBack(Voucher.ID(typed: handBack), of: id, context: context)
            }
            return try await ledger.redeem(Voucher.ID(typed: redeem ?? ""), for: id, context: context)
        }
    }
}

struct RegistrationWaive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waive", abstract: "Charge less than the price, or nothing, for a reason.",
        discussion: """
            A waiver is for what is owed now and does not grow. More than that gives money back that was paid, which \
            --beyond-rule says. lanyard ledger correct takes it back.

            Example: lanyard registration waive K7X-42MK --amount 50 --because "helped with the cables"
            Example: lanyard registration waive K7X-42MK --because "guest of the committee"
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "How much, in listed prices; left out for all that is owed.")
    var amount: String?

    @Option(help: "The reason, for the books; no personal data.")
    var because: String

    @Flag(help: "Waive more than is owed: the rest is owed to the person.")
    var beyondRule = false

    func run() async throws {
        let leniency = beyondRule ? try Leniency(because: because, isOrganizers: true) : nil
        let services = try await change.event.services()
        let currency = try await services.store.definition().currency
        let amount = try amount.map { text throws(ConferenceError) in try Money(decimal: text, in: currency) }
        let id = try await change.person.id(services)
        let entry = try await services.ledger.waive(
            amount, for: id, because: because, leniency: leniency, context: try change.context(services.clock))
        Report.say("Entry \(entry.result) waives it.")
        try await RegistrationOutput.show(id, services, json: change.output.json)
    }
}

struct RegistrationWait: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Put a person on the waiting list for something full, or take them off it.",
        discussion: """
            A freed seat is offered to the head of the list for some hours, and charged when they accept it: lanyard \
            registration seat. --stop declines it.

            Example: lanyard registration wait K7X-42MK --for add-on:dinner
            Example: lanyard registration wait K7X-42MK --for day:2 --stop
            """)

    @OptionGroup var change: RegistrationChange

    @Option(name: .customLong("for"), help: "What is full: day:2, add-on:dinner.")
    var place: Place

    @Flag(help: "Take the person off the waiting list.")
    var stop = false

    func run() async throws {
        try await change.run { ledger, _, id, context in
            stop
                ? try await ledger.stopWaiting(id, for: place, context: context)
                : try await ledger.wait(id, for: place, context: context)
        }
    }
}

struct RegistrationWaiting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiting", abstract: "List who waits for what, in order, and to whom a seat is offered.",
        discussion: """
            Offers whose time is over end at the next booking; --expire ends them now.

            Example: lanyard registration waiting
            Example: lanyard registration waiting --offers
            Example: lanyard registration waiting --expire
            """)

    @Flag(help: "Only those to whom a seat is offered.")
    var offers = false

    @Flag(help: "End the offers whose time is over first.")
    var expire = false

    @OptionGroup var write: WriteOptions

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await expire ? event.services() : event.services(.reading)
        let definition = try await services.store.definition()
        if expire { _ = try await services.ledger.expireOffers(context: try write.context(services.clock)) }
        let waiting = try await services.ledger.waitingList().filter { !offers || $0.offeredUntil != nil }
            .map { WaitingBody($0, event: definition) }
        guard !output.json else { return try Output.json(waiting) }
        Output.table(
            ["place", "position", "no", "since", "offered until"], right: ["position", "no"],
            waiting.map {
                [$0.place, String($0.position), String($0.registration), $0.since, $0.offeredUntil ?? ""]
            })
    }
}

extension Place: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
