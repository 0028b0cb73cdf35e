package import Conference
package import Keysigning
import ServiceLifecycle
import Synchronization

/// Has GnuPG check the signatures that came back, in the background, one run at a time.
package final class VerificationWorker: Service {
    /// Its progress.
    package enum State: Sendable, Hashable {
        case idle
        /// Keys done, and the total.
        case running(done: Int, total: Int)
        /// Certifications that the last run checked.
        case finished(checked: Int)
        /// The code of the error that ended the last run.
        case failed(code: String)
    }

    private let aftermath: KeysigningAftermath
    private let current = Mutex(State.idle)
    private let requests: AsyncStream<WriteContext>
    private let wanted: AsyncStream<WriteContext>.Continuation

    package init(aftermath: KeysigningAftermath) {
        self.aftermath = aftermath
        (requests, wanted) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package var state: State { current.withLock { $0 } }

    /// Asks for a run. If one is under way, another follows it and sees what came in meanwhile.
    package func ask(_ context: WriteContext) {
        current.withLock { state in
            if case .running = state { return }
            state = .running(done: 0, total: 0)
        }
        wanted.yield(context)
    }

    package func run() async throws {
        for await context in requests.cancelOnGracefulShutdown() {
            current.withLock { $0 = .running(done: 0, total: 0) }
            do {
                let checked = try await cancelWhenGracefulShutdown { [self] in
                    try await aftermath.verify(context: context) { done, total in
                        current.withLock { $0 = .running(done: done, total: total) }
                    }
                }
                current.withLock { $0 = .finished(checked: checked) }
            } catch is CancellationError {
                current.withLock { $0 = .idle }
            } catch {
                let code = (error as? any DescribedError)?.code.rawValue ?? ServerErrorCode.internalFailure.rawValue
                current.withLock { $0 = .failed(code: code) }
            }
        }
    }
}
