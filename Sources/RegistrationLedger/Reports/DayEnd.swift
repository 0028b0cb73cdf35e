package import Conference
import EventStore
import Foundation
import GRDB

/// What a desk and its treasurer compare at the end of a date: what was taken by each method at each till, what the drawers
/// held, what the card terminals say, what went to the safe.
package struct DayEnd: Sendable, Hashable {
    /// What was taken by one method at one till.
    package struct Takings: Sendable, Hashable {
        /// Nil for what no till took: transfers, cheques, cash that went to the safe at once.
        package let till: String?
        package let method: PaymentMethod
        package let count: Int
        package let received: Money
        /// Positive.
        package let returned: Money
        package var net: Money { received - returned }
    }

    package let date: CivilDate
    /// By till, then by method.
    package let takings: [Takings]
    /// The shifts that were open on that date, as they stand now.
    package let shifts: [ShiftReport]
    /// Cash that was taken from open tills to the safe on that date.
    package let dropped: Money
    package let terminals: [TerminalTotal]
    /// What a treasurer entered by hand on that date.
    package let entries: [JournalEntry]
    /// What the safe should hold at the end of that date, tills not counted.
    package let safe: Money

    /// What the books say that cards paid, by whatever till.
    package var cards: Money { takings.filter { $0.method == .card }.map(\.net).total() }
    /// What the terminals say; nil where nobody noted it.
    package var terminalTotal: Money? { terminals.isEmpty ? nil : terminals.map(\.amount).total() }
    /// How much more the terminals say than the books; nil where nobody noted it.
    package var terminalDifference: Money? { terminalTotal.map { $0 - cards } }
    /// Whether terminals and books differ and nobody said why; then whoever notes the totals is asked.
    package var isUnexplained: Bool {
        terminalDifference ?? .zero != .zero && terminals.allSatisfy { $0.reason.isEmpty }
    }
    /// By how much the drawers that were closed on that date held more, or less, than they should.
    package var tillDifference: Money { shifts.compactMap { $0.till.closing?.difference }.total() }

    /// What all tills took by each method.
    package var byMethod: [Takings] {
        PaymentMethod.allCases.compactMap { method in
            let own = takings.filter { $0.method == method }
            return own.isEmpty
                ? nil
                : Takings(
                    till: nil, method: method, count: own.reduce(0) { $0 + $1.count },
                    received: own.map(\.received).total(), returned: own.map(\.returned).total())
        }
    }
}

extension RegistrationLedger {
    private struct TakingsRow: RowRecord {
        let till: String?
        let method: String
        let count: Int
        let received: Int64
        let returned: Int64
    }

    /// How the desks stood at the end of a date, by the clocks of the event.
    package func dayEnd(on date: CivilDate) async throws -> DayEnd {
        try await store.read { [store] db in try Self.dayEnd(db, try store.definition(db), on: date) }
    }

    private static func dayEnd(_ db: Database, _ definition: EventDefinition, on date: CivilDate) throws -> DayEnd {
        let from = definition.end(of: CivilDate(daysSince1970: date.daysSince1970 - 1)).milliseconds
        let until = definition.end(of: date).milliseconds
        let rows = try TakingsRow.fetchAll(
            db,
            sql: """
                SELECT till.name AS till, method, count(*) AS count,
                       sum(max(cents, 0)) AS received, -sum(min(cents, 0)) AS returned
                FROM journal_entry JOIN payment ON payment.entry = number LEFT JOIN till ON till.id = payment.till
                WHERE at_ms >= ? AND at_ms < ? GROUP BY till.name, method
                """,
            arguments: [from, until])
        let order = PaymentMethod.allCases
        let takings = rows.compactMap { row in
            PaymentMethod(rawValue: row.method).map { method in
                DayEnd.Takings(
                    till: row.till, method: method, count: row.count, received: Money(cents: row.received),
                    returned: Money(cents: row.returned))
            }
        }.sorted { left, right in
            let names = (left.till ?? "\u{FFFF}", right.till ?? "\u{FFFF}")
            guard names.0 == names.1 else { return names.0 < names.1 }
            return order.firstIndex(of: left.method) ?? 0 < order.firstIndex(of: right.method) ?? 0
        }
        let shifts = try TillRecord.fetchAll(
            db, "WHERE opened_ms < ? AND coalesce(closed_ms, ?) >= ? ORDER BY name, id", [until, Int64.max, from])
        let dropped = try Int64.fetchOne(
            db,
            sql: """
                SELECT sum(cents) FROM till_drop JOIN journal_entry ON number = entry WHERE at_ms >= ? AND at_ms < ?
                """,
            arguments: [from, until])
        let manual = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM journal_entry
                WHERE registration IS NULL AND till IS NULL AND at_ms >= ? AND at_ms < ? ORDER BY number
                """,
            arguments: [from, until])
        let safe = try Int64.fetchOne(
            db,
            sql: """
                SELECT sum(cents) FROM posting JOIN journal_entry ON number = entry WHERE account = ? AND at_ms < ?
                """,
            arguments: [Account.money(.cash).description, until])
        return DayEnd(
            date: date, takings: takings, shifts: try shifts.map { try TillRecord.report(db, $0) },
            dropped: Money(cents: dropped ?? 0), terminals: try TerminalRecord.totals(db, on: date),
            entries: try manual.compactMap { try Journal.entry(db, $0) }, safe: Money(cents: safe ?? 0))
    }
}
