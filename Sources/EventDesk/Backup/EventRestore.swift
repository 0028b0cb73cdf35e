import Badges
import CheckIn
package import Conference
import DoorRules
import EventStore
package import Foundation
import Keysigning
import Outbox
package import RegistrationLedger

/// A backup that is put in its place again.
package struct EventRestore: Sendable {
    package let backup: URL
    /// The event's file that it becomes.
    package let target: URL
    /// Whether an event that is there already is put aside.
    package let replaces: Bool
    /// The private key for a backup that `age` encrypted.
    package let identity: String?

    package init(of backup: URL, to target: URL, replaces: Bool = false, identity: String? = nil) {
        self.backup = backup
        self.target = target
        self.replaces = replaces
        self.identity = identity
    }

    /// What came of it.
    package struct Done: Sendable {
        package let incarnation: Int
        /// When the backup was made: what was done after it is lost.
        package let made: Date
        package let applied: TombstonesApplied
        package let audit: AuditReport
        /// Where the event lies that was there before.
        package let previous: URL?
        /// Whether mail waits until somebody releases it: what the copy does not know to be sent may have been sent.
        package let holdsMail: Bool
        /// Why what was begun is not noted beside the backups; nil where it is.
        package let unnoted: (any DescribedError)?
    }

    /// Checks the backup, begins a new incarnation of the event, and puts it in its place; until then nothing there changes.
    ///
    /// Nobody is revived: what the tombstones beside the backup name, and what is gone in the event that is replaced, goes here
    /// as well.
    /// - Throws: `backup_unreadable`, `backup_damaged`, what `EventFileCondition` finds; `event_exists`, `event_file_in_use`,
    ///   `event_other`, `backup_not_written`, `tombstones_unreadable`, `cipher_missing`, `cipher_failed`, `identity_missing`.
    package func run(resources: ResourceFolder, clock: EventClock, author: String) async throws -> Done {
        guard FileManager.default.fileExists(atPath: backup.path) else {
            throw EventStoreError(.backupUnreadable, ErrorDetail("file", backup.path))
        }
        guard FileManager.default.fileExists(atPath: target.deletingLastPathComponent().path) else {
            throw EventStoreError(
                .eventFolderMissing, ErrorDetail("folder", target.deletingLastPathComponent().path))
        }
        if !replaces, FileManager.default.fileExists(atPath: target.path) {
            throw EventStoreError(.eventExists, ErrorDetail("file", target.path))
        }
        let scratch = ScratchPlace(beside: target, for: "restore")
        let plain = ScratchPlace(beside: target, for: "decrypt")
        defer {
            scratch.remove()
            plain.remove()
        }
        let archive = try await BackupCipher.archive(of: backup, identity: identity, decryptedTo: plain.url)
        let (staged, manifest) = try StagedEvent.unpack(archive, in: scratch.url)
        plain.remove()
        let condition = await EventFileCondition.judge(staged.file, .thoroughly)
        if let damage = condition.damages.first { throw damage }
        _ = try await EventStore.upgrade(at: staged.file)
        let known = try await tombstones(of: manifest.event, at: clock.now)
        // Whoever restores asks nobody, also what was handed over: the machine that took it may be lost.
        let store = try await EventStore.open(at: staged.file, for: .succession)
        let services = EventServices(store: store, resources: resources, clock: clock)
        let (incarnation, applied, audit, holdsMail) = try await EventServices.closing(store) {
            let applied = try await known.asyncMap {
                try await services.apply($0, toCopyOf: manifest.made) { Self.context(author, clock) }
            }
            let incarnation = try await services.begin(
                .restored, atLeast: (known?.incarnation ?? 0) + 1, context: Self.context(author, clock))
            let holdsMail = try await services.holdMail(context: Self.context(author, clock))
            return (incarnation, applied ?? TombstonesApplied(), try await services.ledger.audit(), holdsMail)
        }
        let previous = try await staged.place(at: target, replacing: replaces)
        return Done(
            incarnation: incarnation, made: manifest.made, applied: applied, audit: audit, previous: previous,
            holdsMail: holdsMail, unnoted: await note(begun: manifest.event, at: clock.now))
    }

    private static func context(_ author: String, _ clock: EventClock) -> WriteContext {
        WriteContext(author: author, origin: "", time: clock.now, key: .unique())
    }

    /// What is known to be gone: beside the backup, and in the event that is replaced, if it can be read.
    ///
    /// - Throws: `tombstones_unreadable`; `event_other` where another event lies in the place.
    private func tombstones(of event: String, at time: Date) async throws -> Tombstones? {
        var known = try Tombstones.read(in: backup.deletingLastPathComponent(), event: event)
        guard replaces, let old = try? await EventStore.open(at: target, for: .reading) else { return known }
        let found = try? await EventServices.closing(old) { try await Tombstones.of(old, at: time) }
        guard let found else { return known }
        guard found.event == event else {
            throw ServerError(.eventOther, ErrorDetail("file", target.path), ErrorDetail("backup", backup.path))
        }
        known?.add(found)
        return known ?? found
    }

    /// Notes beside the backups which incarnation began, so that another one from the same backup takes the next.
    private func note(begun event: String, at time: Date) async -> (any DescribedError)? {
        do {
            let store = try await EventStore.open(at: target, for: .reading)
            let now = try await EventServices.closing(store) { try await Tombstones.of(store, at: time) }
            try now.write(in: backup.deletingLastPathComponent())
            return nil
        } catch let error as any DescribedError {
            return error
        } catch {
            return EventStoreError(
                .backupNotWritten, ErrorDetail("file", backup.deletingLastPathComponent().path), underlying: error)
        }
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}

extension EventServices {
    /// Begins a new incarnation of the file: a new key signs, everything that is numbered begins anew, and every door hears of
    /// everybody again.
    ///
    /// - Returns: its number.
    func begin(_ cause: Incarnation.Cause, atLeast least: Int, context: WriteContext) async throws -> Int {
        let tables =
            RegistrationLedger.numberedTables + BadgeIssues.numberedTables + CheckInService.numberedTables
            + KeysigningDesk.numberedTables + Outbox.numberedTables
        return try await store.write { [store] db in
            let ceiling = SigningKey.Ceiling(
                registration: try RegistrationLedger.highestRegistration(db),
                issue: try BadgeIssues.highestIssue(db).rawValue)
            let begun = try store.beginIncarnation(
                db, cause: cause, atLeast: least, ceiling: ceiling, tables: tables, context: context)
            try CheckInService.announceEverybody(db)
            return begun.number
        }
    }
}
