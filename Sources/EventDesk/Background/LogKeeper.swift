package import EventStore
import ServiceLifecycle

/// Keeps the log of the event's file short in the background, for as long as the server runs.
package struct LogKeeper: Service {
    private let store: EventStore

    package init(store: EventStore) { self.store = store }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await store.keepLogShort() }
        } catch is CancellationError {
            // Cancellation is how it ends.
        }
    }
}
