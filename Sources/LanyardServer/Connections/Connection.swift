import Glibc
import LanyardHTTP
import NIOCore
import Synchronization

/// One connection, and what its other end is up to: who may be sent away first, and who is too slow.
final class Connection: Sendable {
    let channel: any Channel
    /// The address of the other end, which may be a proxy's.
    let address: String
    let standing = ConnectionStanding()
    private let limits: ServerLimits
    private let state: Mutex<State>

    private struct State {
        /// Since when it carries what it carries now, or nothing.
        var since: ContinuousClock.Instant
        /// Requests whose answer has not been written, and those of them whose body has not come.
        var requests = 0
        var bodies = 0
        /// When bytes came that are no whole head yet.
        var headBegun: ContinuousClock.Instant?
        var bodyBegun: ContinuousClock.Instant?
        /// HTTP/2: between requests there are frames of the connection itself.
        var isMultiplexed = false
        /// Whether the server wants more; it does not while it has enough to do.
        var isAsking = true
        /// Bytes since the last look.
        var received = 0
        var taken = 0
        /// Bytes of answers that the other end has left no room for yet.
        var waiting = 0
        var waitingSince: ContinuousClock.Instant?
        var receiving: Pace
        var sending: Pace
        var looked: ContinuousClock.Instant
    }

    init(_ channel: any Channel, from address: String, limits: ServerLimits) {
        self.channel = channel
        self.address = address
        self.limits = limits
        let now = ContinuousClock.now
        state = Mutex(State(since: now, receiving: Pace(limits), sending: Pace(limits), looked: now))
    }

    // MARK: - What happens on it

    func asks(_ isAsking: Bool) { state.withLock { $0.isAsking = isAsking } }

    func received(_ bytes: Int) {
        state.withLock { state in
            state.received += bytes
            if state.requests == 0, !state.isMultiplexed, state.headBegun == nil { state.headBegun = .now }
        }
    }

    /// So many bytes of an answer were written, and wait for the other end to take what is before them.
    func waits(_ bytes: Int) {
        state.withLock { state in
            if state.waiting == 0 {
                state.waitingSince = .now
                state.sending = Pace(limits)
            }
            state.waiting += bytes
        }
    }

    /// So many of them went out, or never will.
    func took(_ bytes: Int) {
        state.withLock { state in
            state.waiting -= bytes
            state.taken += bytes
            if state.waiting == 0 {
                state.waitingSince = nil
                state.since = .now
            }
        }
    }

    func carriesManyRequests() {
        state.withLock { state in
            state.isMultiplexed = true
            state.headBegun = nil
        }
    }

    func headCame() {
        state.withLock { state in
            state.headBegun = nil
            state.since = .now
            state.requests += 1
            state.bodies += 1
            guard state.bodies == 1 else { return }
            state.bodyBegun = .now
            state.receiving = Pace(limits)
        }
    }

    /// The bodies of so many requests came, or will not come any more.
    func bodiesEnded(_ count: Int = 1) {
        state.withLock { state in
            state.bodies -= count
            if state.bodies == 0 { state.bodyBegun = nil }
        }
    }

    /// So many requests were answered, or will not be any more.
    func requestsEnded(_ count: Int = 1) {
        state.withLock { state in
            state.requests -= count
            if state.requests == 0 { state.since = .now }
        }
    }

    // MARK: - What is thought of it

    /// Who goes first when there are too many connections; within a rank, the oldest. Nil for one that stays.
    var rank: (rank: Rank, since: ContinuousClock.Instant)? {
        state.withLock { state in
            let rank: Rank
            switch (standing.isKnown, state.requests, state.bodies) {
            case (false, 0, _): rank = .idleStranger
            case (false, _, 1...): rank = .sendingStranger
            case (false, _, _): rank = .stranger
            case (true, 0, _): rank = .idle
            case (true, _, _): return nil
            }
            return (rank, state.since)
        }
    }

    enum Rank: Int {
        case idleStranger
        case sendingStranger
        case stranger
        case idle
    }

    /// Looks whether it is too slow or idle for too long.
    func judge() -> Judgement {
        let now = ContinuousClock.now
        return state.withLock { state in
            let seconds = (now - state.looked).seconds
            let (received, taken) = (state.received, state.taken)
            (state.looked, state.received, state.taken) = (now, 0, 0)

            if state.requests == 0, let begun = state.headBegun, now - begun > limits.head { return .tooSlow }
            if let begun = state.bodyBegun {
                if now - begun > limits.body { return .tooSlow }
                // A server that does not ask for more waits for itself.
                if state.isAsking, !state.receiving.pass(seconds, bytes: received) { return .tooSlow }
            }
            guard let since = state.waitingSince else {
                return state.requests == 0 && now - state.since > limits.idle ? .idle : .fine
            }
            // What waits since a moment ago has not been slow for longer.
            let passed = min(seconds, (now - since).seconds)
            if now - since > limits.answer || !state.sending.pass(passed, bytes: taken) { return .tooSlow }
            return .fine
        }
    }

    enum Judgement {
        case fine
        /// It carries nothing.
        case idle
        case tooSlow
    }

    /// Closes it; what was written is still delivered.
    func close() { channel.close(mode: .all, promise: nil) }

    /// Closes it at once. What was written is dropped: the system would keep it for minutes for somebody who takes nothing,
    /// who would not even notice.
    func cutOff() {
        guard let socket = channel as? any SocketOptionProvider else { return close() }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            .whenComplete { [channel] _ in channel.close(mode: .all, promise: nil) }
    }
}
