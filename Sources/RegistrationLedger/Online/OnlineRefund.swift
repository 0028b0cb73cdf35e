package import Conference
package import EventStore
package import Foundation
import GRDB

/// Money that goes back through the provider by which it came.
package struct OnlineRefund: Sendable, Hashable {
    package typealias ID = Identifier<OnlineRefund, Int64>

    package let id: ID
    /// The refund in the journal.
    package let entry: Int64
    package let registration: Registration.ID
    package let provider: PaymentPlan.Provider
    /// The provider's own number of the payment.
    package let payment: String
    package let amount: Money
    /// What the provider knows the order by.
    package let reference: String
    package let ordered: Date
    package let state: State
    /// From 1; one more each time somebody has it tried again.
    package let attempt: Int
    /// The provider's own number of it; nil until it has answered.
    package let number: String?
    /// When it is tried next.
    package let due: Date
    package let deferrals: Int
    /// What kept it from going.
    package let because: String?

    package enum State: String, Sendable, Hashable, CaseIterable {
        case waiting, sent, failed
        /// Its entry was corrected before it went.
        case cancelled
    }
}

/// The table of what goes back through providers.
enum OnlineRefundRecord {
    /// How long it waits after each time that the provider could not be asked, in seconds; after the last it is given up visibly.
    static let pauses: [Double] = [60, 300, 900, 3_600, 3_600, 14_400, 14_400, 43_200, 43_200]

    private struct Stored: RowRecord {
        let id: OnlineRefund.ID
        let entry: Int64
        let registration: Registration.ID
        let provider: String
        let payment: String
        let cents: Int64
        let reference: String
        let atMs: Int64
        let state: String
        let attempt: Int
        let number: String?
        let dueMs: Int64
        let deferrals: Int
        let because: String?

        func refund() throws -> OnlineRefund {
            guard let provider = PaymentPlan.Provider(rawValue: provider),
                let state = OnlineRefund.State(rawValue: state)
            else { throw LedgerError(.journalUnreadable, ErrorDetail("entry", entry)) }
            return OnlineRefund(
                id: id, entry: entry, registration: registration, provider: provider, payment: payment,
                amount: Money(cents: cents), reference: reference, ordered: Date(milliseconds: atMs), state: state,
                attempt: attempt, number: number, due: Date(milliseconds: dueMs), deferrals: deferrals, because: because
            )
        }
    }

    private static let columns = """
        SELECT online_refund.id, online_refund.entry, journal_entry.registration, online_payment.provider,
               online_payment.number AS payment, online_refund.cents, online_refund.reference, online_refund.at_ms,
               online_refund.state, online_refund.attempt, online_refund.number, online_refund.due_ms, online_refund.deferrals,
               online_refund.because
        FROM online_refund JOIN journal_entry ON journal_entry.number = online_refund.entry
        JOIN online_payment ON online_payment.id = online_refund.payment
        """

    static func fetch(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws -> [OnlineRefund] {
        try Stored.fetchAll(
            db.cachedStatement(sql: "\(columns) WHERE \(condition)"), arguments: arguments
        ).map { try $0.refund() }
    }

    /// Orders that an amount goes back to the payments by which it came, the latest first, also to those of whoever had the place
    /// before.
    ///
    /// - Throws: `refund_not_online` for more than came so.
    static func order(
        _ db: Database, _ amount: Money, _ entry: Int64, of id: Registration.ID, context: WriteContext
    ) throws {
        var (left, orders) = (amount, [(payment: Int64, holder: Registration.ID, amount: Money)]())
        for owner in [id] + (try RegistrationLedger.predecessors(db, of: id)) where left > .zero {
            for payment in try OnlineRecord.refundable(db, of: owner) where left > .zero {
                let part = min(left, Money(cents: payment.leftCents))
                orders.append((payment.id, owner, part))
                left = left - part
            }
        }
        guard left == .zero else { throw LedgerError(.refundNotOnline, ErrorDetail("amount", amount - left)) }
        for order in orders {
            let reference = Data.random(32).base64URL
            try db.cachedStatement(
                sql: """
                    INSERT INTO online_refund (entry, payment, holder, cents, reference, at_ms, due_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [
                    entry, order.payment, order.holder, order.amount.cents, reference, context.time.milliseconds,
                    context.time.milliseconds,
                ])
        }
    }

    /// Takes back what was not sent, since its entry is corrected.
    ///
    /// - Throws: `refund_already_sent`.
    static func cancel(_ db: Database, of entry: Int64) throws {
        let orders = try fetch(db, "online_refund.entry = ?", [entry])
        // One that was tried may have gone, whatever we heard of it.
        guard orders.allSatisfy({ $0.state == .failed || $0.state == .waiting && $0.deferrals == 0 }) else {
            throw LedgerError(.refundAlreadySent, ErrorDetail("entry", entry))
        }
        try db.cachedStatement(
            sql: "UPDATE online_refund SET state = 'cancelled' WHERE entry = ? AND state = 'waiting'"
        )
        .execute(arguments: [entry])
    }

    static func note(
        _ db: Database, _ id: OnlineRefund.ID, _ state: OnlineRefund.State, number: String?, because: String?
    ) throws {
        try db.cachedStatement(
            sql: "UPDATE online_refund SET state = ?, number = coalesce(?, number), because = ? WHERE id = ?"
        ).execute(arguments: [state.rawValue, number, because, id])
    }

    static func putOff(_ db: Database, _ refund: OnlineRefund, because: String, at now: Date) throws {
        guard refund.deferrals < pauses.count else {
            return try note(db, refund.id, .failed, number: nil, because: because)
        }
        try db.cachedStatement(
            sql: "UPDATE online_refund SET deferrals = deferrals + 1, due_ms = ?, because = ? WHERE id = ?"
        ).execute(
            arguments: [now.addingTimeInterval(pauses[refund.deferrals]).milliseconds, because, refund.id])
    }
}

extension RegistrationLedger {
    /// What is to go back now, the longest due first.
    package func refundsToSend(at now: Date, limit: Int) async throws -> [OnlineRefund] {
        try await store.read { db in
            try OnlineRefundRecord.fetch(
                db, "state = 'waiting' AND due_ms <= ? ORDER BY due_ms, online_refund.id LIMIT ?",
                [now.milliseconds, limit])
        }
    }

    /// What goes or went back through providers, the latest first.
    ///
    /// - Parameter state: only those; nil for all.
    package func onlineRefunds(_ state: OnlineRefund.State? = nil, limit: Int) async throws -> [OnlineRefund] {
        try await store.read { db in
            try OnlineRefundRecord.fetch(
                db, "(?1 IS NULL OR state = ?1) ORDER BY online_refund.id DESC LIMIT ?2", [state?.rawValue, limit])
        }
    }

    /// Notes before an order is handed over that it is: from then on it may have gone.
    ///
    /// - Returns: whether it still waits.
    package func beginSending(_ refund: OnlineRefund, at now: Date) async throws -> Bool {
        try await store.write { db in
            guard let still = try OnlineRefundRecord.fetch(db, "online_refund.id = ?", [refund.id]).first,
                still.state == .waiting
            else { return false }
            try OnlineRefundRecord.putOff(db, still, because: still.because ?? "sending", at: now)
            return still.deferrals < OnlineRefundRecord.pauses.count
        }
    }

    /// Notes that the provider gave it back, or that it will not.
    package func note(
        _ state: OnlineRefund.State, number: String?, because: String? = nil, of id: OnlineRefund.ID
    ) async throws {
        try await store.write { try OnlineRefundRecord.note($0, id, state, number: number, because: because) }
    }

    /// Notes why the provider could not be asked.
    package func note(because: String, of id: OnlineRefund.ID) async throws {
        try await store.write { db in
            try db.cachedStatement(sql: "UPDATE online_refund SET because = ? WHERE id = ? AND state = 'waiting'")
                .execute(arguments: [because, id])
        }
    }

    /// The order that the provider calls by its own number, or by ours; nil for none.
    package func onlineRefund(number: String, reference: String?) async throws -> OnlineRefund? {
        try await store.read { db in
            try OnlineRefundRecord.fetch(
                db, "online_refund.number = ?1 OR online_refund.reference = ?2", [number, reference ?? ""]
            ).first
        }
    }

    /// Tries again at once what failed.
    ///
    /// - Throws: `online_refund_unknown`, also for one that did not fail or whose entry was corrected.
    package func retry(_ id: OnlineRefund.ID, context: WriteContext) async throws -> Performed<OnlineRefund> {
        let done = try await store.perform("payment.retry", content: [id.description], context: context) { db in
            let found = try OnlineRefundRecord.fetch(
                db,
                """
                online_refund.id = ? AND state = 'failed'
                    AND NOT EXISTS (SELECT 1 FROM journal_entry AS later WHERE later.corrects = online_refund.entry)
                """, [id])
            guard !found.isEmpty else { throw LedgerError(.onlineRefundUnknown, ErrorDetail("refund", id)) }
            try db.execute(
                sql:
                    "UPDATE online_refund SET state = 'waiting', attempt = attempt + 1, deferrals = 0, due_ms = ?, because = NULL WHERE id = ?",
                arguments: [context.time.milliseconds, id])
            return true
        }
        let refund = try await store.read { try OnlineRefundRecord.fetch($0, "online_refund.id = ?", [id]).first }
        guard let refund else { throw LedgerError(.onlineRefundUnknown, ErrorDetail("refund", id)) }
        return Performed(result: refund, replayed: done.replayed)
    }
}
