import Conference
import EventDesk
import EventStore
import Foundation
import Logging
import ServiceLifecycle
import Wording

/// Hears what the payment provider told while another machine had the event's file, asks it after what was begun, has it give
/// back what was ordered, and ends what was not paid in time, for as long as the server runs.
struct PaymentKeeper: Service {
    /// How long it waits where nothing is due, in seconds.
    private static let idle = 2.0
    /// How often places are looked through that are held, in seconds.
    private static let holdPause = 60.0

    let services: EventServices
    let logger: Logger

    func run() async throws {
        var patience = Patience(first: 10, last: 600)
        var nextHolds = ContinuousClock.now
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                let isBusy = try await services.store.workingIfOpen {
                    // First, so that nobody loses a place that was paid for meanwhile.
                    try await services.hearQueued()
                    if ContinuousClock.now >= nextHolds {
                        nextHolds = try await services.releaseUnpaid() ? .now : .now + .seconds(Self.holdPause)
                    }
                    return try await services.followPayments()
                }
                if isBusy != true { await Patience.rest(Self.idle) }
                patience.restore()
            } catch {
                await note(error)
                await patience.rest()
            }
        }
    }

    private func note(_ error: any Error) async {
        guard !(error is CancellationError) else { return }
        logger.warning("payments: \(Words(for: error, in: .english, to: .terminal).sentence)")
        guard let error = error as? any DescribedError else { return }
        try? await services.note(paymentTrouble: error.code.rawValue, reply: error.details["reply"] ?? "")
    }
}
