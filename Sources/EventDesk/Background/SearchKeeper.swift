import RegistrationLedger
import ServiceLifecycle

/// Reads everybody into the index of searches as soon as the server runs, so that the first to search does not wait for it.
package struct SearchKeeper: Service {
    private let ledger: RegistrationLedger

    package init(_ services: EventServices) { ledger = services.ledger }

    package func run() async throws {
        await read()
        try? await gracefulShutdown()
    }

    /// Reads whoever is not in the index yet.
    package func read() async {
        // If it cannot be read now, the first search says why.
        try? await ledger.prepareSearch()
    }
}
