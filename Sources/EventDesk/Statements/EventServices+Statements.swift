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
        try BankStatement(order.file, try order.options(try await store.definition(), at: clock.now))
    }

    /// Whom a typed text means: a person by code, reference elsewhere or number, or the people of an invoice by its label.
    ///
    /// - Throws: `registration_unknown` for a text that is neither.
    package func shareHolder(named text: String) async throws -> SettlementShare.Holder {
        do {
            return .person(try await ledger.registration(named: text).id)
        } catch let error as LedgerError where error.code == .registrationUnknown {
            guard let invoice = try? await ledger.invoice(named: text) else { throw error }
            return .invoice(invoice)
        }
    }

    /// Books a line that waits for those who share it; the one without an amount gets what the others leave.
    ///
    /// - Throws: `statement_shares_differ` where several have no amount, `invoice_settled`, `invoice_part_unclear`, what
    ///   `Money(decimal:in:)` throws, and what `RegistrationLedger.settle` throws.
    package func settle(
        bankLine id: BankLine.ID, among shares: [SettlementShare], context: WriteContext
    ) async throws -> Performed<[BookedPayment]> {
        let line = try await ledger.bankLine(id)
        let currency = try await store.definition().currency
        var settled: [BankLineShare] = []
        var rest: [Registration.ID] = []
        for share in shares {
            let amount = share.amount.isEmpty ? nil : try Money(decimal: share.amount, in: currency)
            switch share.holder {
            case .person(let registration):
                if let amount {
                    settled.append(try BankLineShare(registration: registration, amount: amount))
                } else {
                    rest.append(registration)
                }
            case .invoice(let invoice):
                settled += try await parts(of: invoice, amount ?? (shares.count == 1 ? line.amount : nil))
            }
        }
        let given = settled.map(\.amount).total()
        guard !shares.isEmpty, rest.count <= 1 else {
            throw LedgerError(
                .statementSharesDiffer, ErrorDetail("sum", given), ErrorDetail("amount", line.amount))
        }
        settled += try rest.map { try BankLineShare(registration: $0, amount: line.amount - given) }
        return try await ledger.settle(id, among: settled, context: context)
    }

    /// What each of the people of an invoice gets of an amount: what is open, or all of a part if only one still owes.
    ///
    /// - Parameter amount: nil for all that is open.
    /// - Throws: `invoice_settled`, `invoice_part_unclear`.
    private func parts(of invoice: DocumentID, _ amount: Money?) async throws -> [BankLineShare] {
        let standing = try await ledger.invoice(invoice)
        let label = ErrorDetail("label", standing.document.label)
        guard standing.open > .zero else { throw LedgerError(.invoiceSettled, label) }
        let amount = amount ?? standing.open
        guard let shares = standing.shares(of: amount) else {
            throw LedgerError(
                .invoicePartUnclear, ErrorDetail("amount", amount), ErrorDetail("open", standing.open), label)
        }
        return try shares.map { try BankLineShare(registration: $0.person.registration.id, amount: $0.amount) }
    }
}

extension StatementOutcome {
    fileprivate init(_ statement: BankStatement, _ report: StatementReport, isBooked: Bool) {
        self.init(
            form: statement.form, notes: statement.notes, unread: statement.unread, rows: report.rows,
            isBooked: isBooked)
    }
}
