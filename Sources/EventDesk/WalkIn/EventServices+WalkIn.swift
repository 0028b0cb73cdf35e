import Badges
package import Conference
import EventStore
import RegistrationLedger

extension EventServices {
    /// Takes in a walk-in: registers and charges them and books their money in one transaction, then issues and prints
    /// their badge, which is drawn once.
    ///
    /// If anything about person, days or money is refused, nobody is registered. If only the badge fails, the rest
    /// stands and the badge is printed later. A repeated call with the same key does what is missing.
    /// - Throws: what `RegistrationLedger.register(_:paying:context:)` throws.
    package func walkIn(_ walkIn: WalkIn, context: WriteContext) async throws -> WalkInOutcome {
        let paid = try await ledger.register(
            walkIn.registration, paying: walkIn.payment, context: context.step("register")
        ).result
        var badge: BadgeOutcome?
        var failure: (any DescribedError)?
        if let destination = walkIn.badge {
            do {
                badge = try await printBadge(
                    of: paid.summary.registration.id, .print, to: destination, context: context.step("print"))
            } catch let error as any DescribedError {
                failure = error
            }
        }
        return WalkInOutcome(
            summary: paid.summary, payment: paid.payment, badge: badge, badgeFailure: failure,
            duplicates: try await ledger.duplicates(of: paid.summary.registration.id),
            daysOver: try await store.latestDefinition().daysOver(
                paid.summary.registration.days, at: context.time))
    }
}
