import ArgumentParser

/// Events: create, change, show, upgrade, serve or not.
struct EventCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "Create an event, change what it says, show it.",
        subcommands: [
            EventCreate.self, EventApply.self, EventShow.self, EventFiguresCommand.self, EventUpgradeCommand.self,
            EventCallOff.self, EventSessions.self, EventStop.self, EventStart.self, EventPurge.self,
            EventHandOver.self, EventTake.self, EventWhereabouts.self,
        ])
}
