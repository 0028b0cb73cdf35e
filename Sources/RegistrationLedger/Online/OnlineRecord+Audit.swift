import Conference
import EventStore
import Foundation
import GRDB

/// What the audit asks of payments through providers.
extension OnlineRecord {
    /// The requests by which these rows are written; the content of each is provider and number, its result the line or entry.
    static let operations: Set<String> = ["ledger.online", "ledger.online-back", "ledger.payout"]

    /// What a provider told of, as a row has it.
    private struct Told: RowRecord {
        /// Of the statement's line, or the entry of a payout.
        let id: Int64
        let provider: String
        let number: String
        /// Whether it is money that went back.
        let isBack: Bool
    }

    /// Each payment and payout is one that a request wrote, under the provider's own number, and each such request has its row; a
    /// payment that went back names the one that it was of. And what is ordered to go back is what its entry books.
    static func audit(
        _ db: Database, _ requests: [DoneRequest], _ findings: inout [AuditReport.Finding]
    ) throws {
        var told: [String: [Int64: Data]] = [:]
        for request in requests {
            guard let id = Int64(request.result) else { continue }
            told[request.operation, default: [:]][id] = request.content
        }
        func check(_ row: Told, _ operation: String, _ table: String) {
            let content = told[operation]?.removeValue(forKey: row.id)
            if content != EventStore.digest(of: [operation, row.provider, row.number]) {
                findings.append(.init(.recordDiffers, "\(table) \(row.number)"))
            }
        }
        let payments = try Told.fetchCursor(
            db,
            sql: """
                SELECT line AS id, provider, number, gives_back IS NOT NULL AS is_back FROM online_payment ORDER BY line
                """)
        while let row = try payments.next() {
            check(row, row.isBack ? "ledger.online-back" : "ledger.online", "online_payment")
        }
        let payouts = try Told.fetchCursor(
            db, sql: "SELECT entry AS id, provider, number, 0 AS is_back FROM online_payout ORDER BY entry")
        while let row = try payouts.next() { check(row, "ledger.payout", "online_payout") }
        for (operation, missing) in told.sorted(by: { $0.key < $1.key }) {
            let table = operation == "ledger.payout" ? "online_payout" : "online_payment"
            findings += missing.keys.sorted().map { AuditReport.Finding(.recordDiffers, "\(table) \($0)") }
        }
        findings += try differing.flatMap { try String.fetchAll(db, sql: $0) }.map {
            AuditReport.Finding(.recordDiffers, $0)
        }
    }

    private static let differing = [
        // What went back tells of which payment it was, in its words.
        """
        SELECT 'online_payment ' || given.number FROM online_payment AS given
        JOIN statement_line ON statement_line.id = given.line
        WHERE gives_back IS NOT NULL AND words <> ''
            AND words IS NOT (SELECT number FROM online_payment AS paid WHERE paid.id = given.gives_back)
        ORDER BY given.number
        """,
        """
        SELECT 'online_refund of entry ' || payment.entry FROM payment JOIN journal_entry ON number = payment.entry
        WHERE kind = 'refund' AND method = 'online' AND -payment.cents IS NOT (
            SELECT sum(cents) FROM online_refund WHERE online_refund.entry = payment.entry)
        ORDER BY payment.entry
        """,
        """
        SELECT DISTINCT 'online_refund of entry ' || online_refund.entry FROM online_refund
        LEFT JOIN payment ON payment.entry = online_refund.entry
        LEFT JOIN journal_entry ON journal_entry.number = online_refund.entry
        WHERE method IS NOT 'online' OR kind IS NOT 'refund' ORDER BY online_refund.entry
        """,
        // Whose part goes back had a part.
        """
        SELECT DISTINCT 'online_refund of entry ' || online_refund.entry FROM online_refund
        JOIN online_payment ON online_payment.id = online_refund.payment
        WHERE NOT EXISTS (
            SELECT 1 FROM statement_settlement
            JOIN statement_share ON statement_share.settlement = statement_settlement.id
            JOIN payment ON payment.entry = statement_share.entry
            WHERE statement_settlement.line = online_payment.line AND payment.registration = online_refund.holder)
        ORDER BY online_refund.entry
        """,
    ]
}
