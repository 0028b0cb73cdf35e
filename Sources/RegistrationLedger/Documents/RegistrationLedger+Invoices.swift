package import Conference
package import EventStore
import Foundation
import GRDB

extension RegistrationLedger {
    /// Issues an invoice for all that people owe and no document is about yet: one of a person, or one for a party whom
    /// somebody pays for.
    ///
    /// What changes afterwards stands on a further invoice for the difference or on a credit note; the invoice stays as it is.
    /// - Parameter predates: whether an organizer confirmed that it is dated before the last invoice.
    /// - Throws: `invoice_nothing_due`, `invoice_due_past`, `document_predates`, `registration_unknown`.
    package func issueInvoice(
        _ order: InvoiceOrder, predates: Bool = false, context: WriteContext
    ) async throws -> Performed<LedgerDocument> {
        let done = try await store.perform("document.invoice", content: order.content, context: context) {
            [store] db in
            let definition = try store.definition(db)
            let today = definition.date(at: context.time)
            let due = order.dueDate ?? today.adding(days: definition.invoices.dueDays)
            guard due >= today else { throw LedgerError(.invoiceDuePast, ErrorDetail("due", due)) }
            return try DocumentRecord.issue(
                db, definition,
                DocumentOrder(
                    people: order.people, wish: .invoice(due: due), payer: order.payer, language: order.language,
                    predates: predates),
                context: context)
        }
        return Performed(result: try await document(done.result), replayed: done.replayed)
    }

    /// The receipt or credit note for everything new of the people of an invoice, for whoever pays for them.
    ///
    /// - Parameter predates: whether an organizer confirmed that it is dated before the last one of its kind.
    /// - Throws: `document_nothing_new`, `document_not_paid`, `document_predates`, `document_not_invoice`,
    ///   `document_unknown`.
    package func issueDocument(
        answering invoice: DocumentID, predates: Bool = false, context: WriteContext
    ) async throws -> Performed<LedgerDocument> {
        let content = ["invoice", invoice.kind.rawValue, String(invoice.number)]
        let done = try await store.perform("document.issue", content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            return try Self.issue(
                db, definition, answering: InvoiceStanding(db, definition, invoice), predates, context: context)
        }
        return Performed(result: try await document(done.result), replayed: done.replayed)
    }

    /// The same within a transaction.
    static func issue(
        _ db: Database, _ definition: EventDefinition, answering invoice: InvoiceStanding, _ predates: Bool,
        context: WriteContext
    ) throws -> DocumentID {
        var seen: Set<Registration.ID> = []
        return try DocumentRecord.issue(
            db, definition,
            DocumentOrder(
                people: invoice.people.map(\.registration.id).filter { seen.insert($0).inserted }, wish: .whatIsNew,
                payer: invoice.document.payer, code: invoice.document.isForParty ? invoice.code : nil,
                language: invoice.document.figures.language, predates: predates),
            context: context)
    }

    /// How an invoice stands.
    ///
    /// - Throws: `document_unknown`, `document_not_invoice`.
    package func invoice(_ id: DocumentID) async throws -> InvoiceStanding {
        try await store.read { [store] db in try InvoiceStanding(db, try store.definition(db), id) }
    }

    /// The invoice that a text names: its label, or the code that goes into the transfer for a party.
    ///
    /// - Throws: `document_label_invalid`, `document_unknown`.
    package func invoice(named text: String) async throws -> DocumentID {
        if let id = try? DocumentID(text), id.kind == .invoice { return id }
        guard let code = try? RegistrationCode(text) else { return try DocumentID(text) }
        let number = try await store.read { db in
            try Int64.fetchOne(
                db, sql: "SELECT number FROM document WHERE kind = 'invoice' AND code = ?", arguments: [code.symbols])
        }
        guard let number else { throw LedgerError(.documentLabelInvalid, ErrorDetail("value", code)) }
        return DocumentID(kind: .invoice, number: number)
    }

    /// The invoices of which something is still to be paid, the oldest first.
    package func openInvoices() async throws -> [InvoiceStanding] {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            let numbers = try Int64.fetchAll(
                db, sql: "SELECT number FROM document WHERE kind = 'invoice' ORDER BY number")
            return try numbers.map { try InvoiceStanding(db, definition, DocumentID(kind: .invoice, number: $0)) }
                .filter { $0.open > .zero }
        }
    }

    /// Books what somebody pays for an invoice: a payment of each of its people, as the invoice says.
    ///
    /// In cash each person's part is rounded to the smallest coin.
    /// - Parameter payment: without an amount for all that is open.
    /// - Throws: `invoice_settled`, `invoice_part_unclear` for an amount of which it is not clear whose it is, and as `pay`.
    package func payInvoice(
        _ id: DocumentID, _ payment: Payment, context: WriteContext
    ) async throws -> Performed<PaidInvoice> {
        let content = [id.kind.rawValue, String(id.number)] + payment.content
        return try await store.perform("ledger.pay-invoice", content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            let standing = try InvoiceStanding(db, definition, id)
            let label = ErrorDetail("label", standing.document.label)
            guard standing.open > .zero else { throw LedgerError(.invoiceSettled, label) }
            guard let shares = standing.shares(of: payment.amount ?? standing.open) else {
                throw LedgerError(
                    .invoicePartUnclear, ErrorDetail("amount", payment.amount ?? standing.open),
                    ErrorDetail("open", standing.open), label)
            }
            let till = try payment.till.map { try TillRecord.open(db, named: $0) }
            let held = try till.map { try TillRecord.held(db, $0) }
            let booked = try shares.map { share in
                // All that is due may be paid to the nearest coin.
                let isAll = share.amount == share.person.due
                return try Self.pay(
                    db, definition,
                    try Payment(
                        amount: isAll ? nil : share.amount, method: payment.method, till: payment.till,
                        note: payment.note, valued: payment.valued, isSure: payment.isSure),
                    for: share.person.registration.id, context: context)
            }
            let sum = booked.map(\.amount).total()
            if let tendered = payment.tendered {
                guard tendered >= sum else { throw Payment.tooLittle(tendered, sum) }
                if let till, !payment.isSure { try TillRecord.check(db, till, holds: tendered - sum, of: held) }
            }
            return PaidInvoice(booked, tendered: payment.tendered)
        }
    }
}

// MARK: - Invoiced, may come in

/// Whether an invoice is about a registration.
private let isInvoiced = """
    SELECT EXISTS (SELECT 1 FROM document WHERE registration = :id AND kind = 'invoice')
        OR EXISTS (SELECT 1 FROM document_person WHERE registration = :id AND kind = 'invoice')
    """

extension RegistrationLedger {
    /// Has doors let people in although money is due, or ends that. What is due stays due.
    ///
    /// A desk may do it for whom an invoice asks, an organizer for everybody.
    /// - Parameter reason: nil to end it.
    /// - Throws: `let_in_needs_invoice`, `registration_cancelled`, `registration_moved`, `registration_unknown`,
    ///   `reason_missing`, `registration_changed`.
    package func letIn(
        _ people: [Registration.ID], because reason: String?, isOrganizers: Bool, context: WriteContext
    ) async throws -> Performed<[Registration]> {
        let reason = try reason.map { try Self.reason($0) }
        let content = people.map(\.description) + ["because", reason ?? ""]
        let done = try await store.perform("registration.let-in", content: content, context: context) { db in
            if let seen = context.seen, people.count == 1 { try Self.check(db, seen: seen, of: people[0]) }
            for id in people {
                let before = try RegistrationRecord.fetch(db, id: id)
                if reason != nil {
                    _ = try Self.active(db, id)
                    let hasInvoice = try Bool.fetchOne(
                        db.cachedStatement(sql: isInvoiced), arguments: ["id": id])
                    guard isOrganizers || hasInvoice == true else {
                        throw LedgerError(.letInNeedsInvoice, ErrorDetail("code", before.code))
                    }
                }
                guard before.letInBecause != reason else { continue }
                try db.execute(
                    sql: "UPDATE registration SET let_in_because = ? WHERE id = ?", arguments: [reason, id])
                try RegistrationRecord.tell(db, id, reason == nil ? .letInEnded : .letIn, context: context)
            }
            return people.map(RegistrationNumber.init)
        }
        let registrations = try await store.read { db in
            try done.result.map { try RegistrationRecord.fetch(db, id: $0.id) }
        }
        return Performed(result: registrations, replayed: done.replayed)
    }
}
