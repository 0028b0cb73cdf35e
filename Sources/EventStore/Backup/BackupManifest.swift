import Conference
package import Foundation

/// What a backup says of itself: the last file of its archive.
package struct BackupManifest: Codable, Sendable, Hashable {
    static let name = "manifest.json"
    static let format = "lanyard-backup-1"

    let format: String
    /// The version of the program that made it.
    package let version: String
    package let slug: String
    /// What tells the event from any other, in hexadecimal digits.
    package let event: String
    /// The incarnation of the file that was copied.
    package let incarnation: Int
    package let made: Date
    /// Every other file of the archive.
    let files: [ArchivedFile]

    static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }()

    static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }()
}

/// An event with its keys, templates and fonts as they stand in a folder: a copy that an archive is made of, or what came out
/// of one.
package struct StagedEvent: Sendable {
    package let folder: URL

    /// The event's file, with its keys beside it.
    package var file: URL { folder.appendingPathComponent("event.lanyard") }
    /// The folders that belong to it.
    static let parts = ["keys", "templates", "fonts"]

    /// Makes the folder, which its owner alone can look into.
    ///
    /// - Throws: `backup_not_written`.
    package init(making folder: URL) throws {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw EventStoreError(.backupNotWritten, ErrorDetail("file", folder.path), underlying: error)
        }
    }

    package func remove() { try? FileManager.default.removeItem(at: folder) }
}
