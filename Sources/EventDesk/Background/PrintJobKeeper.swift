import ServiceLifecycle

/// Follows what is being printed beside the requests, for as long as the server runs.
package struct PrintJobKeeper: Service {
    private static let pause = Duration.seconds(1)

    private let services: EventServices

    package init(services: EventServices) { self.services = services }

    package func run() async throws {
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
