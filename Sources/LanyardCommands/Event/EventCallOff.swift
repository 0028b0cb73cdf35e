import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct EventCallOff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call-off", abstract: "Cancel days of the event, or all of it, for everybody: show it, or do it.",
        discussion: """
            Whoever has no other day is cancelled; the others keep what is left at its price. All of the difference is credited, \
            whatever the refund rule says, and whoever got a document gets a credit note. Without --do nothing is done: the \
            list shows whom it concerns. Afterwards lanyard ledger refunds lists what goes back, by way of payment. Give the \
            day no capacity in the event's file, so that nobody books it again.

            Example: lanyard event call-off --days 2 --because "no power in the hall"
            Example: lanyard event call-off --days all --because "the storm" --do
            """)

    @Option(help: "Which days: 2, 3-4, or all for the whole event.")
    var days: String

    @Option(help: "Why, for the books; no personal data.")
    var because: String

    @Flag(name: .customLong("do"), help: "Do it.")
    var isMeant = false

    @Flag(help: "Issue credit notes although the last one has a later date: the clock was wrong then.")
    var predates = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let context = try write.context(services.clock)
        let count = try await services.store.definition().days.count
        let set = days == "all" ? nil : try DaySet(days, dayCount: count)
        let callOff =
            isMeant
            ? try await services.ledger.callOff(set, because: because, predates: predates, context: context).result
            : try await services.ledger.callingOff(set, because: because, context: context)
        guard !output.json else { return try Output.json(CallOffBody(callOff, isDone: isMeant)) }
        Output.table(
            ["code", "name", "email", "afterwards", "credited", "due", "credit note"], right: ["credited", "due"],
            callOff.people.map { person in
                let registration = person.registration
                return [
                    registration.code.description, registration.person.name, registration.person.email,
                    registration.status == .active ? "days \(registration.days)" : registration.status.rawValue,
                    person.credited.description, person.due.description, person.creditNote ?? "",
                ]
            })
        let word = isMeant ? "credited" : "would be credited"
        Report.say("\(Self.people(callOff.people.count)), \(callOff.credited) \(word).")
        for (method, refunds) in Dictionary(grouping: callOff.refunds, by: \.method)
            .sorted(by: { ($0.key?.rawValue ?? "~") < ($1.key?.rawValue ?? "~") })
        {
            let amount = refunds.map(\.amount).total()
            Report.say("\(method?.rawValue ?? "ask"): \(amount) to \(Self.people(refunds.count)).")
        }
        if !isMeant { Report.say("Nothing was done: give --do.") }
    }

    private static func people(_ count: Int) -> String { count == 1 ? "1 person" : "\(count) people" }
}
