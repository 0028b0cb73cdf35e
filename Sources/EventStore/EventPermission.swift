import Conference
import Foundation
import Glibc

/// Whether the system lets this process use an event's file, asked before SQLite is, whose answer would be a number.
enum EventPermission {
    /// - Throws: `event_file_forbidden`, `event_folder_read_only`.
    static func check(_ url: URL, for access: EventStore.Access) throws(EventStoreError) {
        guard Glibc.access(url.path, F_OK) == 0 else { return }
        let mode = access != .reading ? R_OK | W_OK : R_OK
        if Glibc.access(url.path, mode) != 0 {
            throw errno == EROFS ? readOnly(url) : forbidden(url)
        }
        // Even reading makes a log's index beside the file, unless somebody else has made it.
        let folder = url.deletingLastPathComponent().path
        let hasIndex = Glibc.access(url.path + "-shm", F_OK) == 0
        guard access != .reading || !hasIndex, Glibc.access(folder.isEmpty ? "." : folder, W_OK | X_OK) != 0 else {
            return
        }
        throw readOnly(url)
    }

    static func forbidden(_ url: URL) -> EventStoreError {
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
        let owner = attributes?[.ownerAccountName] as? String
        return EventStoreError(
            .eventFileForbidden, ErrorDetail("file", url.path), ErrorDetail("owner", owner ?? ""))
    }

    private static func readOnly(_ url: URL) -> EventStoreError {
        EventStoreError(
            .eventFolderReadOnly, ErrorDetail("file", url.path),
            ErrorDetail("folder", url.deletingLastPathComponent().path))
    }
}
