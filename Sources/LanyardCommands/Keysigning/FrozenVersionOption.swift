import ArgumentParser
import EventDesk

/// Which frozen version of the keysigning list a command is about.
struct FrozenVersionOption: ParsableArguments {
    @Option(help: "The frozen version. Default: the latest.")
    var frozen: Int?

    /// - Throws: `list_unknown` before the first freezing.
    func number(_ services: EventServices) async throws -> Int { try await services.frozenVersion(frozen) }
}
