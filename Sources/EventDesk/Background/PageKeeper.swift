import Conference
import EventStore
import ServiceLifecycle

/// Looks through the event's pages from time to time, for as long as the server runs: what went bad on the disk is told before
/// somebody asks for it.
package struct PageKeeper: Service {
    /// How long it waits between two looks.
    private static let pause = Duration.seconds(3_600)

    private let store: EventStore

    package init(_ services: EventServices) { store = services.store }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                // The server has looked when it started, except into a large file.
                var isDue = store.warnings.contains { $0.code == .eventFileUnchecked }
                while true {
                    if isDue { await store.checkPages() }
                    isDue = true
                    try await Task.sleep(for: Self.pause)
                }
            }
        } catch is CancellationError {
            // Cancellation is how it ends.
        }
    }
}
