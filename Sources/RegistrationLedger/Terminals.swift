package import Conference
package import EventStore
package import Foundation
import GRDB

/// What a card terminal said it took on a date.
package struct TerminalTotal: Sendable, Hashable {
    /// 1, 2, 3 … in the order in which they were entered; the last of a date and a terminal counts.
    package let number: Int64
    package let date: CivilDate
    package let terminal: String
    /// What it gave back taken off.
    package let amount: Money
    /// Why it is not what the books say; empty where nobody said.
    package let reason: String
    package let author: String
    package let time: Date
}

/// The totals of card terminals.
enum TerminalRecord {
    private struct Stored: RowRecord {
        let number: Int64
        let dated: String
        let terminal: String
        let cents: Int64
        let reason: String
        let author: String
        let atMs: Int64
    }

    static func insert(_ db: Database, _ total: TerminalTotal, context: WriteContext) throws {
        try db.execute(
            sql: """
                INSERT INTO terminal_total (number, dated, terminal, cents, reason, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                total.number, total.date.description, total.terminal, total.amount.cents, total.reason,
                total.author, context.origin, total.time.milliseconds,
            ])
    }

    static func next(_ db: Database) throws -> Int64 {
        let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM terminal_total")
        return try EventStore.number(after: last, of: "terminal_total")
    }

    /// What counts of a date, by terminal.
    static func totals(_ db: Database, on date: CivilDate) throws -> [TerminalTotal] {
        try Stored.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT number, dated, terminal, cents, reason, author, at_ms FROM terminal_total
                    WHERE number IN (SELECT max(number) FROM terminal_total WHERE dated = ? GROUP BY terminal)
                    ORDER BY terminal
                    """),
            arguments: [date.description]
        ).map { row in
            TerminalTotal(
                number: row.number, date: try CivilDate(row.dated), terminal: row.terminal,
                amount: Money(cents: row.cents), reason: row.reason, author: row.author,
                time: Date(milliseconds: row.atMs))
        }
    }
}

extension RegistrationLedger {
    /// What a terminal is called where there is one alone.
    package static let usualTerminal = "terminal"

    /// Notes what a card terminal says it took on a date. Noted again it replaces what was noted before, which is kept.
    ///
    /// - Parameters:
    ///   - terminal: a name for it, as a till has one.
    ///   - reason: why it is not what the books say; empty where nobody knows, or where it is.
    /// - Throws: `terminal_name_invalid`, `entry_dated_ahead`, `text_too_long`, `text_has_controls`.
    package func enterTerminal(
        _ amount: Money, on date: CivilDate, terminal: String, because reason: String, context: WriteContext
    ) async throws -> Performed<DayEnd> {
        let terminal = terminal.trimmingCharacters(in: .whitespaces).lowercased()
        guard Self.isDrawerName(terminal) else {
            throw LedgerError(.terminalNameInvalid, ErrorDetail("terminal", String(terminal.prefix(63))))
        }
        let reason = try Person.line(reason, field: "reason", limit: 200)
        let content = [amount.description, date.description, terminal, reason]
        let done = try await store.perform("ledger.terminal", content: content, context: context) { [store] db in
            guard date <= (try store.definition(db)).date(at: context.time) else {
                throw LedgerError(.entryDatedAhead, ErrorDetail("date", date))
            }
            let number = try TerminalRecord.next(db)
            try TerminalRecord.insert(
                db,
                TerminalTotal(
                    number: number, date: date, terminal: terminal, amount: amount, reason: reason,
                    author: context.author, time: context.time),
                context: context)
            try Seals.seal(db, .terminalTotal)
            return number
        }
        return Performed(result: try await dayEnd(on: date), replayed: done.replayed)
    }
}
