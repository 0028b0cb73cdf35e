import Dispatch
import Foundation
import Logging
import Synchronization

/// Sees to it that a process that is asked to stop does so: after a while whatever is in flight, at once when asked again.
///
/// It runs on a queue of its own, so that it works when nothing else does.
final class Ending {
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - limits: when the connections are cut off, and when the process ends.
    ///   - cutOff: closes all connections.
    init(_ limits: ServerLimits, logger: Logger, cutOff: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "ending")
        let asked = Asked()
        sources = [SIGTERM, SIGINT].map { number in
            // A source hears of a signal only if the process does not end by it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard asked.isFirst() else { _exit(128 + number) }
                queue.asyncAfter(deadline: .now() + limits.farewell.seconds, execute: cutOff)
                queue.asyncAfter(deadline: .now() + limits.end.seconds) {
                    logger.warning("stopped in the middle of requests that would not end")
                    _exit(EXIT_SUCCESS)
                }
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
    }

    /// Whether a signal came before.
    private final class Asked: Sendable {
        private let before = Atomic(false)

        func isFirst() -> Bool { !before.exchange(true, ordering: .relaxed) }
    }
}
