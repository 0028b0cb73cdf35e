import Conference
import EventStore
import Foundation
import Logging
import ServiceLifecycle
import Wording

/// Tells when the machine's clock jumps, for as long as the server runs: times before and after do not fit together then.
struct ClockKeeper: Service {
    private static let pause = Duration.seconds(5)

    let store: EventStore
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                var watch = ClockJump(wall: Date(), steady: .now)
                while true {
                    try await Task.sleep(for: Self.pause)
                    let now = Date()
                    guard let seconds = watch.look(wall: now, steady: .now) else { continue }
                    let warning = EventStoreError(
                        .clockJumped, ErrorDetail("seconds", seconds), ErrorDetail("now", now.ISO8601Format()))
                    store.warn(warning)
                    logger.warning("\(Words(for: warning, in: .english, to: .terminal).sentence)")
                }
            }
        } catch is CancellationError {
            // Cancellation is how it ends.
        }
    }
}

/// Compares the clock on the wall with one that only ever runs on.
struct ClockJump {
    /// From how many seconds on it is a jump. Clocks that follow a time server are put right by less.
    static let secondsMin = 60

    private var wall: Date
    private var steady: ContinuousClock.Instant

    init(wall: Date, steady: ContinuousClock.Instant) {
        self.wall = wall
        self.steady = steady
    }

    /// By how many seconds the wall's clock jumped since the last look, forwards or back; nil if it did not.
    mutating func look(wall now: Date, steady instant: ContinuousClock.Instant) -> Int? {
        let jump = now.timeIntervalSince(wall) - (instant - steady) / .seconds(1)
        (wall, steady) = (now, instant)
        let seconds = jump.isFinite ? Int(max(-1e12, min(1e12, jump.rounded()))) : 0
        return abs(seconds) > Self.secondsMin ? seconds : nil
    }
}
