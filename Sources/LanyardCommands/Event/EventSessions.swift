import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation

struct EventSessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "Make a gate of each session of a programme.",
        discussion: """
            Reads an iCalendar file or the schedule that pretalx exports as JSON, and prints lines for ‘gates’ of the \
            event's description: each session opens at its time and lets everybody in once whose pass covers the day. Put \
            them there and apply the description. ‘report attendance’ counts who came.

            Example: lanyard event sessions schedule.ics --room "Room 1=80" > sessions.yaml
            """)

    @Argument(help: "The programme's file.")
    var file: String

    @Option(name: .customLong("room"), help: "How many people a room holds, as NAME=NUMBER; give it again for more.")
    var rooms: [String] = []

    @Option(help: "How many minutes before a session its gate opens.")
    var before = 15

    @OptionGroup var event: EventOptions

    func validate() throws {
        guard (0...240).contains(before) else { throw ValidationError("--before lies between 0 and 240.") }
        _ = try capacities()
    }

    private func capacities() throws -> [String: Int] {
        try rooms.reduce(into: [:]) { found, text in
            guard let sign = text.lastIndex(of: "="), let number = Int(text[text.index(after: sign)...]),
                (1...1_000_000).contains(number)
            else { throw ValidationError("Write --room as NAME=NUMBER.") }
            found[String(text[..<sign])] = number
        }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw ServerError(.resourceMissing, ErrorDetail("file", file))
        }
        let made = SessionGates(
            try SessionSchedule.read(bytes, zone: definition.zone), of: definition, minutesBefore: before,
            capacities: try capacities())
        Output.text(made.yaml)
        Report.say("\(made.gates.count) gates")
        for title in made.leftOut { Report.say("left out, not within one day of the event: \(title)") }
    }
}
