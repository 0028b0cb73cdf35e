import Conference
import EventStore
import Foundation

/// An event as it lies in the folder of `lanyard replica follow`, put together beside the system's other temporary files to be
/// looked at. The folder itself stays as it is.
struct FollowedCopy {
    private let folder: URL
    let file: URL

    /// - Parameter event: the file that is followed; by its name the copies are found.
    /// - Throws: `replica_unreadable`, and what the system says of a place that cannot be written.
    init(of event: URL, in replica: String) throws {
        let name = event.deletingPathExtension().lastPathComponent
        let place = URL(fileURLWithPath: replica, isDirectory: true)
        guard let latest = ReplicaFolder.all(of: name, in: place).first else {
            throw EventStoreError(.replicaUnreadable, ErrorDetail("folder", replica))
        }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lanyard-\(UUID().uuidString)")
        try EventModes(in: folder).makeFolder(folder)
        file = folder.appendingPathComponent("\(name).lanyard")
        do {
            try latest.unfold(to: file)
        } catch {
            remove()
            throw error
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
