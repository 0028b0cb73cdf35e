package import Conference
package import EventStore
package import Foundation
package import RegistrationLedger

/// This machine takes an event that another one handed over: the venue takes it from the server, and the server takes it back.
package struct EventTaking: Sendable {
    /// The copy that the other machine made when it handed the event over.
    package let copy: URL
    /// The event's file that it becomes. If it was handed over from here, it is put aside.
    package let target: URL
    /// The private key for a copy that `age` encrypted.
    package let identity: String?

    package init(_ copy: URL, to target: URL, identity: String? = nil) {
        self.copy = copy
        self.target = target
        self.identity = identity
    }

    /// What came of it.
    package struct Done: Sendable {
        package let incarnation: Int
        package let handing: HandingOver
        package let audit: AuditReport
        /// Where the file lies that was handed over from here; nil where there was none.
        package let previous: URL?
        /// Messages of a payment provider that came here meanwhile; `serve` books them.
        package let waiting: Int
        /// Why what was begun is not noted beside the copy; nil where it is.
        package let unnoted: (any DescribedError)?
    }

    /// Checks that the copy is what was handed over, and that nothing of this machine's file is missing in it; begins its next
    /// incarnation, and puts it in its place. Until then nothing there changes.
    ///
    /// Nothing was lost, so mail goes on. What is known to be gone beside the copy needs no applying: the copy is younger.
    /// - Throws: `hand_over_not_copied` for an ordinary backup, `hand_over_taken` for a copy that somebody took;
    ///   `event_not_handed_over` where this machine has an event of its own there, `event_other`, `hand_over_forked` if the copy
    ///   lacks what was done here, `hand_over_own` for what this machine handed over itself; what `EventRestore.run` throws of
    ///   backups and places.
    package func run(resources: ResourceFolder, clock: EventClock, author: String) async throws -> Done {
        guard FileManager.default.fileExists(atPath: copy.path) else {
            throw EventStoreError(.backupUnreadable, ErrorDetail("file", copy.path))
        }
        let place = target.deletingLastPathComponent()
        guard FileManager.default.fileExists(atPath: place.path) else {
            throw EventStoreError(.eventFolderMissing, ErrorDetail("folder", place.path))
        }
        let scratch = ScratchPlace(beside: target, for: "take")
        let plain = ScratchPlace(beside: target, for: "decrypt")
        defer {
            scratch.remove()
            plain.remove()
        }
        let archive = try await BackupCipher.archive(of: copy, identity: identity, decryptedTo: plain.url)
        let (staged, manifest) = try StagedEvent.unpack(archive, in: scratch.url)
        plain.remove()
        let condition = await EventFileCondition.judge(staged.file, .thoroughly)
        if let damage = condition.damages.first { throw damage }
        _ = try await EventStore.upgrade(at: staged.file)
        let store = try await EventStore.open(at: staged.file, for: .succession)
        let services = EventServices(store: store, resources: resources, clock: clock)
        let (incarnation, handing, audit) = try await EventServices.closing(store) {
            let handing = try await store.read(EventStore.handingOver)
            guard let handing, handing.step == .closed else {
                throw ServerError(.handOverNotCopied, ErrorDetail("file", copy.path))
            }
            try checkThatNobodyTook(handing, event: manifest.event)
            let replaces = FileManager.default.fileExists(atPath: target.path)
            if replaces { try await checkThatItContinues(store, event: manifest.event) }
            let context = WriteContext(author: author, origin: "", time: clock.now, key: .unique())
            let number = try await services.begin(
                .handedOver, atLeast: handing.incarnation + 1, context: context)
            return (number, handing, try await services.ledger.audit())
        }
        let previous = try await staged.place(
            at: target, replacing: FileManager.default.fileExists(atPath: target.path))
        return Done(
            incarnation: incarnation, handing: handing, audit: audit, previous: previous,
            waiting: QueuedMessages(beside: target).count, unnoted: await note(at: clock.now))
    }

    /// - Throws: `hand_over_taken`, `tombstones_unreadable`.
    private func checkThatNobodyTook(_ handing: HandingOver, event: String) throws {
        let known = try Tombstones.read(in: copy.deletingLastPathComponent(), event: event)
        guard let later = known?.incarnation, later > handing.incarnation else { return }
        throw ServerError(.handOverTaken, ErrorDetail("incarnation", later))
    }

    /// The file that is here was handed over, and the copy holds all that it holds: the same lives, and the last request that
    /// was done here at its place in the chain.
    ///
    /// - Throws: `event_other`, `hand_over_own`, `hand_over_forked`, `event_not_handed_over`.
    private func checkThatItContinues(_ store: EventStore, event: String) async throws {
        let here = try await EventStore.open(at: target, for: .reading)
        let (tag, ours, handing) = try await EventServices.closing(here) {
            (here.tag, try await here.read(Lineage.init), try await here.read(EventStore.handingOver))
        }
        guard Data(tag).hexadecimal == event else {
            throw ServerError(.eventOther, ErrorDetail("file", target.path), ErrorDetail("backup", copy.path))
        }
        guard try await store.read({ db in try ours.isContinued(db) }) else {
            throw ServerError(.handOverForked, ErrorDetail("file", target.path))
        }
        guard let handing, handing.step == .closed else {
            throw ServerError(.eventNotHandedOver, ErrorDetail("file", target.path))
        }
        guard try await store.read({ try EventStore.incarnation($0).number }) > handing.incarnation else {
            throw ServerError(.handOverOwn, ErrorDetail("file", copy.path))
        }
    }

    /// Notes beside the copy which incarnation began, so that nobody takes it from there again.
    private func note(at time: Date) async -> (any DescribedError)? {
        do {
            let store = try await EventStore.open(at: target, for: .reading)
            let now = try await EventServices.closing(store) { try await Tombstones.of(store, at: time) }
            try now.write(in: copy.deletingLastPathComponent())
            return nil
        } catch let error as any DescribedError {
            return error
        } catch {
            return EventStoreError(
                .backupNotWritten, ErrorDetail("file", copy.deletingLastPathComponent().path), underlying: error)
        }
    }
}
