package import EventStore
import ServiceLifecycle

/// Keeps the log of the event's file short beside the requests, for as long as the server runs.
package struct LogKeeper: Service {
    private let store: EventStore

    package init(store: EventStore) { self.store = store }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await store.keepLogShort() }
        } catch is CancellationError {
            // That is how it ends.
        }
    }
}
