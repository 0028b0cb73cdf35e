import Synchronization

/// Lets only so many through of one subject (an address, a person) within a while.
package final class Turnstile: Sendable {
    /// How many subjects are remembered at once; beyond that the while begins anew for all.
    private static let subjectsMax = 100_000

    private struct State {
        var start = ContinuousClock.now
        var counts: [String: Int] = [:]
    }

    private let limit: Int
    private let duration: Duration
    private let state = Mutex(State())

    package init(limit: Int, per duration: Duration) {
        self.limit = limit
        self.duration = duration
    }

    /// Counts the subject; false where it had its turns.
    package func pass(_ subject: String) -> Bool {
        guard look(subject) else { return false }
        count(subject)
        return true
    }

    /// Whether the subject would be let through; counts nothing.
    package func look(_ subject: String) -> Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            if now - state.start > duration || state.counts.count > Self.subjectsMax { state = State() }
            return state.counts[subject, default: 0] < limit
        }
    }

    /// Counts one that turned out to cost something.
    package func count(_ subject: String) { state.withLock { $0.counts[subject, default: 0] += 1 } }
}
