import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct RegistrationCorrect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Correct a person's name, e-mail address, country, language or answers.",
        discussion: """
            Anything that you leave out stays. The badge shows the change once you print it again.

            Example: lanyard registration correct K7X-42MK --name "Ada Placeholder" --email ada@example.org
            Example: lanyard registration correct K7X-42MK --answer diet=vegan --answer shirt=
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "The name, as the person writes it.")
    var name: String?

    @Option(help: "What the badge says instead of the name; empty to use the name.")
    var badgeName: String?

    @Option(help: "What lists by family name are sorted by: ‘Berg, Jan van der’.")
    var sortName: String?

    @Option(help: "The affiliation.")
    var affiliation: String?

    @Option(help: "The e-mail address.")
    var email: String?

    @Option(help: "The country, two letters of ISO 3166-1; empty for none.")
    var country: String?

    @Option(help: "The language of receipts: \(Language.allCases.map(\.rawValue).joined(separator: ", ")).")
    var locale: Language?

    @OptionGroup var answered: AnswerOptions

    func run() async throws {
        try await change.correct { services, definition, id, context in
            let correction = PersonCorrection(
                name: name, badgeName: badgeName, affiliation: affiliation, email: email, country: country,
                language: locale, sortName: sortName, answers: try answered.answers(definition))
            return try await services.correct(id, correction, context: context)
        }
    }
}

struct RegistrationTransfer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: "Transfer a place to another person, who gets a new registration.",
        discussion: """
            Days, add-ons, price and money move to the new registration, which is printed. Every door refuses badges \
            of the old one; if somebody came in on the place already, that is said.

            Example: lanyard registration transfer K7X-42MK --to "Bea Placeholder" --email bea@example.org
            """)

    @OptionGroup var person: PersonArgument

    @Option(name: .customLong("to"), help: "The name of the other person.")
    var name: String

    @OptionGroup var about: PersonOptions
    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let id = try await person.id(services)
        let place = try await services.transfer(
            id, to: try about.person(named: name), language: about.locale, context: try write.context(services.clock))
        let definition = try await services.store.definition()
        for entry in place.entries {
            let time = Timestamp(entry.entered, in: definition.zone)
            Report.say("Somebody came in on this place: gate \(entry.gate), \(time). Doors will be told.")
        }
        try await RegistrationOutput.show(
            place.registration.id, services, json: output.json,
            cameIn: place.entries.map { PlaceEntryBody($0, event: definition) })
    }
}

struct RegistrationMerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Merge two records of the same person.",
        discussion: """
            Days, add-ons and money of the second record go to the first, which is charged the price of the whole.

            Example: lanyard registration merge K7X-42MK --second 9QD-7T3W
            """)

    @OptionGroup var change: RegistrationChange

    @Option(help: "The record that is merged into the other.")
    var second: String

    func run() async throws {
        try await change.run { ledger, _, id, context in
            try await ledger.merge(try await ledger.registration(named: second).id, into: id, context: context)
        }
    }
}

struct RegistrationErase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase everything that says who a person is; the money stays.",
        discussion: """
            This cannot be undone.

            Example: lanyard registration erase K7X-42MK --yes
            """)

    @OptionGroup var change: RegistrationChange

    @Flag(help: "I am sure.")
    var yes = false

    func validate() throws {
        guard yes else { throw ValidationError("Erasing cannot be undone: give --yes.") }
    }

    func run() async throws {
        let services = try await change.event.services()
        let id = try await change.person.id(services)
        _ = try await services.erase(id, context: try change.context(services.clock))
        try await RegistrationOutput.show(id, services, json: change.output.json)
    }
}

struct RegistrationHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show what happened to a person, their badges and at the gates.",
        discussion: "Example: lanyard registration history K7X-42MK")

    @OptionGroup var person: PersonArgument

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let id = try await person.id(services)
        let definition = try await services.store.definition()
        let story = try await services.personStory(of: id)
        let history = story.events.map {
            HistoryBody($0, event: definition, names: story.deviceNames, in: .english)
        }
        guard !output.json else { return try Output.json(history) }
        for line in history {
            let origin = line.origin.isEmpty ? "" : " from \(line.origin)"
            let scan = line.scan.map { ", scan \($0)" } ?? ""
            let author = Author(line.author)
            let who = author.device == nil ? line.author : author.told(story.deviceNames)
            Output.line("\(line.time)  \(line.text)  (\(who)\(origin)\(scan))")
        }
    }
}

extension Language: ExpressibleByArgument {}
