import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct GateNote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Leave a note about somebody, shown at every entry until you end it.",
        discussion: "Example: lanyard gate note K7X-42MK \"give T-shirt\" --gate main")

    @Argument(help: "The person's code.")
    var registration: String

    @Argument(help: "What the door should know.")
    var text: String

    @Option(help: "The gate that shows it. Default: every gate.")
    var gate: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let person = try await services.ledger.registration(named: registration)
        let note = try await services.checkIn.note(
            text, about: person.id, at: gate.map { Gate.ID(rawValue: $0) },
            context: try write.context(services.clock)
        ).result
        guard output.json else { return Report.say("Note \(note.id) is shown from now on.") }
        try Output.json(NoteBody(note))
    }
}

struct GateNotes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notes", abstract: "List the notes shown at the doors, or end one.",
        discussion: "Example: lanyard gate notes --end 4")

    @Option(help: "The number of the note to end.")
    var end: Int64?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        if let end {
            try await services.checkIn.endNote(.init(rawValue: end), context: try write.context(services.clock))
        }
        let notes = try await services.checkIn.notes().map(NoteBody.init)
        guard !output.json else { return try Output.json(notes) }
        Output.table(
            ["note", "registration", "gate", "text", "by"], right: ["note", "registration"],
            notes.map { [String($0.note), String($0.registration), $0.gate ?? "all", $0.text, $0.author] })
    }
}

struct GateOffline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offline", abstract: "Choose whether doors can show names while they are offline.",
        discussion: """
            Each name is locked with the badge that it belongs to: a door shows it once it has scanned the badge, and \
            nobody can read names from a lost phone. Without this, doors show no names while they are offline.

            Example: lanyard gate offline --names
            """)

    @Flag(inversion: .prefixedNo, help: "Whether doors get the names.")
    var names: Bool?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        if let names {
            try await services.checkIn.offerNames(names, context: try write.context(services.clock))
        }
        let offers = try await services.checkIn.offersNames()
        try output.answer(
            "Doors that are alone get \(offers ? "names, each locked with its badge" : "no names").",
            ["names": .flag(offers)])
    }
}
