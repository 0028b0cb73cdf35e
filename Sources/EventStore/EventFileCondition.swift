import Conference
import Crypto
package import Foundation
import GRDB

/// What is wrong with an event's file, its log and its keys: each kind of damage by a code of its own.
///
/// For whoever opens the file, audits it or looks after it.
package struct EventFileCondition: Sendable {
    /// What keeps it from being used, the gravest first.
    package let damages: [EventStoreError]
    /// What does not: others can read it.
    package let warnings: [EventStoreError]

    /// How closely its pages are looked at.
    package enum Look: Sendable {
        /// Each page; those of a large file (`pagesAtOnceMax`) later, because somebody waits for the server to start.
        case atStart
        /// Each page.
        case eachPage
        /// Each page, and whether indexes fit their tables, which takes several times as long.
        case thoroughly
    }

    /// The length up to which a file is looked through before the server starts, in bytes: a tenth of a second.
    private static let pagesAtOnceMax = 32 << 20

    /// Looks at everything: the bytes, then by SQLite each page, then the keys.
    ///
    /// It reads the whole file and changes nothing that it holds. Other processes may use the event meanwhile; this one may
    /// not: when it closes a file that it also has open elsewhere, its locks on it are gone ("fcntl(2)"), and the next
    /// process to close the event takes itself for the last and removes the log.
    /// - Returns: damages of the codes `event_missing`, `event_file_forbidden`, `event_folder_read_only`, `event_file_empty`, `event_file_truncated`, `event_file_foreign`,
    ///   `event_log_missing`, `event_file_damaged`, `keys_missing`, `keys_open`, `key_file_missing`, `key_unreadable`,
    ///   `key_foreign`; warnings of the codes `event_file_open`, `key_file_open`, and `event_file_unchecked` where the pages are
    ///   still to be looked at (`EventStore.checkPages`).
    package static func judge(_ url: URL, _ look: Look = .eachPage) async -> EventFileCondition {
        var damages: [EventStoreError] = []
        var unchecked: [EventStoreError] = []
        do {
            let bytes = try FileBytes(of: url)
            try bytes.check()
            try EventPermission.check(url, for: .reading)
            if look == .atStart, bytes.size > pagesAtOnceMax {
                unchecked = [EventStoreError(.eventFileUnchecked, ErrorDetail("file", url.path))]
            } else {
                try await checkPages(of: url, thoroughly: look == .thoroughly)
            }
        } catch {
            damages.append(error)
        }
        if damages.isEmpty { damages += await keyDamages(of: url) }
        return EventFileCondition(damages: damages, warnings: openness(of: url) + keyOpenness(of: url) + unchecked)
    }

    /// - Throws: `event_file_damaged`.
    private static func checkPages(of url: URL, thoroughly: Bool) async throws(EventStoreError) {
        let problem: String?
        do {
            let queue = try EventStore.openQueue(at: url)
            defer { try? queue.close() }
            problem = try await queue.read { db in
                try String.fetchAll(db, sql: thoroughly ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)")
                    .first { $0 != "ok" }
            }
        } catch let error as DatabaseError {
            throw EventStore.damage(error, of: url)
        } catch let error as EventStoreError {
            throw error
        } catch {
            throw EventStoreError(
                .eventFileDamaged, ErrorDetail("file", url.path), ErrorDetail("problem", "it cannot be read."))
        }
        guard let problem else { return }
        // SQLite names the database in a line of its own.
        let line = problem.split(separator: "\n").last.map(String.init) ?? problem
        throw EventStoreError(
            .eventFileDamaged, ErrorDetail("file", url.path), ErrorDetail("problem", String(line.prefix(200)) + "."))
    }

    private static func keyDamages(of url: URL) async -> [EventStoreError] {
        do {
            let keys = try EventKeys(beside: url)
            try keys.check()
            let queue = try EventStore.openQueue(at: url)
            defer { try? queue.close() }
            let (valid, current) = try await queue.read { db in
                (try EventStore.validSigningKeys(db), try EventStore.currentSigningKey(db))
            }
            // A key that signs no more may have been put away.
            return valid.compactMap { key in
                do {
                    guard try keys.signingKey(id: key.id).publicKey.rawRepresentation != key.publicKey else {
                        return nil
                    }
                    return EventStoreError(.keyForeign, ErrorDetail("file", keys.file(of: key.id).path))
                } catch let error as EventStoreError {
                    return error.code == .keyFileMissing && key.id != current.id ? nil : error
                } catch {
                    return nil
                }
            }
        } catch let error as EventStoreError {
            return [error]
        } catch let error as DatabaseError {
            return [EventStore.damage(error, of: url)]
        } catch {
            return []
        }
    }

    private static func openness(of url: URL) -> [EventStoreError] {
        guard EventModes(of: url).isOpen(url) else { return [] }
        return [EventStoreError(.eventFileOpen, ErrorDetail("file", url.path))]
    }

    /// The files of the keys' folder that others can read.
    private static func keyOpenness(of url: URL) -> [EventStoreError] {
        guard let folder = try? EventKeys(beside: url).folder,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        else { return [] }
        let modes = EventModes(of: url)
        return names.sorted().map { folder.appendingPathComponent($0) }.filter(modes.isOpen)
            .map { EventStoreError(.keyFileOpen, ErrorDetail("file", $0.path)) }
    }
}

extension EventStore {
    /// What an error of SQLite says of the file.
    static func damage(_ error: DatabaseError, of url: URL) -> EventStoreError {
        EventStoreError(
            .eventFileDamaged, ErrorDetail("file", url.path),
            ErrorDetail("problem", (error.message ?? "it cannot be read") + "."), underlying: error)
    }

    /// An error of SQLite as ours, where it is the disk's or the file's fault; any other stays what it is.
    func described(_ error: any Error) -> any Error {
        // A further connection was wanted, and the file is not where it was.
        if (error as? DatabaseError)?.resultCode == .SQLITE_CANTOPEN, let displacement { return displacement }
        return Self.described(error, of: url)
    }

    /// The same for a file that is not open yet: on a full disk it cannot be opened, since a log is kept beside it.
    static func described(_ error: any Error, of url: URL) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.extendedResultCode {
        case .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS: return damage(error, of: url)
        case .SQLITE_READONLY_DBMOVED: return EventStoreError(.eventFileGone, ErrorDetail("file", url.path))
        default: break
        }
        switch error.resultCode {
        // A limit of the process or of the user is an error of writing, and looks the same to whoever waits.
        case .SQLITE_FULL, .SQLITE_IOERR:
            return EventStoreError(.diskFull, ErrorDetail("file", url.path), underlying: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return damage(error, of: url)
        // Somebody else did not let go of it for ten seconds.
        case .SQLITE_BUSY: return EventStoreError(.eventFileBusy, ErrorDetail("file", url.path), underlying: error)
        default: return error
        }
    }
}

/// An event's file as it lies on the disk, judged before SQLite opens it and perhaps makes a new log.
struct FileBytes {
    private static let magic = Data("SQLite format 3\0".utf8)
    /// The header of the file ("The SQLite Database File Format", section 1.3), in bytes.
    private static let headerSize = 100

    private let url: URL
    private let header: Data
    /// In bytes.
    let size: Int

    /// - Throws: `event_missing`, `event_file_forbidden`, `event_file_foreign` for a folder.
    init(of url: URL) throws(EventStoreError) {
        guard let file = try? FileHandle(forReadingFrom: url), let size = try? file.seekToEnd() else {
            guard !FileManager.default.fileExists(atPath: url.path) else { throw EventPermission.forbidden(url) }
            throw EventStoreError(.eventMissing, ErrorDetail("file", url.path))
        }
        defer { try? file.close() }
        // A folder can be opened and has a size, which is none of a file's.
        var isFolder = ObjCBool(false)
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            throw EventStoreError(.eventFileForeign, ErrorDetail("file", url.path))
        }
        self.url = url
        self.size = Int(size)
        try? file.seek(toOffset: 0)
        header = (try? file.read(upToCount: Self.headerSize)) ?? Data()
    }

    /// - Throws: `event_file_empty`, `event_file_truncated`, `event_file_foreign`, `event_log_missing`.
    func check() throws(EventStoreError) {
        guard size > 0 else { throw EventStoreError(.eventFileEmpty, ErrorDetail("file", url.path)) }
        if header.count < Self.headerSize, Self.magic.starts(with: header.prefix(Self.magic.count)) {
            throw truncated(Self.headerSize)
        }
        guard Schema.isOurs(url) else { throw EventStoreError(.eventFileForeign, ErrorDetail("file", url.path)) }
        if let expected = expectedSize, size < expected { throw truncated(expected) }
        try checkLog()
    }

    private func truncated(_ expected: Int) -> EventStoreError {
        EventStoreError(
            .eventFileTruncated, ErrorDetail("file", url.path), ErrorDetail("found", size),
            ErrorDetail("expected", expected))
    }

    /// How long the file says that it is; nil where its log may still make it longer, or the header does not know.
    private var expectedSize: Int? {
        guard Self.size(of: url.path + "-wal") == 0 else { return nil }
        let pages = number(header, at: 28, bytes: 4)
        // The number of pages counts if the change counter has not moved on since (section 1.3.8).
        guard pages > 0, number(header, at: 24, bytes: 4) == number(header, at: 92, bytes: 4) else { return nil }
        let page = number(header, at: 16, bytes: 2)
        return pages * (page == 1 ? 65_536 : page)
    }

    /// The index of the log stays beside the file when a process is killed, and says how much of the log was not moved
    /// into the file yet ("WAL-mode File Format", section 2.1).
    ///
    /// - Throws: `event_log_missing`.
    private func checkLog() throws(EventStoreError) {
        guard Self.size(of: url.path + "-wal") == 0,
            let file = try? FileHandle(forReadingFrom: URL(fileURLWithPath: url.path + "-shm"))
        else { return }
        defer { try? file.close() }
        guard let index = try? file.read(upToCount: 100), index.count == 100 else { return }
        // Numbers of this machine, whatever it is.
        func frames(at offset: Int) -> UInt32 {
            index.dropFirst(offset).prefix(4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        }
        guard frames(at: 16) > frames(at: 96) else { return }
        throw EventStoreError(
            .eventLogMissing, ErrorDetail("log", url.path + "-wal"), ErrorDetail("index", url.path + "-shm"))
    }

    private func number(_ bytes: Data, at offset: Int, bytes count: Int) -> Int {
        bytes.dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }

    /// 0 for a file that is not there.
    private static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
