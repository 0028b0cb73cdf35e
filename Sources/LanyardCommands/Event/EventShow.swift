import ArgumentParser
import EventDesk
import EventStore
import Foundation

struct EventShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the description in force, as YAML.",
        discussion: """
            With --json the same as JSON, without comments; ‘event apply’ takes either.

            Example: lanyard event show > netdev01.yaml
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let yaml = try await services.store.yaml()
        if output.json { try Output.json(try DefinitionText(yaml)) } else { Output.text(yaml) }
    }
}
