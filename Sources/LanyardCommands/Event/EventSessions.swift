import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Representations

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

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...240).contains(before) else { throw ValidationError("--before lies between 0 and 240.") }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw ServerError(.resourceMissing, ErrorDetail("file", file))
        }
        let programme = try await services.programme(bytes, minutesBefore: before, rooms: rooms)
        guard !output.json else { return try Output.json(ProgrammeBody(programme)) }
        Output.text(programme.made.yaml)
        Report.say("\(programme.made.gates.count) gates")
        for title in programme.made.leftOut { Report.say("left out, not within one day of the event: \(title)") }
    }
}
