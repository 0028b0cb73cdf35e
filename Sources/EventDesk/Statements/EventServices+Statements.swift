package import Conference
package import EventStore
import Payments
package import RegistrationLedger

extension EventServices {
    /// What booking a bank's file would do; nothing is written.
    ///
    /// - Throws: what `BankStatement` throws, `choice_unknown`.
    package func previewStatement(_ order: StatementOrder) async throws -> StatementOutcome {
        let statement = try await read(order)
        let report = try await ledger.previewStatement(statement.lines, statement.form)
        return StatementOutcome(statement, report, isBooked: false)
    }

    /// Books the transfers of a bank's file that are clear, and keeps those that a person has to look at.
    ///
    /// Sent again it does nothing.
    /// - Throws: as `previewStatement`.
    package func bookStatement(_ order: StatementOrder, context: WriteContext) async throws -> StatementOutcome {
        let statement = try await read(order)
        let report = try await ledger.bookStatement(statement.lines, statement.form, context: context)
        return StatementOutcome(statement, report, isBooked: true)
    }

    private func read(_ order: StatementOrder) async throws -> BankStatement {
        try BankStatement(order.file, try order.options(try await store.definition()))
    }

    /// Books a line that waits for the people who are named; the one without an amount gets what the others leave.
    ///
    /// - Throws: `statement_shares_differ` where several have no amount, `registration_unknown`, what `Money(decimal:in:)` throws,
    ///   and what `RegistrationLedger.settle` throws.
    package func settle(
        bankLine id: BankLine.ID, among named: [NamedShare], context: WriteContext
    ) async throws -> Performed<[BookedPayment]> {
        let line = try await ledger.bankLine(id)
        let currency = try await store.definition().currency
        let (named, parties) = try await expanded(named, of: line.amount, currency)
        let amounts = try named.map { share throws(ConferenceError) -> Money? in
            share.amount.isEmpty ? nil : try Money(decimal: share.amount, in: currency)
        }
        let given = amounts.compactMap(\.self).total() + parties.map(\.amount).total()
        guard !(named.isEmpty && parties.isEmpty), amounts.count(where: { $0 == nil }) <= 1 else {
            throw LedgerError(
                .statementSharesDiffer, ErrorDetail("sum", given), ErrorDetail("amount", line.amount))
        }
        var shares = parties
        for (share, amount) in zip(named, amounts) {
            let registration = try await ledger.registration(named: share.person).id
            shares.append(try BankLineShare(registration: registration, amount: amount ?? line.amount - given))
        }
        return try await ledger.settle(id, among: shares, context: context)
    }

    /// Puts the people of an invoice in its place: each gets what is open, or the only one who still owes something a part.
    ///
    /// - Throws: `invoice_settled`, `invoice_part_unclear`.
    private func expanded(
        _ named: [NamedShare], of amount: Money, _ currency: Currency
    ) async throws -> (people: [NamedShare], parties: [BankLineShare]) {
        var (people, parties): ([NamedShare], [BankLineShare]) = ([], [])
        for share in named {
            do {
                _ = try await ledger.registration(named: share.person)
                people.append(share)
            } catch let error as LedgerError where error.code == .registrationUnknown {
                guard let invoice = try? await ledger.invoice(named: share.person) else { throw error }
                let standing = try await ledger.invoice(invoice)
                let label = ErrorDetail("label", standing.document.label)
                guard standing.open > .zero else { throw LedgerError(.invoiceSettled, label) }
                let whole = named.count == 1 ? amount : standing.open
                let asked = share.amount.isEmpty ? whole : try Money(decimal: share.amount, in: currency)
                guard let shares = standing.shares(of: asked) else {
                    throw LedgerError(
                        .invoicePartUnclear, ErrorDetail("amount", asked), ErrorDetail("open", standing.open), label)
                }
                parties += try shares.map {
                    try BankLineShare(registration: $0.person.registration.id, amount: $0.amount)
                }
            }
        }
        return (people, parties)
    }
}

extension StatementOutcome {
    fileprivate init(_ statement: BankStatement, _ report: StatementReport, isBooked: Bool) {
        self.init(
            form: statement.form, notes: statement.notes, unread: statement.unread, rows: report.rows,
            isBooked: isBooked)
    }
}
