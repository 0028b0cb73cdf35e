import EventStore
import ServiceLifecycle

/// Keeps the log of the event's file short beside the requests, for as long as the server runs.
struct LogKeeper: Service {
    let store: EventStore

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await store.keepLogShort() }
        } catch is CancellationError {
            // That is how it ends.
        }
    }
}
