package import Conference
import EventStore
import GRDB

/// An invoice with what is still to be paid of it, person by person.
package struct InvoiceStanding: Sendable, Hashable {
    package let document: LedgerDocument
    /// In the order of the document.
    package let people: [Person]

    package struct Person: Sendable, Hashable {
        /// Whose it is by now: a place that was passed on took what is due along.
        package let registration: Registration
        /// As the invoice names them; empty for somebody who was erased.
        package let name: String
        /// What the invoice asks for.
        package let asked: Money
        /// What is still due of that: payments settle what is oldest, so that later invoices and charges are due first.
        package let open: Money
        /// All that the person owes; negative when they are owed money.
        package let due: Money
    }

    /// What is still to be paid of the invoice.
    package var open: Money { people.map(\.open).total() }
    /// Those of whom something is still to be paid.
    package var owing: [Person] { people.filter { $0.open > .zero } }
    /// What goes into the transfer.
    package var code: RegistrationCode { document.recipient.code }

    /// Who gets what of an amount: everybody what is open, or the only one who still owes something a part. Nil where it is
    /// not clear whose the amount is.
    package func shares(of amount: Money) -> [(person: Person, amount: Money)]? {
        let owing = owing
        if amount == open { return owing.map { ($0, $0.open) } }
        guard owing.count == 1, let only = owing.first, amount < only.open else { return nil }
        return [(only, amount)]
    }

    /// - Parameter due: what somebody owes, where that is known better than by the journal.
    /// - Throws: `document_unknown`, `document_not_invoice`.
    init(
        _ db: Database, _ definition: EventDefinition, _ id: DocumentID,
        due: (Registration.ID) throws -> Money
    ) throws {
        guard id.kind == .invoice else {
            throw LedgerError(.documentNotInvoice, ErrorDetail("label", id.label(slug: definition.slug)))
        }
        document = try DocumentRecord.fetch(db, definition, id)
        let names = document.isForParty ? document.people.map(\.name) : [document.recipient.name]
        var people: [Person] = []
        for (index, number) in try DocumentRecord.registrations(db, id).enumerated() {
            var registration = try RegistrationRecord.fetch(db, id: number)
            while let next = registration.successor { registration = try RegistrationRecord.fetch(db, id: next) }
            let asked = document.figures.shares[index].asked
            let due = try due(registration.id)
            let later = try Set([number, registration.id]).map { try Self.asked(db, of: $0, after: id) }.total()
            people.append(
                Person(
                    registration: registration, name: names[index], asked: asked,
                    open: max(.zero, min(asked, due - later)), due: due))
        }
        self.people = people
    }

    /// What somebody was charged after an invoice: by later invoices, and on no document yet.
    private static func asked(_ db: Database, of id: Registration.ID, after invoice: DocumentID) throws -> Money {
        let rows = try DocumentRow.fetchAll(
            db.cachedStatement(
                sql: DocumentRecord.about("AND document.kind = 'invoice' AND document.number > :number")),
            arguments: ["id": id, "number": invoice.number])
        var asked = try rows.map { row -> Money in
            let figures = try row.shownFigures()
            guard let document = row.id,
                let place = try DocumentRecord.registrations(db, document).firstIndex(of: id)
            else { return .zero }
            return max(.zero, figures.shares[place].asked)
        }.total()
        let kinds: Set<JournalEntry.Kind> = [.charge, .credit, .waiver, .donation]
        let new = try DocumentRecord.newEntries(db, of: id).filter { kinds.contains($0.kind) }.map(\.due).total()
        asked += max(.zero, new)
        return asked
    }

    init(_ db: Database, _ definition: EventDefinition, _ id: DocumentID) throws {
        try self.init(db, definition, id) { try Journal.due(db, from: $0) }
    }
}

/// A payment of an invoice as booked.
package struct PaidInvoice: Sendable, Hashable, Codable {
    /// One for each person who was paid for.
    package let payments: [BookedPayment]
    private let changeCents: Int64

    package var amount: Money { payments.map(\.amount).total() }
    /// What is given back of what was handed over.
    package var change: Money { Money(cents: changeCents) }

    init(_ payments: [BookedPayment], tendered: Money?) {
        self.payments = payments
        changeCents = (tendered.map { $0 - payments.map(\.amount).total() } ?? .zero).cents
    }
}
