import Foundation
import Synchronization

/// A count that grows on a terminal; silent in a pipe.
final class Progress: Sendable {
    private let label: String
    private let isShown = isatty(FileHandle.standardError.fileDescriptor) == 1
    private let started = ContinuousClock.now
    private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

    init(_ label: String) { self.label = label }

    /// Shows how many are done, with rate and remaining time, at most ten times a second.
    func show(_ done: Int, of total: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        let isDue = lastShown.withLock { last in
            guard done == total || last.map({ now - $0 > .milliseconds(100) }) ?? true else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let seconds = max(
            0.001, Double((now - started).components.seconds) + Double((now - started).components.attoseconds) / 1e18)
        let rate = Double(done) / seconds
        let left = Int(Double(total - done) / max(rate, 0.001))
        let line = "\r\(label): \(done) of \(total), \(Int(rate)) a second, \(left) s left   "
        _ = StandardStream.send(Data((line + (done == total ? "\n" : "")).utf8), to: STDERR_FILENO)
    }
}
