package import Conference
package import EventStore
import GRDB

/// Money that is owed to a person, and the way by which it came: it goes back by the same.
package struct RefundDue: Sendable, Hashable {
    package let registration: Registration
    /// Nil where no payment of theirs says how.
    package let method: PaymentMethod?
    package let amount: Money

    /// What is owed to people who came to owe nothing, in the order of methods and of registrations.
    static func fetchAll(_ db: Database, of people: [Registration.ID]? = nil) throws -> [RefundDue] {
        let ids =
            try people
            ?? Registration.ID.fetchAll(
                db,
                sql: """
                    SELECT registration FROM journal_entry JOIN posting ON entry = number
                    WHERE account IN ('receivable', 'refunds-due') AND registration IS NOT NULL
                    GROUP BY registration HAVING sum(cents) < 0 ORDER BY registration
                    """)
        let found = try ids.flatMap { try of($0, db) }
        let order = PaymentMethod.allCases.map { Optional($0) } + [nil]
        return order.flatMap { method in found.filter { $0.method == method } }
    }

    /// What somebody paid by one method beyond what was given back.
    private struct Paid: RowRecord {
        let method: String
        let cents: Int64
    }

    /// What came last goes back first.
    private static func of(_ id: Registration.ID, _ db: Database) throws -> [RefundDue] {
        var owed = -(try Journal.due(db, from: id))
        guard owed > .zero else { return [] }
        let registration = try RegistrationRecord.fetch(db, id: id)
        var refunds: [RefundDue] = []
        // Who took a place over, or is the same person, gets back what was paid on the other record as well.
        let payers = try RegistrationLedger.origins(db, of: id)
        let rows = try Paid.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT method, sum(cents + rounding_cents) AS cents, max(entry) AS last FROM payment
                    WHERE registration IN (\(payers.map { _ in "?" }.joined(separator: ", ")))
                    GROUP BY method HAVING sum(cents + rounding_cents) > 0 ORDER BY last DESC
                    """),
            arguments: StatementArguments(payers))
        for row in rows where owed > .zero {
            let amount = min(owed, Money(cents: row.cents))
            refunds.append(
                RefundDue(registration: registration, method: PaymentMethod(rawValue: row.method), amount: amount))
            owed = owed - amount
        }
        if owed > .zero { refunds.append(RefundDue(registration: registration, method: nil, amount: owed)) }
        return refunds
    }
}

extension RegistrationReports {
    static func refundsDue(_ db: Database) throws -> [[ReportTable.Cell]] {
        try RefundDue.fetchAll(db).map { refund in
            let registration = refund.registration
            return [
                .number(Int64(registration.id.rawValue)), .text(registration.code.description),
                .text(registration.person.name), .text(registration.person.email),
                .text(registration.status.rawValue), .text(refund.method?.rawValue ?? ""), .amount(refund.amount),
            ]
        }
    }
}

extension RegistrationLedger {
    /// What is owed to people, by the way in which it goes back.
    package func refundsDue() async throws -> [RefundDue] {
        try await store.read { try RefundDue.fetchAll($0) }
    }

    /// Books that all that was owed to people and came by one way of paying went back by it: a refund of each of them.
    ///
    /// Cash comes from the safe, to the nearest coin; of what came in several ways, less than a coin waits for the rest.
    /// - Returns: the refunds; none where nothing was owed.
    /// - Throws: what `refund` throws.
    package func refundAll(
        by method: PaymentMethod, note: String, context: WriteContext
    ) async throws -> Performed<[BookedPayment]> {
        let payment = try Payment(amount: nil, method: method, note: note)
        return try await store.perform("ledger.refund-all", content: payment.content, context: context) {
            [store] db in
            let definition = try store.definition(db)
            return try RefundDue.fetchAll(db).filter { $0.method == method }.compactMap { due in
                // All that is owed may go back to the nearest coin.
                let isAll = due.amount == -(try Journal.due(db, from: due.registration.id))
                let amount = method == .cash && !isAll ? due.amount.rounded(to: definition.cashStep) : due.amount
                guard isAll || amount > .zero else { return nil }
                return try Self.refund(
                    db, definition, try Payment(amount: isAll ? nil : amount, method: method, note: note),
                    for: due.registration.id, context: context)
            }
        }
    }
}
