package import Conference
package import EventStore
import GRDB

/// Somebody who was registered, with what they paid at once.
package struct PaidRegistration: Sendable {
    package let summary: RegistrationSummary
    /// Nil where nothing was paid.
    package let payment: BookedPayment?
}

extension RegistrationLedger {
    private struct Written: Codable, Sendable {
        let number: UInt32
        let payment: BookedPayment?
    }

    /// Registers one person, charges what their days and add-ons cost, and books what they hand over for it, all in one
    /// transaction: if the payment is refused, nobody is registered.
    ///
    /// Where nothing is due, nothing is booked.
    /// - Parameter payment: nil for somebody who pays later.
    /// - Throws: what `register` and `pay` throw, but for `nothing_due`.
    package func register(
        _ new: NewRegistration, paying payment: Payment?, context: WriteContext
    ) async throws -> Performed<PaidRegistration> {
        let content = new.content + ["pays"] + (payment?.content ?? [])
        let done = try await store.perform("registration.walk-in", content: content, context: context) {
            [store] db in
            let definition = try store.definition(db)
            let id = try Self.register(db, definition, new, status: .active, context: context).id
            let isDue = try Journal.due(db, from: id) > .zero
            return Written(
                number: id.rawValue,
                payment: isDue
                    ? try payment.map { try Self.pay(db, definition, $0, for: id, context: context) } : nil)
        }
        let summary = try await store.read { db in
            try Self.summary(db, try RegistrationRecord.fetch(db, id: Registration.ID(rawValue: done.result.number)))
        }
        return Performed(
            result: PaidRegistration(summary: summary, payment: done.result.payment), replayed: done.replayed)
    }
}
