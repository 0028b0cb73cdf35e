package import Conference
import EventStore
package import Foundation
import GRDB

/// A payment that somebody began at a provider.
package struct Checkout: Sendable, Hashable {
    package typealias ID = Identifier<Checkout, Int64>

    package let id: ID
    package let registration: Registration.ID
    package let provider: PaymentPlan.Provider
    /// Who gets what of it, in the order of their numbers: more than one where somebody pays for a party.
    package let shares: [Share]
    /// What the provider knows it by: 43 characters, of which the first say which event it is of.
    package let reference: String
    package let amount: Money
    package let begun: Date
    package let expires: Date
    /// The provider's own number of it; nil until it has answered.
    package let session: String?
    package let state: State

    /// A person's part of it.
    package struct Share: Sendable, Hashable {
        package let registration: Registration.ID
        package let amount: Money
    }

    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Its page may be open.
        case begun
        /// The payer has done their part, and the money is on its way.
        case pending
        case paid
        /// Nobody paid on its page.
        case expired
        /// The money did not come.
        case failed
    }
}

/// The table of payments that were begun.
enum CheckoutRecord {
    /// How long after it was begun the provider is asked what became of it, in seconds.
    private static let firstPoll = 120.0
    /// The longest pause between two questions, in seconds.
    private static let pollMax = 6 * 3_600.0

    private struct Stored: RowRecord {
        let id: Checkout.ID
        let registration: Registration.ID
        let provider: String
        let reference: String
        let cents: Int64
        let atMs: Int64
        let expiresMs: Int64
        let session: String?
        let state: String

        func checkout(_ shares: [Checkout.Share]) throws -> Checkout {
            guard let provider = PaymentPlan.Provider(rawValue: provider), let state = Checkout.State(rawValue: state)
            else { throw LedgerError(.journalUnreadable, ErrorDetail("entry", id)) }
            let amount = Money(cents: cents)
            return Checkout(
                id: id, registration: registration, provider: provider,
                shares: shares.isEmpty ? [Checkout.Share(registration: registration, amount: amount)] : shares,
                reference: reference, amount: amount, begun: Date(milliseconds: atMs),
                expires: Date(milliseconds: expiresMs),
                session: session, state: state)
        }
    }

    static func fetch(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws -> [Checkout] {
        try Stored.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM checkout WHERE \(condition)"), arguments: arguments
        ).map { try $0.checkout(try shares(db, of: $0.id)) }
    }

    private static func shares(_ db: Database, of id: Checkout.ID) throws -> [Checkout.Share] {
        try StoredShare.fetchAll(
            db.cachedStatement(
                sql: "SELECT registration, cents FROM checkout_share WHERE checkout = ? ORDER BY registration"),
            arguments: [id]
        ).map { Checkout.Share(registration: $0.registration, amount: Money(cents: $0.cents)) }
    }

    private struct StoredShare: RowRecord {
        let registration: Registration.ID
        let cents: Int64
    }

    static func insert(
        _ db: Database, _ id: Registration.ID, _ provider: PaymentPlan.Provider, reference: String,
        _ shares: [Checkout.Share], expires: Date, context: WriteContext
    ) throws {
        let amount = shares.map(\.amount).total()
        try db.cachedStatement(
            sql: """
                INSERT INTO checkout
                    (registration, provider, reference, cents, author, origin, at_ms, expires_ms, poll_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                id, provider.rawValue, reference, amount.cents, context.author, context.origin,
                context.time.milliseconds, expires.milliseconds,
                context.time.addingTimeInterval(firstPoll).milliseconds,
            ])
        guard shares != [Checkout.Share(registration: id, amount: amount)] else { return }
        let checkout = db.lastInsertedRowID
        for share in shares {
            try db.cachedStatement(sql: "INSERT INTO checkout_share (checkout, registration, cents) VALUES (?, ?, ?)")
                .execute(arguments: [checkout, share.registration, share.amount.cents])
        }
    }

    static func note(_ db: Database, session: String, of id: Checkout.ID) throws {
        try db.cachedStatement(sql: "UPDATE checkout SET session = ? WHERE id = ? AND session IS NULL")
            .execute(arguments: [session, id])
    }

    /// What was paid stays paid, whatever comes late.
    static func note(_ db: Database, _ state: Checkout.State, of checkout: Checkout, at now: Date) throws {
        let age = now.timeIntervalSince(checkout.begun)
        let pause = min(max(age / 2, firstPoll), pollMax)
        let poll: Int64? =
            switch state {
            case .begun, .pending: now.addingTimeInterval(pause).milliseconds
            case .paid, .expired, .failed: nil
            }
        try db.cachedStatement(sql: "UPDATE checkout SET state = ?, poll_ms = ? WHERE id = ? AND state <> 'paid'")
            .execute(arguments: [state.rawValue, poll, checkout.id])
    }
}
