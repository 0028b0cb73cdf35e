import ArgumentParser

struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Have other programs told of what happens.",
        discussion: """
            ‘serve’ sends each a signed message for everything that it asked for, over https, and tries again for a day. \
            Messages hold ids and kinds, nobody's name. docs/webhooks.md tells what they look like.
            """,
        subcommands: [
            WebhookAdd.self, WebhookList.self, WebhookTest.self, WebhookReplay.self, WebhookRemove.self,
        ])
}
