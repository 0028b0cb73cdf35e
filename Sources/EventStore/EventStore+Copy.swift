import Conference
package import Foundation
import GRDB

extension EventStore {
    /// Makes a consistent copy of the event with its keys, for a rehearsal; the event may be in use meanwhile.
    ///
    /// - Throws: `event_exists`, `event_file_name`, `event_folder_missing`, `key_not_written`.
    package func copy(to url: URL) async throws -> EventStore {
        let files = FileManager.default
        let copiedKeys = try EventKeys(beside: url)
        guard files.fileExists(atPath: url.deletingLastPathComponent().path) else {
            throw EventStoreError(.eventFolderMissing, ErrorDetail("folder", url.deletingLastPathComponent().path))
        }
        for path in [url.path, url.path + "-wal", copiedKeys.folder.path] where files.fileExists(atPath: path) {
            throw EventStoreError(.eventExists, ErrorDetail("file", path))
        }
        do {
            try files.copyItem(at: keys.folder, to: copiedKeys.folder)
            try copiedKeys.modes.close(copiedKeys.folder)
        } catch {
            throw EventStoreError(
                .keyNotWritten, ErrorDetail("file", copiedKeys.folder.path), underlying: error)
        }
        // On its own connection: a large event takes seconds, and doors go on meanwhile.
        let queue = try DatabaseQueue(path: self.url.path)
        defer { try? queue.close() }
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "VACUUM INTO ?", arguments: [url.path]) }
        try EventModes(of: url).close(url)
        return try await Self.open(at: url)
    }
}
