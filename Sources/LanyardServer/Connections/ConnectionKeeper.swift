import ServiceLifecycle

/// Looks after all connections every second, for as long as the server runs.
struct ConnectionKeeper: Service {
    private static let pause = Duration.seconds(1)

    let connections: Connections

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: Self.pause)
                    connections.sweep()
                }
            }
        } catch is CancellationError {
            // Cancellation is how it ends.
        }
    }
}
