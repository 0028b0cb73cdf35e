import Conference
package import Foundation
import GRDB

extension StagedEvent {
    /// Puts the event in its place: keys, templates and fonts first, the file last, so that it never stands there without
    /// them.
    ///
    /// - Parameter replacing: whether an event that is there already is put aside, under names that end in
    ///   `.before-restore`; otherwise it is refused.
    /// - Returns: where the file that was there lies now; nil if there was none.
    /// - Throws: `event_file_name`, `event_exists`, `event_file_in_use`, `backup_not_written`.
    package func place(at url: URL, replacing: Bool) async throws -> URL? {
        let files = FileManager.default
        _ = try EventKeys(beside: url)
        let present = Self.names(of: url).filter { files.fileExists(atPath: $0.path) }
        if let first = present.first, !replacing {
            throw EventStoreError(.eventExists, ErrorDetail("file", first.path))
        }
        if files.fileExists(atPath: url.path) { try await Self.checkThatNobodyUses(url) }
        let suffix = Self.unusedSuffix(of: url)
        var moved: [(from: URL, to: URL)] = []
        func move(_ from: URL, _ to: URL) throws {
            try files.moveItem(at: from, to: to)
            moved.append((from, to))
        }
        do {
            for old in present { try move(old, URL(fileURLWithPath: old.path + suffix)) }
            for part in Self.parts {
                let folder = file.deletingPathExtension().appendingPathExtension(part)
                guard files.fileExists(atPath: folder.path) else { continue }
                try EventModes(of: url).close(folder)
                try move(folder, url.deletingPathExtension().appendingPathExtension(part))
            }
            try EventModes(of: url).close(file)
            try move(file, url)
        } catch {
            for (from, to) in moved.reversed() { try? files.moveItem(at: to, to: from) }
            throw EventStoreError(.backupNotWritten, ErrorDetail("file", url.path), underlying: error)
        }
        return present.contains(url) ? URL(fileURLWithPath: url.path + suffix) : nil
    }

    /// The file of an event and all that lies beside it.
    private static func names(of url: URL) -> [URL] {
        [url, URL(fileURLWithPath: url.path + "-wal"), URL(fileURLWithPath: url.path + "-shm")]
            + parts.map { url.deletingPathExtension().appendingPathExtension($0) }
    }

    private static func unusedSuffix(of url: URL) -> String {
        let suffixes = [".before-restore"] + (2...10_000).map { ".before-restore.\($0)" }
        return suffixes.first { suffix in
            !names(of: url).contains { FileManager.default.fileExists(atPath: $0.path + suffix) }
        } ?? ".before-restore.\(UUID().uuidString)"
    }

    /// A file that somebody has open must not be moved away under them. What cannot be opened, nobody uses.
    ///
    /// - Throws: `event_file_in_use`.
    private static func checkThatNobodyUses(_ url: URL) async throws {
        guard let queue = try? EventStore.openQueue(at: url) else { return }
        defer { try? queue.close() }
        do {
            try await EventStore.lock(queue, url)
            try await queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL")
            }
        } catch let error as EventStoreError {
            throw error
        } catch {
            // Damaged: that is why it is replaced.
        }
    }
}
