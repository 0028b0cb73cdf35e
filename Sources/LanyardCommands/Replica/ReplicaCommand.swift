import ArgumentParser

/// The copy on a second machine that goes on when the first one dies.
struct ReplicaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replica", abstract: "Keep a copy of the event, from which another machine takes over.",
        subcommands: [ReplicaFollow.self, ReplicaStatus.self, ReplicaInit.self])
}
