import ArgumentParser
import EventDesk
import EventStore
import Foundation

struct EventShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the description in force, as YAML.",
        discussion: "Example: lanyard event show > netdev01.yaml")

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        Output.text(try await services.store.yaml())
    }
}
