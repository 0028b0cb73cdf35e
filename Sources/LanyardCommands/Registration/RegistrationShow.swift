import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger

struct RegistrationShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a person, their money and their entries.",
        discussion: "Example: lanyard registration show K7X-42MK")

    @OptionGroup var person: PersonArgument

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let id = try await person.id(services)
        guard !output.json else { return try await RegistrationOutput.show(id, services, json: true) }
        let story = try await services.ledger.story(of: id)
        let definition = try await services.store.definition()
        let zone = definition.zone
        let person = story.summary.registration
        let fields = [
            ("code", person.code.description), ("name", person.person.name), ("badge", person.person.nameOnBadge),
            ("affiliation", person.person.affiliation), ("e-mail", person.person.email),
            ("category", definition.rule(of: person.category).label), ("days", person.days.description),
            ("add-ons", person.addOns.map(\.rawValue).sorted().joined(separator: ", ")),
            ("status", person.status.rawValue), ("blocked", person.blockedBecause ?? ""),
            ("reference", person.reference ?? ""), ("due", "\(definition.currency) \(story.summary.due)"),
            ("version", String(story.version)),
        ]
        for (name, value) in fields where !value.isEmpty {
            Output.line(name + String(repeating: " ", count: 13 - name.count) + value)
        }
        Output.line("")
        Output.table(
            ["time", "what", "detail", "by"],
            story.history.map { event in
                [Timestamp(event.time, in: zone).description, event.kind.rawValue, event.detail, event.author]
            })
        Output.line("")
        Output.table(
            ["entry", "kind", "memo", "due"], right: ["entry", "due"],
            story.entries.map { entry in
                let memo = entry.valued.map { "\(entry.memo), \($0)" } ?? entry.memo
                return [String(entry.number), entry.kind.rawValue, memo, entry.due.description]
            })
    }
}
