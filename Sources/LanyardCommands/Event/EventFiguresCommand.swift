import ArgumentParser
import EventDesk
import EventStore
import Representations

struct EventFiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures", abstract: "Show how the event stands: who is expected, who came, who has paid.",
        discussion: """
            expected and arrived are about today; outside the event's days they are about the whole event.

            Example: lanyard event figures
            """)

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading, clock: try time.eventClock())
        let figures = FiguresBody(try await services.figures())
        guard !output.json else { return try Output.json(figures) }
        let rows = [
            ("registered", figures.registered), ("paid", figures.paid), ("printed", figures.printed),
            ("expected", figures.expected), ("arrived", figures.arrived), ("conflicts", figures.openConflicts),
        ]
        Output.table(["figure", "people"], right: ["people"], rows.map { [$0.0, String($0.1)] })
    }
}
