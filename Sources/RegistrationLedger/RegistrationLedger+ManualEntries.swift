package import Conference
package import EventStore
import Foundation
import GRDB

/// An entry that a treasurer made, with what became of it.
package struct BookedManually: Sendable, Hashable {
    package let entry: JournalEntry
    /// The entry that took it back.
    package let correctedBy: Int64?
}

extension RegistrationLedger {
    /// Books an entry by hand, so that bank and card agree with what bank and acquirer say.
    ///
    /// - Returns: the number of the entry; `withdraw` takes it back.
    /// - Throws: `period_closed` for a date in a period that was closed, `entry_dated_ahead` for one that is yet to come.
    package func enter(_ entry: ManualEntry, context: WriteContext) async throws -> Performed<Int64> {
        try await store.perform("ledger.enter", content: entry.content, context: context) { [store] db in
            let definition = try store.definition(db)
            if let dated = entry.dated {
                guard dated <= definition.date(at: context.time) else {
                    throw LedgerError(.entryDatedAhead, ErrorDetail("date", dated))
                }
                // The last moment of that date must still be open.
                try Periods.check(db, Date(milliseconds: definition.end(of: dated).milliseconds - 1))
            }
            return try Journal.append(
                db, kind: .manual, registration: nil, memo: entry.reason, valued: entry.dated,
                postings: entry.postings, context: context
            ).number
        }
    }

    /// The entries that were booked by hand, the latest first.
    ///
    /// - Parameters:
    ///   - before: only entries of lower numbers.
    ///   - limit: how many at the most.
    package func manualEntries(before number: Int64? = nil, limit: Int) async throws -> [BookedManually] {
        try await store.read { db in
            let numbers = try Int64.fetchAll(
                db,
                sql: """
                    SELECT number FROM journal_entry WHERE kind = 'manual' AND (?1 IS NULL OR number < ?1)
                    ORDER BY number DESC LIMIT ?2
                    """,
                arguments: [number, limit])
            return try numbers.compactMap { number in
                try Journal.entry(db, number).map { entry in
                    BookedManually(
                        entry: entry,
                        correctedBy: try Int64.fetchOne(
                            db.cachedStatement(sql: "SELECT number FROM journal_entry WHERE corrects = ?"),
                            arguments: [number]))
                }
            }
        }
    }

    /// An entry that was booked by hand.
    ///
    /// - Throws: `entry_unknown` for another one, too.
    package func manualEntry(_ number: Int64) async throws -> BookedManually {
        let found = try await manualEntries(before: number < .max ? number + 1 : nil, limit: 1).first
        guard let found, found.entry.number == number else {
            throw LedgerError(.entryUnknown, ErrorDetail("entry", number))
        }
        return found
    }

    /// Takes back what was booked by hand, by a new entry that names it.
    ///
    /// - Returns: the number of the new entry.
    /// - Throws: `entry_unknown`, `entry_not_correctable` for what was not booked by hand, `entry_corrected`,
    ///   `reason_missing`.
    package func withdraw(
        entry number: Int64, because reason: String, context: WriteContext
    ) async throws -> Performed<Int64> {
        let reason = try Self.reason(reason)
        return try await store.perform("ledger.withdraw", content: [String(number), reason], context: context) { db in
            guard let entry = try Journal.entry(db, number) else {
                throw LedgerError(.entryUnknown, ErrorDetail("entry", number))
            }
            guard entry.kind == .manual else {
                throw LedgerError(.entryNotCorrectable, ErrorDetail("entry", number))
            }
            let isCorrected = try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = ?)"),
                arguments: [number])
            guard isCorrected != true else { throw LedgerError(.entryCorrected, ErrorDetail("entry", number)) }
            return try Journal.append(
                db, kind: .correction, registration: nil, corrects: number, memo: reason,
                postings: entry.postings.map { Posting(account: $0.account, amount: -$0.amount) }, context: context
            ).number
        }
    }
}
