import Conference
import EventStore
import Foundation
import GRDB

/// The periods of the books that were closed.
enum Periods {
    /// Refuses a time in a period that was closed.
    ///
    /// - Throws: `period_closed`.
    static func check(_ db: Database, _ time: Date) throws {
        let until = try String.fetchOne(
            db.cachedStatement(sql: "SELECT until FROM period WHERE end_ms > ? ORDER BY end_ms DESC LIMIT 1"),
            arguments: [time.milliseconds])
        guard let until else { return }
        throw LedgerError(.periodClosed, ErrorDetail("until", until))
    }

    /// The number of a period, and its last date.
    struct Closed: RowRecord {
        let number: Int64
        let until: String
    }

    /// The period that was closed last.
    static func last(_ db: Database) throws -> Closed? {
        try Closed.fetchOne(db, sql: "SELECT number, until FROM period ORDER BY number DESC LIMIT 1")
    }

    /// The last date of the closed period that a refund reaches back into: what came last goes back first, so that it
    /// reaches beyond the open period where more goes back than came in since. Nil where it does not.
    ///
    /// - Parameter amount: what goes back, before it is booked.
    static func reached(_ db: Database, by amount: Money, to id: Registration.ID) throws -> String? {
        guard let closed = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(end_ms) FROM period")) else {
            return nil
        }
        var (since, before) = (Int64(0), Int64?.none)
        for payer in try RegistrationLedger.origins(db, of: id) {
            since +=
                try Int64.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT sum(cents) FROM payment JOIN journal_entry ON number = entry
                            WHERE payment.registration = ? AND at_ms >= ?
                            """),
                    arguments: [payer, closed]) ?? 0
            let last = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT max(at_ms) FROM payment JOIN journal_entry ON number = entry
                        WHERE payment.registration = ? AND at_ms < ? AND cents > 0
                        """),
                arguments: [payer, closed])
            before = [before, last].compactMap(\.self).max()
        }
        guard amount.cents > since, let before else { return nil }
        return try String.fetchOne(
            db.cachedStatement(sql: "SELECT until FROM period WHERE end_ms > ? ORDER BY end_ms LIMIT 1"),
            arguments: [before])
    }

    /// A period that was closed: its last date, and how many entries the journal had then.
    struct Closing {
        let until: String
        let entries: Int64
    }

    /// The periods that were closed, in order.
    static func closings(_ db: Database) throws -> [Closing] {
        try String.fetchAll(db, sql: "SELECT anchor FROM period ORDER BY number").map { text in
            let anchor = try Anchor(parsing: text)
            return Closing(until: anchor.until.description, entries: anchor.heads[.journal]?.number ?? 0)
        }
    }

    /// The date on which an entry counts that a bank dates: the bank's, unless its period was closed before.
    static func date(_ valued: String, of entry: Int64, booked: String, _ closings: [Closing]) -> String {
        let closed = closings.last { $0.entries < entry }?.until
        return closed.map { valued <= $0 } ?? false ? booked : valued
    }
}
