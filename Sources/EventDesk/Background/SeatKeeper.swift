import Conference
import EventStore
import RegistrationLedger
import ServiceLifecycle

/// Frees seats whose time is over, for as long as the server runs: offers that nobody took, and places of people who did not
/// confirm their address.
package struct SeatKeeper: Service {
    private static let pause = Duration.seconds(30)

    private let services: EventServices

    package init(services: EventServices) { self.services = services }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    // What the disk refuses now it may take in a while.
                    _ = try? await services.store.workingIfOpen {
                        try await services.ledger.releaseSeats(at: services.clock.now)
                    }
                    try await Task.sleep(for: Self.pause)
                }
            }
        } catch is CancellationError {
            // Cancellation is how it ends.
        }
    }
}
