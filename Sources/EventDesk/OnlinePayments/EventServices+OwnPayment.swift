package import Conference
import EventStore
package import Foundation
import RegistrationLedger

/// How somebody can pay what they owe, beside the account that everybody is told.
package struct OwnPayment: Sendable, Hashable {
    /// Whether there is a provider, and what it takes to ask it: an event made like another has no keys yet.
    package let isOnline: Bool
    /// How the last payment through it went, where it is not known to be over or did not work out.
    package let isPending: Bool
    package let hasFailed: Bool
    /// Until when their place is held; nil where it is not, or for good.
    package let heldUntil: Date?
    /// What a bank's app scans; nil for an account or a currency for which there is no such code.
    package let transfer: CreditTransferCode?
}

extension EventServices {
    /// How somebody can pay what they owe, by their own link; nil where nothing is to be paid, or there is no more to say.
    ///
    /// Who pays nothing for others, and for whom somebody else pays a part, pays the rest by transfer.
    package func ownPayment(_ own: OwnRegistration) async throws -> OwnPayment? {
        let event = try await store.definition()
        guard let plan = event.payments, own.isActive, own.toPay > .zero,
            own.toPay == own.summary.due || own.party?.payer == nil
        else { return nil }
        let last = try await ledger.lastCheckout(of: own.registration.id)
        return OwnPayment(
            isOnline: try plan.provider != nil && providerWire != nil
                && store.keys.password(named: Self.providerKey) != nil,
            isPending: last?.state == .pending, hasFailed: last?.state == .failed,
            heldUntil: try await heldUntil(own.registration.id),
            transfer: plan.account.flatMap { account in
                CreditTransferCode(to: account, own.toPay, in: event.currency, message: own.payCode.description)
            })
    }
}
