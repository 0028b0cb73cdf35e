import EventStore
import ServiceLifecycle

/// Follows print jobs in the background, for as long as the server runs.
package struct PrintJobKeeper: Service {
    private static let pause = Duration.seconds(1)

    private let services: EventServices

    package init(services: EventServices) { self.services = services }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    // A server that does not answer is asked again later.
                    _ = try? await services.store.workingIfOpen { try await services.followPrintJobs() }
                    try await Task.sleep(for: Self.pause)
                }
            }
        } catch is CancellationError {
            // Cancellation is how it ends.
        }
    }
}
