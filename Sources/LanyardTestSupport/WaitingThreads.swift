import Foundation
import Synchronization

/// Threads that may wait for a program, a file or a socket. Swift has as many threads for tasks as the machine has processors:
/// two tests that wait for a program on those would keep all the others from running.
package final class WaitingThreads: TaskExecutor {
    /// Enough for a dozen tests at a time, each with a program whose output and errors are read.
    package static let shared = WaitingThreads(count: 48)

    private let jobs = Mutex<[UnownedJob]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    private init(count: Int) {
        for _ in 0..<count { Thread.detachNewThread { [self] in work() } }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrivals.signal()
    }

    /// Does what blocks, and lets other tasks run meanwhile.
    package static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await Task(executorPreference: shared) { try body() }.value
    }

    private func work() -> Never {
        while true {
            arrivals.wait()
            jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
