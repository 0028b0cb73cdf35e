package import Conference
package import EventStore
import Foundation
import GRDB

extension RegistrationLedger {
    /// What booking a statement would do; nothing is written.
    package func previewStatement(_ lines: [StatementLine], _ form: StatementForm) async throws -> StatementReport {
        try await store.read { [store] db in try Self.plan(db, try store.definition(db), lines, form) }
    }

    /// Books the transfers of a statement that are clear, keeps those that a person has to look at, and passes over what an earlier
    /// statement brought; all of it or nothing.
    ///
    /// Entries carry the bank's date. Sent again it does nothing, so it needs no key.
    package func bookStatement(
        _ lines: [StatementLine], _ form: StatementForm, context: WriteContext
    ) async throws -> StatementReport {
        try await store.write { [store] db in
            // Pages that leave the cache within a large transaction are looked for in the whole log each time.
            try db.execute(sql: "PRAGMA cache_size = -65536")
            let definition = try store.definition(db)
            let plan = try Self.plan(db, definition, lines, form)
            guard plan.rows.contains(where: Self.isNew) else { return plan }
            var (statement, rows): (Int64?, [StatementReport.Row]) = (nil, plan.rows)
            let content = [form.rawValue] + lines.map { "\($0.dated) \($0.amount) \($0.bankReference) \($0.text)" }
            // The entries name this request.
            _ = try EventStore.perform(db, "ledger.statement", content: content, context: context) {
                rows = try plan.rows.map { row in
                    guard let id = try Self.kept(row, db, form, &statement, context) else { return row }
                    var row = row
                    row.id = id
                    guard row.fate == .booked else { return row }
                    let shares =
                        row.party?.shares.map { ($0.person.registration, $0.amount) }
                        ?? row.person.map { [($0.registration, row.line.amount)] } ?? []
                    let entries = try shares.map { registration, amount in
                        let payment = try Payment(
                            amount: amount, method: .bank, note: "bank statement", valued: row.line.dated)
                        return try Self.pay(db, definition, payment, for: registration, context: context).entry
                    }
                    try StatementRecord.settle(db, id, .booked, entries: entries, context: context)
                    return row
                }
                try Seals.seal(db, .statement, .statementLine, .statementSettlement)
                return rows.count
            }
            return StatementReport(rows: rows)
        }
    }

    /// Whether a row books or keeps what was not there before.
    private static func isNew(_ row: StatementReport.Row) -> Bool {
        switch row.fate {
        case .booked: true
        case .waits, .returned: row.id == nil
        case .known, .wentOut, .pending, .cancelled, .otherCurrency: false
        }
    }

    private static func plan(
        _ db: Database, _ definition: EventDefinition, _ lines: [StatementLine], _ form: StatementForm
    ) throws -> StatementReport {
        var planner = try StatementPlanner(db, definition, form)
        return StatementReport(rows: try planner.rows(lines))
    }

    /// The line as it is kept, which is made for a new one; nil for what is not kept.
    private static func kept(
        _ row: StatementReport.Row, _ db: Database, _ form: StatementForm, _ statement: inout Int64?,
        _ context: WriteContext
    ) throws -> BankLine.ID? {
        switch row.fate {
        case .booked, .waits, .returned:
            if let id = row.id { return id }
            let number = try statement ?? StatementRecord.insert(db, form, context: context)
            statement = number
            return try StatementRecord.insert(db, row.line, of: number, registration: row.person?.registration)
        case .known, .wentOut, .pending, .cancelled, .otherCurrency: return row.id
        }
    }

    // MARK: - By hand

    /// Lines that are kept, the latest first.
    ///
    /// - Parameters:
    ///   - onlyWaiting: leaves out those that are settled.
    ///   - before: only lines of lower numbers.
    package func bankLines(
        onlyWaiting: Bool, before: BankLine.ID? = nil, limit: Int
    ) async throws -> [BankLine] {
        try await store.read {
            try StatementRecord.fetchAll($0, onlyWaiting: onlyWaiting, before: before, limit: limit)
        }
    }

    /// - Throws: `statement_line_unknown`.
    package func bankLine(_ id: BankLine.ID) async throws -> BankLine {
        try await store.read { try StatementRecord.fetch($0, id) }
    }

    /// Books a line that waits for the people whom somebody names; their shares make its amount.
    ///
    /// More than is due may be booked; the rest is owed to the person.
    /// - Throws: `statement_line_unknown`, `statement_line_settled`, `statement_is_return`, `statement_other_currency`,
    ///   `statement_shares_differ`, `registration_unknown`, `registration_moved`.
    package func settle(
        _ id: BankLine.ID, among shares: [BankLineShare], context: WriteContext
    ) async throws -> Performed<[BookedPayment]> {
        let content = [id.description] + shares.flatMap { [$0.registration.description, $0.amount.description] }
        return try await store.perform("statement.settle", content: content, context: context) { [store] db in
            let line = try Self.waiting(db, id)
            guard line.amount > .zero else { throw LedgerError(.statementIsReturn, ErrorDetail("number", id)) }
            guard line.doubt != .otherCurrency else { throw LedgerError(.statementOtherCurrency) }
            let sum = shares.map(\.amount).total()
            guard sum == line.amount else {
                throw LedgerError(
                    .statementSharesDiffer, ErrorDetail("sum", sum), ErrorDetail("amount", line.amount))
            }
            let definition = try store.definition(db)
            let booked = try shares.map { share in
                let payment = try Payment(
                    amount: share.amount, method: line.method,
                    note: line.method == .bank ? "bank statement" : line.counterparty, valued: line.dated)
                return try Self.pay(
                    db, definition, payment, for: share.registration, byProvider: line.method == .online,
                    context: context)
            }
            try StatementRecord.settle(db, id, .booked, entries: booked.map(\.entry), context: context)
            try Seals.seal(db, .statementSettlement)
            return booked
        }
    }

    /// Notes that a line has nothing to do with the event.
    ///
    /// - Throws: `statement_line_unknown`, `statement_line_settled`, `reason_missing`.
    package func dismiss(
        _ id: BankLine.ID, because reason: String, context: WriteContext
    ) async throws -> Performed<BankLine.ID> {
        let reason = try Self.reason(reason)
        return try await store.perform("statement.dismiss", content: [id.description, reason], context: context) { db in
            _ = try Self.waiting(db, id)
            try StatementRecord.settle(db, id, .notOurs, reason: reason, context: context)
            try Seals.seal(db, .statementSettlement)
            return id
        }
    }

    /// Takes a payment that came back from the books: its entry is corrected, and the money is due again.
    ///
    /// - Parameter entry: the payment that came back; nil for the one that the line says itself.
    /// - Throws: `statement_line_unknown`, `statement_line_settled`, `statement_is_no_return`, `statement_came_back` where it is
    ///   not clear which payment it was, and what `correct` throws.
    package func reverse(
        _ id: BankLine.ID, entry: Int64? = nil, context: WriteContext
    ) async throws -> Performed<Int64> {
        let content = [id.description, entry.map(String.init) ?? ""]
        return try await store.perform("statement.reverse", content: content, context: context) { [store] db in
            let line = try Self.waiting(db, id)
            guard line.amount < .zero else { throw LedgerError(.statementIsNoReturn, ErrorDetail("number", id)) }
            guard let payment = entry ?? line.returns else { throw LedgerError(.statementCameBack) }
            let correction = try Self.correct(
                db, try store.definition(db), entry: payment, because: "returned by the bank", valued: line.dated,
                context: context)
            try StatementRecord.settle(db, id, .reversed, entries: [correction], context: context)
            try Seals.seal(db, .statementSettlement)
            return correction
        }
    }

    /// Opens a settled line again: its payments are corrected, and it waits.
    ///
    /// - Throws: `statement_line_unknown`, `statement_line_waits`, `statement_reversal_stays`, `reason_missing`, and what
    ///   `correct` throws.
    package func reopen(
        _ id: BankLine.ID, because reason: String, context: WriteContext
    ) async throws -> Performed<BankLine.ID> {
        let reason = try Self.reason(reason)
        return try await store.perform("statement.reopen", content: [id.description, reason], context: context) {
            [store] db in
            let line = try StatementRecord.fetch(db, id)
            switch line.state {
            case .waits: throw LedgerError(.statementLineWaits, ErrorDetail("number", id))
            case .reversed: throw LedgerError(.statementReversalStays)
            case .booked, .notOurs: break
            }
            let definition = try store.definition(db)
            for share in line.shares {
                _ = try Self.correct(db, definition, entry: share.entry, because: reason, context: context)
            }
            try StatementRecord.settle(db, id, .reopened, reason: reason, context: context)
            try Seals.seal(db, .statementSettlement)
            return id
        }
    }

    /// - Throws: `statement_line_unknown`, `statement_line_settled`.
    private static func waiting(_ db: Database, _ id: BankLine.ID) throws -> BankLine {
        let line = try StatementRecord.fetch(db, id)
        guard line.state == .waits else { throw LedgerError(.statementLineSettled, ErrorDetail("number", id)) }
        return line
    }
}
