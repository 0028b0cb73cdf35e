package import Conference
import EventStore
package import Foundation
import GRDB

/// Payments that people begin at a provider. The provider is asked between these calls, never within a transaction.
extension RegistrationLedger {
    /// Begins a payment of all that is due, or goes on with the one that is open for it. Whoever pays for a party pays for all of
    /// its people at once: what is whose is fixed then, as an invoice fixes it for a transfer.
    ///
    /// - Returns: what was begun, and those begun before whose amount is no more right: their pages are to be closed.
    /// - Throws: `nothing_due`, `registration_moved`.
    package func beginCheckout(
        of id: Registration.ID, by provider: PaymentPlan.Provider, minutes: Int, context: WriteContext
    ) async throws -> (begun: Checkout, superseded: [Checkout]) {
        let tag = Data(store.tag)
        // A provider counts from when it hears of it.
        let expires = context.time.addingTimeInterval(Double(minutes) * 60 + 120)
        let done = try await store.perform(
            "payment.begin", content: [id.description, provider.rawValue], context: context
        ) { [store] db in
            try Self.refuseMoved(db, try RegistrationRecord.fetch(db, id: id))
            let shares = try Self.sharesToPay(db, try store.definition(db), id)
            guard !shares.isEmpty else { throw LedgerError(.nothingDue) }
            // Not one whose page closes soon, nor one of which the provider never answered.
            let open = try CheckoutRecord.fetch(
                db,
                """
                registration = ? AND provider = ? AND state = 'begun' AND expires_ms > ?
                    AND (session IS NOT NULL OR at_ms > ?) ORDER BY id DESC
                """,
                [
                    id, provider.rawValue, context.time.addingTimeInterval(300).milliseconds,
                    context.time.addingTimeInterval(-30).milliseconds,
                ])
            if let same = open.first(where: { $0.shares == shares }) { return same.reference }
            let reference = (tag + Data.random(28)).base64URL
            try CheckoutRecord.insert(
                db, id, provider, reference: reference, shares, expires: expires, context: context)
            return reference
        }
        return try await store.read { db in
            let all = try CheckoutRecord.fetch(db, "registration = ? ORDER BY id", [id])
            guard let begun = all.first(where: { $0.reference == done.result }) else {
                throw LedgerError(.checkoutUnknown)
            }
            return (begun, all.filter { $0.state == .begun && $0.id < begun.id && $0.shares != begun.shares })
        }
    }

    /// What somebody is to pay, for whom: for themselves, and for their party if they pay for one. In the order of numbers.
    private static func sharesToPay(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID
    ) throws -> [Checkout.Share] {
        let party = try party(db, definition, of: id)
        let others = (party?.payer == nil ? party?.people ?? [] : []).filter { $0.id != id }
        let shares =
            [Checkout.Share(registration: id, amount: try Journal.due(db, from: id))]
            + others.map { Checkout.Share(registration: $0.id, amount: $0.open) }
        return shares.filter { $0.amount > .zero }.sorted { $0.registration < $1.registration }
    }

    /// Those of a provider's numbers under which money came in.
    package func received(_ numbers: Set<String>, by provider: PaymentPlan.Provider) async throws -> Set<String> {
        try await store.read { db in try numbers.filter { try OnlineRecord.isKnown(db, provider, $0) } }
    }

    /// Notes what the provider calls a payment.
    package func note(session: String, of checkout: Checkout.ID) async throws {
        try await store.write { try CheckoutRecord.note($0, session: session, of: checkout) }
    }

    /// Notes how a payment stands that was begun, and when the provider is asked again.
    package func note(_ state: Checkout.State, of checkout: Checkout, at now: Date) async throws {
        try await store.write { try CheckoutRecord.note($0, state, of: checkout, at: now) }
    }

    /// - Throws: `checkout_unknown`.
    package func checkout(reference: String) async throws -> Checkout {
        let found = try await store.read { try CheckoutRecord.fetch($0, "reference = ?", [reference]).first }
        guard let found else { throw LedgerError(.checkoutUnknown) }
        return found
    }

    /// The last payment that somebody began; nil for nobody.
    package func lastCheckout(of id: Registration.ID) async throws -> Checkout? {
        try await store.read { try CheckoutRecord.fetch($0, "registration = ? ORDER BY id DESC LIMIT 1", [id]).first }
    }

    /// What was begun, the latest first.
    ///
    /// - Parameter onlyOpen: leaves out those of which it is known what became of them.
    package func checkouts(onlyOpen: Bool, limit: Int) async throws -> [Checkout] {
        try await store.read { db in
            try CheckoutRecord.fetch(
                db, "\(onlyOpen ? "poll_ms IS NOT NULL" : "id > 0") ORDER BY id DESC LIMIT ?", [limit])
        }
    }

    /// Those of which the provider is to be asked now, the longest due first.
    package func checkoutsToPoll(at now: Date, limit: Int) async throws -> [Checkout] {
        try await store.read { db in
            try CheckoutRecord.fetch(db, "poll_ms <= ? ORDER BY poll_ms, id LIMIT ?", [now.milliseconds, limit])
        }
    }
}
