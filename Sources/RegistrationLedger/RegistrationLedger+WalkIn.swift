package import Conference
package import EventStore
import GRDB

/// What is said of paying when somebody is registered.
package enum PaymentAtOnce: Sendable, Hashable {
    case payment(Payment)
    /// They pay later.
    case later
    /// Nobody said, or not all that is needed: refused by this error where something is due.
    case unsaid(ConferenceError)

    var content: [String] {
        switch self {
        case .payment(let payment): payment.content
        case .later: []
        case .unsaid: ["unsaid"]
        }
    }
}

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
    /// - Throws: what `register` and `pay` throw, but for `nothing_due`; the error of `unsaid` where something is due.
    package func register(
        _ new: NewRegistration, paying payment: PaymentAtOnce, context: WriteContext
    ) async throws -> Performed<PaidRegistration> {
        let content = new.content + ["pays"] + payment.content
        let done = try await store.perform("registration.walk-in", content: content, context: context) {
            [store] db in
            let definition = try store.definition(db)
            let id = try Self.register(db, definition, new, status: .active, context: context).id
            guard try Journal.due(db, from: id) > .zero else { return Written(number: id.rawValue, payment: nil) }
            switch payment {
            case .later: return Written(number: id.rawValue, payment: nil)
            case .unsaid(let error): throw error
            case .payment(let payment):
                return Written(
                    number: id.rawValue,
                    payment: try Self.pay(db, definition, payment, for: id, context: context))
            }
        }
        let summary = try await store.read { db in
            try Self.summary(db, try RegistrationRecord.fetch(db, id: Registration.ID(rawValue: done.result.number)))
        }
        return Performed(
            result: PaidRegistration(summary: summary, payment: done.result.payment), replayed: done.replayed)
    }
}
