import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct RegistrationBar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bar", abstract: "Put somebody on the list of people who must not be registered or let in.",
        discussion: """
            Desks, imports and transfers refuse them, with the note. Whoever is registered under that name or address \
            is blocked at every door.

            Example: lanyard registration bar "Mallory Placeholder" --email mallory@example.org --because "call Kit"
            """)

    @Argument(help: "The name; empty where only the address is known.")
    var name: String

    @Option(help: "The e-mail address.")
    var email = ""

    @Option(help: "What staff must know.")
    var because: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let done = try await services.ledger.bar(
            name: name, email: email, because: because, context: try write.context(services.clock)
        ).result
        guard !output.json else { return try Output.json(BarredResultBody(done)) }
        Output.line("entry \(done.id)")
        for id in done.registrations { Output.line("blocked: #\(id)") }
    }
}

struct RegistrationBarred: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "barred", abstract: "List the people who must not be registered or let in.",
        discussion: "Example: lanyard registration barred")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let people = try await services.ledger.barred().map { BarredBody($0, event: definition) }
        guard !output.json else { return try Output.json(people) }
        Output.table(
            ["entry", "name", "e-mail", "note", "by", "since"], right: ["entry"],
            people.map { [String($0.id), $0.name, $0.email, $0.note, $0.author, $0.time] })
    }
}

struct RegistrationUnbar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unbar", abstract: "Take somebody off that list; those who were blocked for it may pass again.",
        discussion: "Example: lanyard registration unbar 3")

    @Argument(help: "The number of the entry, as ‘registration barred’ lists it.")
    var entry: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let done = try await services.ledger.unbar(
            BarredPerson.ID(rawValue: entry), context: try write.context(services.clock)
        ).result
        guard !output.json else { return try Output.json(BarredResultBody(done)) }
        Output.line("entry \(entry) is gone")
        for id in done.registrations { Output.line("may pass again: #\(id)") }
    }
}
