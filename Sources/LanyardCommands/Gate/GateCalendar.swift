import ArgumentParser
import Conference
import EventDesk
import EventStore

struct GateCalendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Write the hours of gates, sessions and side events as an iCalendar file.",
        discussion: """
            A running server gives the same at /v1/calendar, for whoever subscribes to it.

            Example: lanyard gate calendar --out netdev01.ics
            Example: lanyard gate calendar dinner reception --language fr > evenings.ics
            """)

    @Argument(help: "Which gates. Default: all.")
    var gates: [String] = []

    @Option(help: "In which language: \(Language.allCases.map(\.rawValue).joined(separator: ", ")).")
    var language = Language.english

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let calendar = try await services.calendar(of: Set(gates.map { Gate.ID(rawValue: $0) }), in: language)
        try file.write(Array(calendar.bytes))
    }
}
