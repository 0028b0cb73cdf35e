import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation

struct EventCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an event's file from a YAML description, or like an earlier event.",
        discussion: """
            Makes NAME.lanyard and, beside it, the folder NAME.keys with the signing keys. Keep the two together. \
            docs/event.md explains every key of a description.

            --like takes the description of an earlier event and its badge templates, but no people, money, devices or \
            keys. --begins moves all its dates.

            Example: lanyard event create netdev01.lanyard --from templates/events/netdev01.yaml
            Example: lanyard event create netdev02.lanyard --like netdev01.lanyard --name "Netdev 0.2" --begins 2016-02-10
            """)

    @Argument(help: "The file to make; its name ends in .lanyard.")
    var file: String

    @Option(help: "The YAML description; see docs/event.md.")
    var from: String?

    @Option(help: ArgumentHelp("The file of an earlier event.", valueName: "event"))
    var like: String?

    @Option(help: "With --like: the event's short name for files and accounts. Default: the name of the file.")
    var slug: String?

    @Option(help: "With --like: the event's name. Default: that of the earlier event.")
    var name: String?

    @Option(help: "With --like: the date of the first day; every date of the description moves with it.")
    var begins: String?

    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (from == nil) != (like == nil) else { throw ValidationError("Give either --from or --like.") }
        guard like != nil || (slug == nil && name == nil && begins == nil) else {
            throw ValidationError("--slug, --name and --begins go with --like.")
        }
    }

    func run() async throws {
        let url = URL(fileURLWithPath: file)
        let store: EventStore
        if let like {
            store = try await EventServices.create(
                at: url, like: URL(fileURLWithPath: like), slug: slug, name: name,
                begins: try begins.map { text throws(ConferenceError) in try CivilDate(text) }, author: write.author,
                time: Date())
        } else {
            let yaml = try String(contentsOf: URL(fileURLWithPath: from ?? ""), encoding: .utf8)
            store = try await EventStore.create(at: url, yaml: yaml, author: write.author, time: Date())
        }
        let event = try await store.definition()
        try output.say(
            "Made \(file) for \(event.name): \(event.days.count) days, \(event.prices.passes.count) passes, "
                + "\(event.gates.count) gates. Its keys are in \(store.keys.folder.lastPathComponent).",
            [
                "file": .text(file), "keys": .text(store.keys.folder.path), "slug": .text(event.slug),
                "name": .text(event.name), "days": .number(event.days.count),
                "passes": .number(event.prices.passes.count), "gates": .number(event.gates.count),
            ])
        if like != nil, begins == nil { Report.say("Its dates are still those of the earlier event.") }
        try store.close()
    }
}
