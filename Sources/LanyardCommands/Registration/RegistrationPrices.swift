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

    @Option(
        help:
            "The category. Default: their own; attendee for somebody new. One of: \(Category.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var category: Category?

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
        var before: Registration?
        if let registration { before = try await services.ledger.registration(named: registration) }
        let wanted = Set(addOns.map { AddOn.ID(rawValue: $0) })
        let quote = try await services.ledger.quote(
            QuoteRequest(
                registration: before?.id, category: category,
                days: try days.map { try DaySet($0, dayCount: definition.days.count) },
                addOns: wanted.union(before?.addOns ?? []), voucher: voucher.map { Voucher.ID(typed: $0) }),
            time: services.clock.now)
        guard !output.json else { return try Output.json(QuoteBody(quote, event: definition)) }
        Output.table(
            ["what", "\(definition.currency)"], right: ["\(definition.currency)"],
            quote.explanation(definition).map { [$0.text, $0.amount.description] })
        for place in quote.full { Report.say("\(place) is full; the person can go on the waiting list.") }
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
            To undo it, use ‘ledger correct’.

            Example: lanyard registration waive K7X-42MK --amount 50 --because "helped with the cables"
            Example: lanyard registration waive K7X-42MK --because "guest of the committee"
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "How much. Default: everything, now and later.")
    var amount: String?

    @Option(help: "The reason, for the books; no personal data.")
    var because: String

    func run() async throws {
        let amount = try amount.map { text throws(ConferenceError) in try Money(decimal: text) }
        let services = try await change.event.services()
        let id = try await services.ledger.registration(named: change.registration).id
        let entry = try await services.ledger.waive(
            amount, for: id, because: because, context: try change.write.context(services.clock))
        Report.say("Waived by entry \(entry.result).")
        try await RegistrationOutput.show(id, services, json: change.output.json)
    }
}

struct RegistrationWait: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Put a person on the waiting list for something full, or take them off it.",
        discussion: """
            A freed seat goes to the first in line at once, and is charged.

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
        commandName: "waiting", abstract: "List who is waiting for what, in order.",
        discussion: "Example: lanyard registration waiting")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let waiting = try await services.ledger.waitingList().map { WaitingBody($0, event: definition) }
        guard !output.json else { return try Output.json(waiting) }
        Output.table(
            ["place", "position", "no", "since"], right: ["position", "no"],
            waiting.map { [$0.place, String($0.position), String($0.registration), $0.since] })
    }
}

extension Category: ExpressibleByArgument {}

extension Place: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
