import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Outbox
import Representations

struct WebhookAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Tell another program of what happens from now on.",
        discussion: """
            Prints the secret by which it checks signatures; it is shown only this once.

            Example: lanyard webhook add https://example.org/lanyard --on registration.made,badge.issued
            """)

    @Argument(help: "Its https address, without anything secret in it.")
    var url: String

    @Option(
        name: .customLong("on"),
        help:
            "What it is told of: \(FeedEvent.Kind.told.map(\.rawValue).joined(separator: ", ")). Default: all of these."
    )
    var kinds: String?

    @Flag(help: "The address may be one of a local network.")
    var allowPrivate = false

    @Option(help: "Where it begins: a cursor of the feed, or 0.0.0 for everything. Default: now.")
    var from: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let made = try await services.webhooks.add(
            try WebhookAddress(url), kinds: try FeedEvent.Kind.read(kinds), allowsPrivate: allowPrivate,
            from: try await services.beginning(at: from), context: try write.context(services.clock)
        ).result
        let secret = WebhookMessage.shown(
            try services.store.keys.secret(named: Webhooks.secretName(of: made.id)))
        guard !output.json else {
            return try Output.json(
                WebhookBody(made, event: try await services.store.definition(), secret: secret))
        }
        Output.line("webhook \(made.id): \(made.url)")
        Output.line("secret  \(secret)")
        Report.say("The secret is shown only this once.")
    }
}

struct WebhookTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Have a message sent that says nothing.",
        discussion: "The server sends it; ‘webhook list’ shows the answer.\n\nExample: lanyard webhook test 1")

    @Argument(help: "The number of the webhook.")
    var webhook: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let tried = try await services.webhooks.test(
            Webhook.ID(rawValue: webhook), context: try write.context(services.clock))
        try output.answer("webhook \(tried.id) is tested", ["webhook": .number(webhook)])
    }
}

struct WebhookReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Tell a webhook everything again from a place on.",
        discussion: """
            One that was stopped goes on. Each message has the id that it had before.

            Example: lanyard webhook replay 1 --from 0.0.0
            """)

    @Argument(help: "The number of the webhook.")
    var webhook: Int64

    @Option(help: "A cursor of the feed, as a webhook-id ends in one; 0.0.0 for everything.")
    var from: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let again = try await services.webhooks.replay(
            Webhook.ID(rawValue: webhook), from: try await services.goingOn(at: from),
            context: try write.context(services.clock))
        try output.answer(
            "webhook \(again.id) goes on from \(again.position)",
            ["webhook": .number(webhook), "from": .text("\(again.position)")])
    }
}

struct WebhookRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Tell a webhook nothing more.", discussion: "Example: lanyard webhook remove 1"
    )

    @Argument(help: "The number of the webhook.")
    var webhook: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        try await services.webhooks.remove(
            Webhook.ID(rawValue: webhook), context: try write.context(services.clock))
        try output.answer("webhook \(webhook) is removed", ["webhook": .number(webhook), "removed": true])
    }
}
