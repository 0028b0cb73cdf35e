import ArgumentParser

/// Events: create, change, show, upgrade.
struct EventCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "Create an event, change it, show it, upgrade its file.",
        subcommands: [EventCreate.self, EventApply.self, EventShow.self, EventUpgradeCommand.self])
}
