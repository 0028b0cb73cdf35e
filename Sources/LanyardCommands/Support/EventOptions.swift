import ArgumentParser
package import Conference
package import EventDesk
package import EventStore
package import Foundation

/// Which event a command is about, who runs it, and how its result is written.
package struct EventOptions: ParsableArguments {
    @Option(name: .long, help: "The event's file. Default: $LANYARD_EVENT.")
    var event: String?

    package init() {}

    /// Whether the command line itself names one.
    package var isNamed: Bool { event != nil }

    /// Opens the event; the command's process keeps it open until it ends.
    ///
    /// - Parameters:
    ///   - access: `.reading` for a command that only looks; then the file is not touched.
    ///   - copy: a copy to open instead of the event's own file.
    package func services(
        _ access: EventStore.Access = .writing, at copy: URL? = nil, clock: EventClock = .system
    ) async throws -> EventServices {
        let store = try await EventStore.open(at: try copy ?? url(), for: access)
        OpenEvents.add(store, for: access)
        return EventServices(store: store, resources: .ofThisProgram, clock: clock)
    }

    /// The event's file.
    package func url() throws -> URL {
        guard let path = event ?? ProcessInfo.processInfo.environment["LANYARD_EVENT"], !path.isEmpty else {
            throw ValidationError("No event named: give --event FILE, or set LANYARD_EVENT.")
        }
        return URL(fileURLWithPath: path)
    }
}

/// Who writes, and under which key.
struct WriteOptions: ParsableArguments {
    @OptionGroup var writer: AuthorOption

    @Option(help: "An idempotency key: a repeat with the same key does nothing new.")
    var key: String?

    var author: String { writer.author }

    func context(_ clock: EventClock) throws -> WriteContext {
        WriteContext(
            author: author, origin: "", time: clock.now, key: try key.map { try IdempotencyKey($0) } ?? .unique())
    }
}

/// A clock that can be set, for rehearsals.
package struct ClockOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Act as if it were this time (RFC 3339), to rehearse.", valueName: "time"))
    var clock: String?

    package init() {}

    /// Whether a time was given.
    package var isSet: Bool { clock != nil }

    /// The clock runs on from the given time; by default it is the machine's.
    package func eventClock() throws -> EventClock {
        guard let clock else { return .system }
        let offset = try Timestamp.date(clock).timeIntervalSinceNow
        return EventClock { Date(timeIntervalSinceNow: offset) }
    }
}

extension ResourceFolder {
    /// Templates and fonts of this program.
    package static var ofThisProgram: ResourceFolder {
        let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return .locate(environment: ProcessInfo.processInfo.environment, program: program)
    }
}
