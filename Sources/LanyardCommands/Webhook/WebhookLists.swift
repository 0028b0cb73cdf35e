import ArgumentParser
import Conference
import EventDesk
import EventStore
import Outbox
import Representations

struct WebhookList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List who is told of what, and how that goes.",
        discussion: "Example: lanyard webhook list")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let webhooks = try await services.webhooks.all()
        guard !output.json else { return try Output.json(webhooks.map { WebhookBody($0, event: definition) }) }
        for webhook in webhooks {
            Output.line("webhook \(webhook.id): \(webhook.url)")
            Output.line("  \(webhook.kinds.map(\.rawValue).sorted().joined(separator: ", "))")
            Output.line("  \(webhook.standing), told up to \(webhook.position)")
            for attempt in webhook.attempts.prefix(3) {
                let time = Timestamp(attempt.time, in: definition.zone)
                Output.line("  \(time)  \(attempt.answer.text)  \(attempt.message)")
            }
        }
    }
}

struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Print what happened, from where you left off.",
        discussion: """
            Ids and kinds alone, nobody's name. The last line says where the next look goes on.

            Example: lanyard feed --after 17.4.230 --kinds scan.admitted
            """)

    @Option(help: "The cursor of the look before. Default: the beginning.")
    var after: String?

    @Option(help: "Of which kinds: \(FeedEvent.Kind.told.map(\.rawValue).joined(separator: ", ")). Default: all.")
    var kinds: String?

    @Option(help: "How many events at the most.")
    var limit = 100

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...EventServices.feedMax).contains(limit) else {
            throw ValidationError("--limit lies between 1 and \(EventServices.feedMax).")
        }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let page = try await services.feed(
            after: try await services.goingOn(at: after), kinds: try FeedEvent.Kind.read(kinds), limit: limit)
        guard !output.json else { return try Output.json(FeedBody(page, event: definition)) }
        for happened in page.events {
            let time = Timestamp(happened.time, in: definition.zone)
            let registration = happened.registration.map { "#\($0)" } ?? "–"
            Output.line("\(time)  \(happened.kind.rawValue)  \(registration)  \(happened.position)")
        }
        Output.line("next \(page.next)")
    }
}
