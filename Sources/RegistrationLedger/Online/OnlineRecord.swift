import Conference
import EventStore
import Foundation
import GRDB

/// The tables of what providers tell, read and written as values.
enum OnlineRecord {
    /// A payment that came in.
    struct Payment: RowRecord {
        let id: Int64
        /// Whose it was booked for, of several the first; nil while it waits.
        let registration: Registration.ID?
    }

    /// A person's part of a payment, as far as it did not go back and is not to.
    struct Part: RowRecord {
        let id: Int64
        let leftCents: Int64
    }

    static func isKnown(_ db: Database, _ provider: PaymentPlan.Provider, _ number: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM online_payment WHERE provider = ? AND number = ?)"),
            arguments: [provider.rawValue, number]) ?? false
    }

    /// Whether it is the provider's number of a refund that we ordered.
    static func isOrdered(_ db: Database, _ number: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM online_refund WHERE number = ?)"),
            arguments: [number]) ?? false
    }

    static func isPaidOut(_ db: Database, _ provider: PaymentPlan.Provider, _ number: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM online_payout WHERE provider = ? AND number = ?)"),
            arguments: [provider.rawValue, number]) ?? false
    }

    static func insert(
        _ db: Database, _ provider: PaymentPlan.Provider, _ number: String, line: BankLine.ID, checkout: Checkout.ID?,
        givesBack: Int64?, because: OnlineDoubt?
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO online_payment (provider, number, line, checkout, gives_back, because)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [provider.rawValue, number, line, checkout, givesBack, because?.rawValue ?? ""])
    }

    static func insertPayout(
        _ db: Database, _ provider: PaymentPlan.Provider, _ number: String, entry: Int64
    ) throws {
        try db.cachedStatement(sql: "INSERT INTO online_payout (provider, number, entry) VALUES (?, ?, ?)")
            .execute(arguments: [provider.rawValue, number, entry])
    }

    /// Why a line waits that a provider told of; nil for others.
    static func doubt(_ db: Database, _ line: BankLine.ID) throws -> OnlineDoubt? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT because FROM online_payment WHERE line = ?"), arguments: [line]
        ).flatMap(OnlineDoubt.init(rawValue:))
    }

    /// Whether a line is one that a provider told of.
    static func isOnline(_ db: Database, _ line: BankLine.ID) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM online_payment WHERE line = ?)"), arguments: [line])
            ?? false
    }

    /// What came in, with the settlement that counts.
    private static let payments = """
        SELECT online_payment.id,
               (SELECT payment.registration FROM statement_share
                JOIN payment ON payment.entry = statement_share.entry
                WHERE statement_share.settlement = (
                    SELECT max(id) FROM statement_settlement
                    WHERE statement_settlement.line = online_payment.line)
                    AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = statement_share.entry)
                ORDER BY statement_share.entry LIMIT 1) AS registration
        FROM online_payment WHERE gives_back IS NULL
        """

    /// What is left of a person's part of each payment, and not more than what is left of all of it: what was given back at the
    /// provider without us belongs to nobody's part.
    private static let parts = """
        SELECT online_payment.id, min(
               (SELECT coalesce(sum(payment.cents), 0) FROM statement_share
                JOIN payment ON payment.entry = statement_share.entry
                WHERE payment.registration = :id AND statement_share.settlement = (
                    SELECT max(id) FROM statement_settlement
                    WHERE statement_settlement.line = online_payment.line)
                    AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = statement_share.entry))
               - (SELECT coalesce(sum(cents), 0) FROM online_refund
                  WHERE online_refund.payment = online_payment.id AND holder = :id AND state IN ('waiting', 'sent')),
               statement_line.cents
               - (SELECT coalesce(sum(cents), 0) FROM online_refund
                  WHERE online_refund.payment = online_payment.id AND state IN ('waiting', 'sent'))
               + (SELECT coalesce(sum(back.cents), 0) FROM online_payment AS given
                  JOIN statement_line AS back ON back.id = given.line
                  WHERE given.gives_back = online_payment.id)) AS left_cents
        FROM online_payment JOIN statement_line ON statement_line.id = online_payment.line
        WHERE gives_back IS NULL AND online_payment.line IN (
            SELECT statement_settlement.line FROM payment
            JOIN statement_share ON statement_share.entry = payment.entry
            JOIN statement_settlement ON statement_settlement.id = statement_share.settlement
            WHERE payment.registration = :id)
        """

    static func payment(_ db: Database, _ provider: PaymentPlan.Provider, _ number: String) throws -> Payment? {
        try Payment.fetchOne(
            db.cachedStatement(sql: "\(payments) AND online_payment.provider = ? AND online_payment.number = ?"),
            arguments: [provider.rawValue, number])
    }

    /// The payments of a person of which something is left to give back, the latest first.
    static func refundable(_ db: Database, of id: Registration.ID) throws -> [Part] {
        try Part.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM (\(parts)) WHERE left_cents > 0 ORDER BY id DESC"),
            arguments: ["id": id])
    }

    /// For money that went back: the entry of the payment that it was of, if it was all of it.
    static func returned(_ db: Database, _ line: BankLine.ID, _ amount: Money) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT payment.entry FROM online_payment AS given
                    JOIN online_payment AS paid ON paid.id = given.gives_back
                    JOIN statement_settlement ON statement_settlement.line = paid.line
                    JOIN statement_share ON statement_share.settlement = statement_settlement.id
                    JOIN payment ON payment.entry = statement_share.entry
                    WHERE given.line = ? AND payment.cents = ?
                        AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = payment.entry)
                    ORDER BY payment.entry DESC LIMIT 1
                    """),
            arguments: [line, -amount.cents])
    }
}
