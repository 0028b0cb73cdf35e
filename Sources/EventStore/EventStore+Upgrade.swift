import Conference
package import Foundation
import GRDB

/// What `EventStore.upgrade` did to a file.
package struct EventUpgrade: Sendable, Hashable {
    /// The old file, beside the new one; its name does not end in `.lanyard`, so that nobody opens it by mistake.
    package let backup: URL
    /// The names of the migrations that were applied, in order.
    package let migrations: [String]
}

extension EventStore {
    /// Upgrades the tables of a file from an earlier version to those of this program, after copying it.
    ///
    /// Each migration is a transaction: after a crash the file is intact, and `upgrade` carries on from there. Nobody
    /// else may have the file open meanwhile.
    ///
    /// - Returns: nil if there was nothing to do; then the file was not touched.
    /// - Throws: `event_missing`, `event_file_foreign`, `event_file_too_new`; `event_file_in_use` when another process has
    ///   the file open; `backup_not_written`, and then nothing was changed.
    package static func upgrade(at url: URL, schema: Schema = .current) async throws -> EventUpgrade? {
        let queue = try openQueue(at: url)
        defer { try? queue.close() }
        let applied = try await queue.read { db -> Set<String>? in
            switch try schema.state(of: db) {
            case .current: return nil
            case .older: return try schema.migrator.appliedIdentifiers(db)
            case .newer: throw EventStoreError(.eventFileTooNew, ErrorDetail("file", url.path))
            }
        }
        guard let applied else { return nil }
        try await lock(queue, url)
        let backup = try makeBackupFile(of: url)
        do {
            try await queue.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: [backup.path])
            }
        } catch {
            try? FileManager.default.removeItem(at: backup)
            throw EventStoreError(.backupNotWritten, ErrorDetail("file", backup.path), underlying: error)
        }
        let migrator = schema.migrator
        try migrator.migrate(queue)
        try await queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL")
        }
        return EventUpgrade(backup: backup, migrations: migrator.migrations.filter { !applied.contains($0) })
    }

    /// Locks a file against everybody else until the connection closes.
    ///
    /// A file with a log cannot be locked against readers, and it leaves that mode only if nobody else has it open
    /// ("PRAGMA journal_mode"). Without a log, an exclusive transaction locks it, and in exclusive mode it stays
    /// locked.
    /// - Throws: `event_file_in_use`.
    static func lock(_ queue: DatabaseQueue, _ url: URL) async throws {
        do {
            try await queue.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA busy_timeout = 1000;
                        PRAGMA journal_mode = DELETE;
                        PRAGMA locking_mode = EXCLUSIVE;
                        BEGIN EXCLUSIVE;
                        COMMIT;
                        """)
            }
        } catch DatabaseError.SQLITE_BUSY {
            throw EventStoreError(.eventFileInUse, ErrorDetail("file", url.path))
        }
    }

    /// An empty file for the copy, readable only by its owner: `NAME.lanyard.before-0.3.0`, followed by a number if
    /// that name is taken.
    ///
    /// - Throws: `backup_not_written`.
    private static func makeBackupFile(of url: URL) throws -> URL {
        for number in 1...1_000 {
            let suffix = ".before-\(LanyardVersion.current)" + (number == 1 ? "" : ".\(number)")
            let path = url.path + suffix
            switch EmptyFile.make(path) {
            case 0: return URL(fileURLWithPath: path)
            case EEXIST: continue
            default: throw EventStoreError(.backupNotWritten, ErrorDetail("file", path))
            }
        }
        throw EventStoreError(.backupNotWritten, ErrorDetail("file", url.path))
    }
}

private enum EmptyFile {
    /// Makes a new file, readable only by its owner; the result is 0 or errno.
    static func make(_ path: String) -> Int32 {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        guard descriptor >= 0 else { return errno }
        close(descriptor)
        return 0
    }
}
