internal import Dispatch

/// The one place where pages are drawn: everything in the process that touches Cairo or librsvg runs here, one job after
/// another, on a thread of its own. Only texts are set elsewhere (`TextSetter`).
///
/// Two reasons. These libraries block, and on the shared pool a few renders would stop every request of the server. And
/// cairo 1.16 opens and closes font files in one FreeType library for the whole process without locking it, so that
/// separate font maps and surfaces do not make threads safe: with more than ten fonts in use they crash.
@globalActor
package actor TypesettingActor {
    package static let shared = TypesettingActor()

    private let queue = QueueExecutor(label: "typesetting")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }
}

/// Runs an actor's jobs on a dispatch queue; `DispatchSerialQueue` does not exist on Linux.
private final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
