import EventStore
import Foundation

/// Lets one process at a time send what an event has to send of a kind; a process that dies releases it.
struct SendingLock {
    private let descriptor: Int32

    /// - Parameter name: what is sent: `mail`, `webhooks`.
    init?(_ folder: URL, _ name: String) {
        let path = folder.appendingPathComponent("\(name).lock").path
        descriptor = EventModes(in: folder).openLock(path)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    func release() { close(descriptor) }
}
