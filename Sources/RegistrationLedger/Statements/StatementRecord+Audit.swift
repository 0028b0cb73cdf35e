import Conference
import EventStore
import Foundation
import GRDB

extension StatementRecord {
    /// A line whose words are still there.
    private struct Worded: FetchableRecord {
        let id: Int64
        let counterparty: String
        let words: String
        let digest: Data

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            counterparty = try row.decode(forColumn: "counterparty")
            words = try row.decode(forColumn: "words")
            digest = try row.decode(forColumn: "words_sha256")
        }
    }

    /// The bank's words of a line are those whose digest it keeps, or gone. And money that a line brought is booked for its
    /// amount.
    static func audit(_ db: Database, _ findings: inout [AuditReport.Finding]) throws {
        let lines = try Worded.fetchCursor(
            db,
            sql: """
                SELECT id, counterparty, words, words_sha256 FROM statement_line
                WHERE words <> '' OR counterparty <> '' ORDER BY id
                """)
        while let line = try lines.next() {
            if digest(counterparty: line.counterparty, text: line.words) != line.digest {
                findings.append(.init(.recordDiffers, "statement_line \(line.id)"))
            }
        }
        let differing = try Int64.fetchAll(
            db,
            sql: """
                SELECT statement_line.id FROM statement_line
                JOIN statement_settlement ON statement_settlement.id = (
                    SELECT max(id) FROM statement_settlement WHERE line = statement_line.id)
                WHERE outcome = 'booked' AND statement_line.cents IS NOT (
                    SELECT sum(payment.cents) FROM statement_share JOIN payment ON payment.entry = statement_share.entry
                    WHERE settlement = statement_settlement.id)
                ORDER BY statement_line.id
                """)
        for line in differing { findings.append(.init(.recordDiffers, "statement_line \(line)")) }
    }
}
