import Conference
package import Foundation
import GRDB

extension EventStore {
    /// Makes the file and its keys from a YAML definition.
    ///
    /// The file appears under its name only when it is complete. What a process left behind when it was killed while
    /// making this file is cleared away; keys that belong to a finished file are never touched.
    /// - Throws: `event_exists` when there is a file of that name, its log or a folder of keys, `event_file_name` when the name
    ///   does not end in `.lanyard`, `event_folder_missing`, and what `EventFile.read` throws.
    package static func create(at url: URL, yaml: String, author: String, time: Date) async throws -> EventStore {
        let definition = try EventFile.read(yaml)
        let keys = try EventKeys(beside: url)
        try make(
            url, keys, slug: definition.slug, yaml: yaml, mailOccasions: mailOccasions(of: definition), author: author,
            time: time)
        return try await open(at: url)
    }

    private static func make(
        _ url: URL, _ keys: EventKeys, slug: String, yaml: String, mailOccasions: String, author: String, time: Date
    ) throws {
        let files = FileManager.default
        let lock = try FolderLock(url.deletingLastPathComponent())
        defer { lock.release() }
        let partial = url.appendingPathExtension("partial")
        for path in [url.path, url.path + "-wal"] where files.fileExists(atPath: path) {
            throw EventStoreError(.eventExists, ErrorDetail("file", path))
        }
        if files.fileExists(atPath: keys.folder.path) {
            // The partial file exists from before the keys until the file has its name, so these keys never signed
            // anything.
            guard files.fileExists(atPath: partial.path) else {
                throw EventStoreError(.eventExists, ErrorDetail("file", keys.folder.path))
            }
            try files.removeItem(at: keys.folder)
        }
        do {
            removeDatabase(at: partial)
            let pool = try openPool(at: partial)
            let publicKey = try keys.makeKey(id: 1)
            try Schema.current.migrator.migrate(pool)
            try pool.write { db in
                try db.execute(
                    sql: "INSERT INTO event (id, slug, tag, created_ms) VALUES (1, ?, ?, ?)",
                    arguments: [slug, Data.random(4), time.milliseconds])
                try db.execute(
                    sql: """
                        INSERT INTO event_definition (version, yaml, author, applied_ms, mail_occasions)
                        VALUES (1, ?, ?, ?, ?)
                        """, arguments: [yaml, author, time.milliseconds, mailOccasions])
                try tell(db, version: 1, yaml: yaml, author: author, time: time)
                try addSigningKey(db, id: 1, publicKey: publicKey, time: time)
                try Incarnation.insert(
                    db, number: 1, cause: .created, signingKey: 1, issuesAfter: 0,
                    context: WriteContext(author: author, origin: "", time: time, key: .unique()))
                try addSpareSigningKey(db, keys, time: time)
            }
            try close(pool)
            try EventModes(of: url).close(partial)
            try files.moveItem(at: partial, to: url)
        } catch {
            // The keys first: without them, the partial file is harmless.
            try? files.removeItem(at: keys.folder)
            removeDatabase(at: partial)
            throw Self.unmade(url, error)
        }
    }
}

extension EventStore {
    /// What SQLite or the file system says while a file is made, as ours.
    private static func unmade(_ url: URL, _ error: any Error) -> any Error {
        let folder = url.deletingLastPathComponent().path
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_FULL?, .SQLITE_IOERR?:
            return EventStoreError(.diskFull, ErrorDetail("file", url.path), underlying: error)
        case .SQLITE_CANTOPEN?, .SQLITE_READONLY?:
            return EventStoreError(
                .eventFolderReadOnly, ErrorDetail("file", url.path), ErrorDetail("folder", folder), underlying: error)
        default: return error
        }
    }
}

/// Lets one process at a time make files in a folder; a process that dies releases it.
private struct FolderLock {
    private let descriptor: Int32

    /// - Throws: `event_folder_missing`.
    init(_ folder: URL) throws {
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else {
            throw EventStoreError(.eventFolderMissing, ErrorDetail("folder", folder.path))
        }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }

    func release() { close(descriptor) }
}
