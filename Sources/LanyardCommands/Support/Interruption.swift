import ArgumentParser
import Dispatch
import Foundation
import Synchronization

extension ExitCode {
    /// Stopped by Ctrl-C: 128 plus the signal's number, as in shells.
    static let interrupted = ExitCode(130)
}

/// Ctrl-C during work that is either done completely or leaves nothing behind.
enum Interruption {
    /// Runs the work; a signal (Ctrl-C, or the system's request to stop) cancels it; a second one ends the program.
    ///
    /// - Throws: `ExitCode.interrupted` after saying that nothing was done, or what the work throws.
    static func cancelling<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws
        -> Result
    {
        let task = Task { try await work() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if task.isCancelled { exit(ExitCode.interrupted.rawValue) }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        }
        do {
            return try await task.value
        } catch is CancellationError {
            Report.say("lanyard: stopped; nothing was written or recorded.")
            throw ExitCode.interrupted
        }
    }
}

/// Whether a signal (Ctrl-C, or the system's request to stop) has asked work that goes on and on to end; a second one ends the
/// program.
final class StopSignal {
    private final class Asked: Sendable {
        let value = Atomic(false)
    }

    private let asked = Asked()
    private let sources: [any DispatchSourceSignal]

    init() {
        let asked = asked
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if asked.value.exchange(true, ordering: .relaxed) { exit(ExitCode.interrupted.rawValue) }
            }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }

    var hasCome: Bool { asked.value.load(ordering: .relaxed) }
}
