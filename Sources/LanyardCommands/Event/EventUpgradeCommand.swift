import ArgumentParser
import EventStore
import Foundation

struct EventUpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Upgrade a file from an earlier version.",
        discussion: """
            No other command upgrades a file, and none opens a file of another version. Stop the server first. The \
            file is copied to NAME.lanyard.before-VERSION; to go back, put that copy in its place.

            Example: lanyard event upgrade --event netdev01.lanyard
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let url = try event.url()
        guard let upgrade = try await EventStore.upgrade(at: url) else {
            return try output.say(
                "\(url.lastPathComponent) is of this version already; nothing was changed.",
                ["upgraded": false, "migrations": .list([])])
        }
        try output.say(
            "Upgraded \(url.lastPathComponent): \(upgrade.migrations.joined(separator: ", ")). "
                + "The old file is kept as \(upgrade.backup.lastPathComponent).",
            [
                "upgraded": true, "migrations": .list(upgrade.migrations.map { .text($0) }),
                "kept": .text(upgrade.backup.path),
            ])
    }
}
