import ServiceLifecycle

/// Follows what is being printed beside the requests, for as long as the server runs.
struct PrintJobKeeper: Service {
    private static let pause = Duration.seconds(1)

    let services: EventServices

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    // What cannot be asked now is asked again.
                    try? await services.followPrintJobs()
                    try await Task.sleep(for: Self.pause)
                }
            }
        } catch is CancellationError {
            // That is how it ends.
        }
    }
}
