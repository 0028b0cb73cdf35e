package import Conference
package import EventDesk
package import EventStore
import Foundation
package import Logging
import Outbox
import ServiceLifecycle
import Wording

/// The events of a folder, served side by side: opened when somebody asks for them, closed when nobody has for a while.
///
/// The folder is looked at again and again, so that events are added, replaced, stopped and started without a restart.
package actor EventHouse: Service {
    /// How often the folder is looked at.
    private static let pause = Duration.seconds(1)
    /// How many files stay open that nobody is asking for: each takes some megabytes for its connections, pages and routes.
    package static let openMax = 50
    /// After how long a file that cannot be used is tried again, although it looks the same: its keys may be there now.
    private static let secondTry = Duration.seconds(10)

    /// How an event of the folder stands.
    private enum Standing {
        case known
        /// Its file cannot be used, for this reason; it is tried again once the file changes.
        case unusable(any Error)
    }

    /// What is known of an event whether or not it is open.
    private struct Known {
        var entry: EventFolder.Entry
        var standing = Standing.known
        /// When it was last found to be of no use.
        var failed: ContinuousClock.Instant?
        /// How the file was when it was last looked into; nil if that has to be done again.
        var seen: EventFolder.Stamp?
        /// Whether every page of this very file was looked at.
        var checked: [Int64]?
        /// What was found of it that does not keep it from being served, until it is open.
        var warnings: [EventStoreError] = []
        var definition: EventDefinition?
        /// Whether there is work to do for it: then it is not closed.
        var hasWork = false
    }

    private let folder: EventFolder
    private let options: ServerOptions
    private let shared: SharedParts
    private let resources: ResourceFolder
    private let clock: EventClock
    private let logger: Logger
    private let idleMax: Duration
    private let openMax: Int
    /// Whether files were closed since memory was given back to the system.
    private var hasClosed = false
    private var known: [String: Known] = [:]
    private var open: [String: HostedEvent] = [:]
    /// Files that are being opened: whoever asks meanwhile waits for the same one.
    private var opening: [String: Task<HostedEvent, any Error>] = [:]
    /// Files that are being closed or looked into: a second opening beside it would cost the first its locks ("fcntl(2)").
    private var busy: Set<String> = []
    private let (arrivals, arrived) = AsyncStream<HostedEvent>.makeStream()

    /// - Parameters:
    ///   - idleMax: after how long without a request an event's file is closed.
    ///   - openMax: of how many files those that were asked longest ago are closed before.
    package init(
        _ folder: EventFolder, options: ServerOptions, resources: ResourceFolder, clock: EventClock,
        idleMax: Duration, openMax: Int = EventHouse.openMax, logger: Logger
    ) {
        self.folder = folder
        self.options = options
        self.resources = resources
        self.clock = clock
        self.idleMax = idleMax
        self.openMax = openMax
        self.logger = logger
        shared = SharedParts(resources)
    }

    nonisolated var material: SharedParts { shared }

    package func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch() }
            await withGracefulShutdownHandler {
                for await event in arrivals {
                    group.addTask {
                        await event.run()
                        await self.forget(event)
                    }
                }
            } onGracefulShutdown: { [arrived] in
                arrived.finish()
            }
            await endAll()
        }
    }

    private func watch() async {
        try? await cancelWhenGracefulShutdown {
            while true {
                await self.look()
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    /// An event whose background work has ended is opened anew for the next who asks.
    private func forget(_ event: HostedEvent) {
        if open[event.name] === event { open[event.name] = nil }
    }

    private func endAll() async {
        for event in open.values { await event.end() }
        open = [:]
    }

    // MARK: - Looking

    /// Looks at the folder once: what is new, changed, stopped or gone, and what nobody uses any more.
    package func look() async {
        let entries: [EventFolder.Entry]
        do {
            entries = try folder.entries()
        } catch {
            tell(error, of: folder.url.path)
            return
        }
        let names = Set(entries.map(\.name))
        for name in known.keys where !names.contains(name) {
            await close(name)
            known[name] = nil
        }
        for entry in entries {
            await take(entry)
            if Task.isCancelled { return }
        }
        let resting = open.values.compactMap { event in event.idle().map { (event, $0) } }.sorted { $0.1 > $1.1 }
        for (event, _) in resting where open.count > openMax { await rest(event.name, event, after: .zero) }
        if hasClosed { FreedMemory.giveBack() }
        hasClosed = false
    }

    private func take(_ entry: EventFolder.Entry) async {
        let name = entry.name
        var one = known[name] ?? Known(entry: entry)
        one.entry = entry
        known[name] = one
        if let event = open[name] {
            if entry.isStopped || event.identity != entry.stamp.identity {
                await close(name)
            } else {
                await rest(name, event, after: idleMax)
            }
            return
        }
        let isDue = one.failed.map { $0.duration(to: .now) > Self.secondTry } ?? false
        guard !entry.isStopped, opening[name] == nil, !busy.contains(name), one.seen != entry.stamp || isDue else {
            return
        }
        await glance(at: entry)
    }

    /// Looks into a file that is not open: its description, and whether there is work to do for it.
    private func glance(at entry: EventFolder.Entry) async {
        let name = entry.name
        busy.insert(name)
        do {
            try await check(entry)
            let store = try await EventStore.open(at: entry.file, for: .reading)
            let services = EventServices(store: store, resources: resources, clock: clock)
            let found: (EventDefinition, Bool)
            do {
                found = (try await store.definition(), try await Self.hasWork(services))
                try store.close()
            } catch {
                try? store.close()
                throw error
            }
            known[name]?.definition = found.0
            known[name]?.hasWork = found.1
            known[name]?.standing = .known
            known[name]?.failed = nil
        } catch {
            fails(name, error)
        }
        busy.remove(name)
        known[name]?.seen = entry.stamp
        // Somebody has to do it.
        if known[name]?.hasWork == true { _ = try? await event(named: name) }
    }

    /// Closes an event that nobody has used for a while.
    private func rest(_ name: String, _ event: HostedEvent, after idleMax: Duration) async {
        guard let idle = event.idle(), idle > idleMax else { return }
        if let definition = try? await event.services.store.definition() { known[name]?.definition = definition }
        // A file that cannot be read is not kept open for its work.
        if (try? await Self.hasWork(event.services)) == true { return }
        // Somebody may have come meanwhile.
        if let idle = event.idle(), idle > idleMax { await close(name) }
    }

    /// Whether the server has to do something for it although nobody asks: hand over mail, tell webhooks, ask a provider after
    /// payments, free seats whose time is over.
    private static func hasWork(_ services: EventServices) async throws -> Bool {
        let definition = try await services.store.definition()
        guard definition.payments?.provider == nil, definition.register?.standing(at: services.clock.now) != .open,
            try await services.webhooks.all().isEmpty
        else { return true }
        guard definition.mail != nil else { return false }
        let standing = try await services.outbox.standing()
        return !standing.isPaused && standing.counts[.waiting, default: 0] > 0
    }

    private func close(_ name: String) async {
        guard let event = open[name] else { return }
        open[name] = nil
        busy.insert(name)
        await event.end()
        hasClosed = true
        busy.remove(name)
        known[name]?.seen = nil
    }

    /// Notes that a file cannot be used, and tells of it once.
    private func fails(_ name: String, _ error: any Error) {
        if known[name]?.failed == nil { tell(error, of: name) }
        known[name]?.standing = .unusable(error)
        known[name]?.failed = .now
    }

    private func tell(_ error: any Error, of name: String) {
        let words = Words(for: error, in: .english, to: .terminal)
        logger.error("\(name): \(words.sentence) \(words.advice)")
    }

    // MARK: - Asking

    /// The event of that name, opened if nobody has asked for it lately.
    ///
    /// - Throws: `route_unknown` where there is none, `event_stopped`, and why its file cannot be used.
    func event(named name: String) async throws -> HostedEvent {
        guard let one = known[name] else { throw ServerError(.routeUnknown) }
        if one.entry.isStopped { throw ServerError(.eventStopped) }
        if let event = open[name] { return event }
        if case .unusable(let error) = one.standing { throw error }
        if let task = opening[name] { return try await task.value }
        let task = Task { try await opened(one.entry) }
        opening[name] = task
        defer { opening[name] = nil }
        do {
            let event = try await task.value
            open[name] = event
            arrived.yield(event)
            return event
        } catch {
            fails(name, error)
            throw error
        }
    }

    private func opened(_ entry: EventFolder.Entry) async throws -> HostedEvent {
        while busy.contains(entry.name) { try await Task.sleep(for: .milliseconds(20)) }
        try await check(entry)
        let store = try await EventStore.open(at: entry.file)
        known[entry.name]?.warnings.forEach(store.warn)
        known[entry.name]?.warnings = []
        return HostedEvent(
            name: entry.name,
            services: LanyardApplication.connected(
                EventServices(store: store, resources: resources, clock: clock)),
            identity: entry.stamp.identity, options: options, shared: shared, logger: logger)
    }

    /// Looks through every page of a file, once; through those of a large one its own keeper looks, as soon as it is open.
    private func check(_ entry: EventFolder.Entry) async throws {
        guard known[entry.name]?.checked != entry.stamp.identity else { return }
        let condition = await EventFileCondition.judge(entry.file, .atStart)
        if let damage = condition.damages.first { throw damage }
        known[entry.name]?.checked = entry.stamp.identity
        known[entry.name]?.warnings = condition.warnings
    }

    /// One event as the list of all shows it: nothing of any person.
    struct Listed: Sendable {
        let name: String
        let definition: EventDefinition
    }

    /// The events that are served, the latest first.
    func listed() -> [Listed] {
        known.values.compactMap { one in
            guard case .known = one.standing, !one.entry.isStopped, let definition = one.definition else { return nil }
            return Listed(name: one.entry.name, definition: definition)
        }.sorted { left, right in
            let (a, b) = (left.definition.days.first?.date, right.definition.days.first?.date)
            guard let a, let b, a != b else { return left.name < right.name }
            return a > b
        }
    }

    /// How many events there are, are open, stand still because somebody stopped them, and cannot be used.
    struct Counts: Sendable, Codable {
        let events: Int
        let open: Int
        let stopped: Int
        let unusable: Int
    }

    func counts() -> Counts {
        Counts(
            events: known.count, open: open.count, stopped: known.values.count(where: \.entry.isStopped),
            unusable: known.values.count { if case .unusable = $0.standing { true } else { false } })
    }
}
