import ArgumentParser
import Conference
import EventStore
import Foundation

struct EventCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an event's file from a YAML description.",
        discussion: """
            Makes NAME.lanyard and, beside it, the folder NAME.keys with the signing keys. Keep the two together.

            Example: lanyard event create netdev01.lanyard --from templates/events/netdev01.yaml
            """)

    @Argument(help: "The file to make; its name ends in .lanyard.")
    var file: String

    @Option(help: "The YAML description; see schema/event.schema.json.")
    var from: String

    @OptionGroup var write: WriteOptions

    func run() async throws {
        let yaml = try String(contentsOf: URL(fileURLWithPath: from), encoding: .utf8)
        let store = try await EventStore.create(
            at: URL(fileURLWithPath: file), yaml: yaml, author: write.author, time: Date())
        let event = try await store.definition()
        Report.say(
            "Made \(file) for \(event.name): \(event.days.count) days, \(event.prices.passes.count) passes, "
                + "\(event.gates.count) gates. Its keys are in \(store.keys.folder.lastPathComponent).")
        try store.close()
    }
}
