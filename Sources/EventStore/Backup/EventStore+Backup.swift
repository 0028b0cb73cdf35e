import Conference
package import Foundation
import GRDB

extension EventStore {
    /// Copies the event with its keys, templates and fonts into a folder: one consistent state, while others write.
    ///
    /// - Throws: `backup_not_written`.
    package func stage(in folder: URL) async throws -> StagedEvent {
        let staged = try StagedEvent(making: folder)
        do {
            for part in StagedEvent.parts {
                try Self.copyFolder(
                    url.deletingPathExtension().appendingPathExtension(part),
                    to: staged.file.deletingPathExtension().appendingPathExtension(part))
            }
            try await copyPages(to: staged.file)
            return staged
        } catch {
            staged.remove()
            throw EventStoreError(
                .backupNotWritten, ErrorDetail("file", folder.path), underlying: described(error))
        }
    }

    /// All pages of one state. SQLite reads them in one transaction, on a connection of its own: nobody waits for it.
    private func copyPages(to file: URL) async throws {
        let source = try Self.openQueue(at: url)
        defer { try? source.close() }
        guard FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw SystemFailure.last(file.path) }
        var configuration = Configuration()
        configuration.label = "backup"
        let target = try DatabaseQueue(path: file.path, configuration: configuration)
        defer { try? target.close() }
        // The copy is read through and hashed before it counts: what a power cut leaves of it is thrown away.
        try target.inDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        try source.backup(to: target)
    }

    private static func copyFolder(_ source: URL, to target: URL) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: source.path) else { return }
        try files.createDirectory(
            at: target, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        for name in try files.contentsOfDirectory(atPath: source.path) where !name.hasPrefix(".") {
            let copy = target.appendingPathComponent(name)
            try files.copyItem(at: source.appendingPathComponent(name).resolvingSymlinksInPath(), to: copy)
            try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy.path)
        }
    }
}

extension StagedEvent {
    /// Makes an archive of what is in the folder, and reads it again to see that all of it is there.
    ///
    /// - Throws: `backup_not_written`.
    package func archive(at url: URL, slug: String, event: String, incarnation: Int, time: Date) throws {
        do {
            let writer = try TarWriter(at: url, time: time)
            let files = try self.files().map { name in
                try writer.add(folder.appendingPathComponent(name), as: name)
            }
            let manifest = BackupManifest(
                format: BackupManifest.format, version: LanyardVersion.current, slug: slug, event: event,
                incarnation: incarnation, made: time, files: files)
            try writer.add(BackupManifest.encoder.encode(manifest), as: BackupManifest.name)
            try writer.finish()
            guard try TarReader.read(url).dropLast() == files[...] else { throw TarReader.Malformed() }
        } catch {
            try? FileManager.default.removeItem(at: url)
            throw EventStoreError(.backupNotWritten, ErrorDetail("file", url.path), underlying: error)
        }
    }

    /// The names of the files below the folder, those of its folders as `event.keys/credential-1.key`.
    private func files() throws -> [String] {
        let manager = FileManager.default
        return try [file.lastPathComponent]
            + Self.parts.flatMap { part -> [String] in
                let name = "event.\(part)"
                let folder = folder.appendingPathComponent(name)
                guard manager.fileExists(atPath: folder.path) else { return [] }
                return try manager.contentsOfDirectory(atPath: folder.path).sorted().map { "\(name)/\($0)" }
            }
    }

    /// Takes an archive apart into a new folder, and compares each file with what the archive says of it.
    ///
    /// - Throws: `backup_unreadable` for what is not a backup, or not all of one; `backup_damaged` for one whose files
    ///   are not those that were put in; `backup_not_written` where there is no room.
    package static func unpack(_ archive: URL, in folder: URL) throws -> (event: StagedEvent, manifest: BackupManifest)
    {
        let staged = try StagedEvent(making: folder)
        do {
            let found = try TarReader.read(archive, into: folder)
            let text = folder.appendingPathComponent(BackupManifest.name)
            guard let data = try? Data(contentsOf: text),
                let manifest = try? BackupManifest.decoder.decode(BackupManifest.self, from: data),
                manifest.format == BackupManifest.format
            else { throw EventStoreError(.backupUnreadable, ErrorDetail("file", archive.path)) }
            let files = found.filter { $0.name != BackupManifest.name }
            if let wrong = Set(files).symmetricDifference(manifest.files).map(\.name).min() {
                throw EventStoreError(
                    .backupDamaged, ErrorDetail("file", archive.path), ErrorDetail("part", wrong))
            }
            try FileManager.default.removeItem(at: text)
            return (staged, manifest)
        } catch {
            staged.remove()
            switch error {
            case is EventStoreError: throw error
            case is TarReader.Malformed:
                throw EventStoreError(.backupUnreadable, ErrorDetail("file", archive.path))
            default:
                throw EventStoreError(
                    FileManager.default.isReadableFile(atPath: archive.path) ? .backupNotWritten : .backupUnreadable,
                    ErrorDetail(
                        "file",
                        FileManager.default.isReadableFile(atPath: archive.path) ? folder.path : archive.path),
                    underlying: error)
            }
        }
    }
}
