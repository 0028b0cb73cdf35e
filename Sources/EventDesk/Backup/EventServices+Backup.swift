import Conference
import EventStore
package import Foundation
package import RegistrationLedger

/// Where a backup goes.
package struct BackupOrder: Sendable {
    /// It is there already.
    package let folder: URL
    /// How many backups of the event are kept there, the new one among them; nil for all.
    package let keep: Int?
    /// Nil for a backup that is not encrypted.
    package let cipher: BackupCipher?

    package init(folder: URL, keep: Int? = nil, cipher: BackupCipher? = nil) {
        self.folder = folder
        self.keep = keep
        self.cipher = cipher
    }
}

/// A backup that was made.
package struct Backup: Sendable {
    package let file: URL
    /// In bytes.
    package let size: Int
    package let made: Date
    package let incarnation: Int
    /// Older ones that were removed.
    package let removed: [URL]
    /// What an audit of the copy found. A copy with findings takes no other's place.
    package let audit: AuditReport
}

extension EventServices {
    /// Makes a backup of the event: one file with its database, keys, templates and fonts, of one moment, while others go on.
    ///
    /// The copy is looked through page by page and audited before it is packed, and the file is read again after it was written.
    /// - Throws: `event_folder_missing`; `event_file_damaged` and the like when the copy is not sound; `backup_not_written`,
    ///   `tombstones_unreadable`, `cipher_missing`, `cipher_failed`. Then no backup was made, and none was removed.
    package func backup(_ order: BackupOrder) async throws -> Backup {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: order.folder.path, isDirectory: &isFolder), isFolder.boolValue
        else { throw EventStoreError(.eventFolderMissing, ErrorDetail("folder", order.folder.path)) }
        let time = clock.now
        let scratch = ScratchPlace(beside: store.url, for: "backup")
        defer { scratch.remove() }
        let staged = try await store.stage(in: scratch.url)
        let (slug, incarnation, tombstones) = try await Self.reading(staged.file) { copy in
            (
                try await copy.definition().slug, try await copy.incarnation().number,
                try await Tombstones.of(copy, at: time)
            )
        }
        let file = Self.unusedName(slug: slug, time: time, order)
        let partial = order.folder.appendingPathComponent(".\(file.lastPathComponent).partial")
        try? FileManager.default.removeItem(at: partial)
        defer { try? FileManager.default.removeItem(at: partial) }
        // What is not encrypted yet stays beside the event's file.
        let archive = order.cipher == nil ? partial : scratch.url.appendingPathComponent("archive.tar")
        let audit = try await Self.examine(staged) {
            try staged.archive(at: archive, slug: slug, event: tombstones.event, incarnation: incarnation, time: time)
        }
        if let cipher = order.cipher { try await cipher.encrypt(archive, to: partial) }
        // First what keeps it from reviving anybody.
        try tombstones.write(in: order.folder)
        do {
            try EventModes(in: order.folder).close(partial)
            try Durability.settle(partial)
            try FileManager.default.moveItem(at: partial, to: file)
            try Durability.settle(order.folder)
        } catch {
            throw EventStoreError(.backupNotWritten, ErrorDetail("file", file.path), underlying: error)
        }
        CopiedMark(incarnation: incarnation, untilMs: time.milliseconds).note(beside: store.url)
        let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? NSNumber
        return Backup(
            file: file, size: size?.intValue ?? 0, made: time, incarnation: incarnation,
            removed: audit.findings.isEmpty ? Self.prune(slug: slug, order, without: file) : [], audit: audit)
    }

    /// Looks through the pages of a copy and audits its books, while it is packed: each reads all of it, and none has to wait for
    /// the others. What is packed counts only if the copy is sound.
    private static func examine(
        _ staged: StagedEvent, whilePacking pack: @escaping @Sendable () throws -> Void
    ) async throws -> AuditReport {
        async let condition = EventFileCondition.judge(staged.file, .thoroughly)
        async let audit = Result.of {
            try await reading(staged.file) { try await RegistrationLedger(store: $0).audit() }
        }
        async let packed = Result.of { try pack() }
        let (damage, report, packing) = await (condition.damages.first, audit, packed)
        if let damage { throw damage }
        try packing.get()
        return try report.get()
    }

    /// Opens a copy for reading, and closes it again.
    private static func reading<Value>(_ file: URL, _ body: (EventStore) async throws -> Value) async throws -> Value {
        let copy = try await EventStore.open(at: file, for: .reading)
        return try await closing(copy) { try await body(copy) }
    }

    static func closing<Value>(_ store: EventStore, _ body: () async throws -> Value) async throws -> Value {
        defer { try? store.close() }
        return try await body()
    }

    /// `netdev01-20150214T143000Z.tar`, with a number if that name is taken.
    private static func unusedName(slug: String, time: Date, _ order: BackupOrder) -> URL {
        let stamp = time.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted))
        let suffix = ".tar" + (order.cipher?.suffix ?? "")
        let names = ["\(slug)-\(stamp)"] + (2...1_000).map { "\(slug)-\(stamp)-\($0)" }
        let files = names.map { order.folder.appendingPathComponent($0 + suffix) }
        return files.first { !FileManager.default.fileExists(atPath: $0.path) } ?? files[0]
    }

    /// The backups of an event in a folder, the oldest first.
    package static func backups(slug: String, in folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { name in
            guard name.hasPrefix("\(slug)-"), let end = name.range(of: ".tar") else { return false }
            let stamp = name[name.index(name.startIndex, offsetBy: slug.count + 1)..<end.lowerBound]
            return stamp.wholeMatch(of: /[0-9]{8}T[0-9]{6}Z(-[0-9]+)?/) != nil
                && ["", ".age", ".gpg"].contains(String(name[end.upperBound...]))
        }.sorted().map { folder.appendingPathComponent($0) }
    }

    private static func prune(slug: String, _ order: BackupOrder, without new: URL) -> [URL] {
        guard let keep = order.keep else { return [] }
        let others = backups(slug: slug, in: order.folder).filter { $0.lastPathComponent != new.lastPathComponent }
        return others.dropLast(max(0, keep - 1)).filter { (try? FileManager.default.removeItem(at: $0)) != nil }
    }
}

/// A folder beside an event's file, for one piece of work; what a process left behind that was killed goes as well.
struct ScratchPlace {
    let url: URL

    init(beside event: URL, for work: String) {
        let folder = event.deletingLastPathComponent()
        let prefix = ".\(event.lastPathComponent).\(work)-"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        where name.hasPrefix(prefix) {
            guard let process = Int32(name.dropFirst(prefix.count)), kill(process, 0) != 0, errno == ESRCH else {
                continue
            }
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
        url = folder.appendingPathComponent("\(prefix)\(getpid())")
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}

/// What is to survive a power cut.
enum Durability {
    /// Has the system put a file, or the names in a folder, on the disk.
    static func settle(_ url: URL) throws {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: url.path]) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path])
        }
    }
}

extension Result where Failure == any Error {
    /// What came of a piece of work that goes on beside others.
    fileprivate static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
