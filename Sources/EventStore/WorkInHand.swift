import Conference
import Foundation
import Synchronization

/// Tells other processes that something is being done with the event here: a lock of a file beside its keys that is held as
/// long as anything is. A process that dies releases it.
final class WorkInHand: Sendable {
    /// Backups leave out what begins with a point.
    private static let name = ".work.lock"
    /// Stands beside the lock while the event is being closed.
    private static let sign = ".closing"

    private struct State {
        var count = 0
        var descriptor: Int32 = -1
    }

    private let path: String
    private let sign: String
    private let modes: EventModes
    private let state = Mutex(State())

    init(in folder: URL) {
        path = folder.appendingPathComponent(Self.name).path
        sign = folder.appendingPathComponent(Self.sign).path
        modes = EventModes(in: folder)
    }

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if descriptor >= 0 { close(descriptor) }
    }

    /// One thing more. Where the lock cannot be had, as on a full disk, the work is done without it.
    func begin() {
        state.withLock { state in
            state.count += 1
            guard state.count == 1 else { return }
            if state.descriptor < 0 { state.descriptor = modes.openLock(path) }
            // Whoever asks below holds it for no longer than it takes to ask.
            if state.descriptor >= 0 { flock(state.descriptor, LOCK_SH) }
        }
    }

    /// It is done.
    func end() {
        state.withLock { state in
            state.count -= 1
            if state.count == 0, state.descriptor >= 0 { flock(state.descriptor, LOCK_UN) }
        }
    }

    /// Has whoever begins something from now on look in the event's file whether they may.
    ///
    /// - Throws: `key_not_written`.
    func putUpSign() throws(EventStoreError) {
        let descriptor = modes.openLock(sign)
        guard descriptor >= 0 else { throw EventStoreError(.keyNotWritten, ErrorDetail("file", sign)) }
        close(descriptor)
    }

    /// The file need not be looked at any more.
    func takeDownSign() { unlink(sign) }

    /// Whether the sign is up, whichever process put it there. Who looks has something in hand already, so that whoever put it
    /// up waits for all who did not see it.
    var isSignUp: Bool { access(sign, F_OK) == 0 }

    /// Whether this or another process has something in hand.
    static func isAnything(in folder: URL) -> Bool {
        let descriptor = open(folder.appendingPathComponent(name).path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }
}
