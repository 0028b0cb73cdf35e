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
        /// What is still due of that.
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
            people.append(
                Person(
                    registration: registration, name: names[index], asked: asked, open: max(.zero, min(asked, due)),
                    due: due))
        }
        self.people = people
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
