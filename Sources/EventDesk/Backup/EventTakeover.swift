package import Conference
import EventStore
package import Foundation
import Glibc
import Outbox

/// A second machine goes on where the first one died, from the copy that was made of the event's file while it was in use.
package struct EventTakeover: Sendable {
    /// Where the copy comes from.
    package enum Source: Sendable, Hashable {
        /// A folder into which `lanyard replica follow` copies.
        case folder(URL)
        /// What `litestream restore` fetches by a configuration; the keys lie elsewhere.
        case litestream(configuration: URL, keys: URL)
    }

    package let source: Source
    /// The event's file that it becomes.
    package let target: URL
    /// Where the first machine answered; nil for not asking.
    package let first: URL?
    /// For how long the first machine has to be silent.
    package let silence: Duration
    /// Where backups of the event lie, with the tombstones beside them; nil where there are none.
    package let backups: URL?
    /// Whether it goes on although a device has told of a later incarnation.
    package let disbelievesDevices: Bool

    package init(
        from source: Source, to target: URL, first: URL?, silence: Duration = .seconds(1), backups: URL? = nil,
        disbelievesDevices: Bool = false
    ) {
        self.source = source
        self.target = target
        self.first = first
        self.silence = silence
        self.backups = backups
        self.disbelievesDevices = disbelievesDevices
    }

    /// What came of it.
    package struct Done: Sendable {
        package let incarnation: Int
        /// When something was last copied, by the first machine's clock; nil where that is not known.
        package let copied: Date?
        /// When it last gave a sign of life, by the same clock.
        package let lastSign: Date?
        /// What the copy did not know to be gone.
        package let applied: TombstonesApplied
        /// Whether mail waits until somebody releases it.
        package let holdsMail: Bool
        /// How long it took once the silence was sure.
        package let taken: Duration
    }

    /// Makes sure that the first machine is silent, puts the copy in its place, and begins a new incarnation.
    ///
    /// Mail is held back: what the copy does not know to be sent may have been sent. What the tombstones beside backups name goes
    /// here as well.
    /// - Throws: `first_machine_answers`, `first_machine_writes`, `event_taken_over` where a third machine goes on already, as
    ///   the copy or a device in it says; `event_folder_missing`, `tombstones_unreadable`; `replica_unreadable`, `replica_tool_missing`, `replica_tool_failed`, `event_exists`, what `EventFileCondition` finds.
    package func run(resources: ResourceFolder, clock: EventClock, author: String) async throws -> Done {
        // The copy is put beside the event under its own name, which has to be one.
        _ = try EventKeys(beside: target)
        if let first, let place = await SilenceCheck.answer(of: first) {
            throw ServerError(.firstMachineAnswers, ErrorDetail("where", place))
        }
        if let backups, !FileManager.default.fileExists(atPath: backups.path) {
            throw EventStoreError(.eventFolderMissing, ErrorDetail("folder", backups.path))
        }
        let name = target.deletingPathExtension().lastPathComponent
        var replica: ReplicaFolder?
        if case .folder(let folder) = source {
            replica = try await Self.silentReplica(of: name, in: folder, for: silence)
        }
        let begun = ContinuousClock.now
        let state = try replica?.state()
        if let replica {
            try replica.unfold(to: target)
        } else if case .litestream(let configuration, let keys) = source {
            try await Litestream.restore(configuration, to: target, keys: keys)
        }
        do {
            let condition = await EventFileCondition.judge(target, .atStart)
            if let damage = condition.damages.first { throw damage }
            let store = try await EventStore.open(at: target)
            let services = EventServices(store: store, resources: resources, clock: clock)
            let (incarnation, applied, holdsMail) = try await EventServices.closing(store) {
                func context() -> WriteContext {
                    WriteContext(author: author, origin: "", time: clock.now, key: .unique())
                }
                if !disbelievesDevices, let successor = try await services.successor() {
                    throw EventStoreError(.eventTakenOver, ErrorDetail("incarnation", successor))
                }
                let known = try backups.flatMap {
                    try Tombstones.read(in: $0, event: Data(store.tag).hexadecimal)
                }
                var applied = TombstonesApplied()
                if let known {
                    let copied = state.map { Date(milliseconds: $0.copied) } ?? .distantPast
                    applied = try await services.apply(known, toCopyOf: copied, context: context)
                }
                let least = max(state?.incarnation ?? 0, known?.incarnation ?? 0) + 1
                let number = try await services.begin(.takenOver, atLeast: least, context: context())
                return (number, applied, try await services.holdMail(context: context()))
            }
            try replica?.markTakenOver(by: incarnation)
            return Done(
                incarnation: incarnation, copied: state.map { Date(milliseconds: $0.copied) },
                lastSign: state.map { Date(milliseconds: $0.beat) }, applied: applied, holdsMail: holdsMail,
                taken: begun.duration(to: .now))
        } catch {
            EventStore.removeDatabase(at: target)
            if let keys = try? EventKeys(beside: target).folder { try? FileManager.default.removeItem(at: keys) }
            throw error
        }
    }

    /// The copy of the event's latest life, once nobody has continued it for so long.
    private static func silentReplica(
        of name: String, in folder: URL, for silence: Duration
    ) async throws -> ReplicaFolder {
        guard let replica = ReplicaFolder.all(of: name, in: folder).first else {
            throw EventStoreError(.replicaUnreadable, ErrorDetail("folder", folder.path))
        }
        let state = try replica.state()
        if let successor = replica.successor {
            throw EventStoreError(.eventTakenOver, ErrorDetail("incarnation", successor))
        }
        let end = ContinuousClock.now + silence
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(25))
            let now = try replica.state()
            guard now.beat == state.beat else {
                throw ServerError(.firstMachineWrites, ErrorDetail("milliseconds", max(0, now.beat - state.beat)))
            }
        }
        return replica
    }
}

/// Whether somebody answers at an address.
private enum SilenceCheck {
    /// How long an answer may take, in milliseconds.
    private static let patience: Int32 = 1_000

    /// - Returns: where somebody answers; nil for nobody.
    static func answer(of url: URL) async -> String? {
        guard let host = url.host else { return nil }
        let port = url.port ?? (url.scheme == "http" ? 80 : 443)
        let isOpen = await withCheckedContinuation { continuation in
            // It waits for the network: not on the threads that everything else shares.
            Thread.detachNewThread { continuation.resume(returning: connects(host, port)) }
        }
        return isOpen ? "\(host):\(port)" : nil
    }

    private static func connects(_ host: String, _ port: Int) -> Bool {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return false }
        defer { freeaddrinfo(found) }
        var next = found
        while let entry = next?.pointee {
            next = entry.ai_next
            let descriptor = socket(entry.ai_family, entry.ai_socktype | Int32(SOCK_NONBLOCK.rawValue), 0)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            if connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 { return true }
            guard errno == EINPROGRESS else { continue }
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&wait, 1, patience) == 1 else { continue }
            var (problem, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
            if getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size) == 0, problem == 0 { return true }
        }
        return false
    }
}

extension EventServices {
    /// A later incarnation of the event, at another machine, of which devices told; nil for none.
    package func successor() async throws -> Int? { try await store.successor()?.number }

    /// Holds mail and webhooks back until somebody releases them, where the event has any.
    ///
    /// - Returns: whether they are held back now.
    func holdMail(context: WriteContext) async throws -> Bool {
        let webhooks = try await webhooks.all()
        let mail = try await store.definition().mail
        guard mail != nil || !webhooks.isEmpty else { return false }
        return try await outbox.pause(true, context: context).isPaused
    }
}
