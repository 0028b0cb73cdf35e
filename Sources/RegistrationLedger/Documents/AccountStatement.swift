package import Conference
import EventStore
package import Foundation
import GRDB

/// All that one person, or the people of an invoice, were charged, paid and were given back, with the balance after each.
package struct AccountStatement: Sendable, Hashable {
    /// When it was made.
    package let time: Date
    /// Whose account it is, in the order in which they were named.
    package let people: [Registration]
    /// The invoice whose people they are; nil for one person.
    package let invoice: LedgerDocument?
    /// In the order in which they were booked.
    package let lines: [Line]
    package let language: Language
    /// What goes into the transfer of what is due.
    package let code: RegistrationCode

    /// What is due at the end; negative when money is owed.
    package var balance: Money { lines.last?.balance ?? .zero }

    package struct Line: Sendable, Hashable {
        /// The number of the journal entry.
        package let entry: Int64
        package let date: CivilDate
        package let registration: Registration.ID
        package let kind: JournalEntry.Kind
        /// How money changed hands; nil where none did.
        package let method: PaymentMethod?
        /// The document that the entry stands on; nil for none.
        package let document: String?
        /// What it adds to what is due; negative for what is taken off.
        package let amount: Money
        /// What is due after it.
        package let balance: Money

        /// The stable word of what it is; a change of days charges or credits by its sign.
        package var word: String {
            switch kind {
            case .charge, .credit:
                amount > .zero ? JournalEntry.Kind.charge.rawValue : JournalEntry.Kind.credit.rawValue
            default: kind.rawValue
            }
        }
    }
}

extension RegistrationLedger {
    /// The account of one person.
    ///
    /// - Parameter language: nil for the person's.
    /// - Throws: `registration_unknown`.
    package func account(
        of id: Registration.ID, language: Language? = nil, time: Date
    ) async throws -> AccountStatement {
        try await store.read { [store] db in
            let person = try RegistrationRecord.fetch(db, id: id)
            return try Self.account(
                db, try store.definition(db), of: [person], invoice: nil, code: person.code,
                language: language ?? person.language, time: time)
        }
    }

    /// The account of the people of an invoice together.
    ///
    /// - Parameter language: nil for the invoice's.
    /// - Throws: `document_unknown`, `document_not_invoice`.
    package func account(
        ofPeopleOn invoice: DocumentID, language: Language? = nil, time: Date
    ) async throws -> AccountStatement {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            let standing = try InvoiceStanding(db, definition, invoice)
            // Who passed their place on and who has it now are one account.
            var people: [Registration] = []
            for id in try DocumentRecord.registrations(db, invoice) {
                var next: Registration.ID? = id
                while let current = next {
                    let registration = try RegistrationRecord.fetch(db, id: current)
                    if !people.contains(where: { $0.id == current }) { people.append(registration) }
                    next = registration.successor
                }
            }
            return try Self.account(
                db, definition, of: people, invoice: standing.document, code: standing.code,
                language: language ?? standing.document.figures.language, time: time)
        }
    }

    private static func account(
        _ db: Database, _ definition: EventDefinition, of people: [Registration], invoice: LedgerDocument?,
        code: RegistrationCode, language: Language, time: Date
    ) throws -> AccountStatement {
        let entries = try people.flatMap { try Journal.entries(db, of: $0.id) }.sorted { $0.number < $1.number }
        var (lines, balance): ([AccountStatement.Line], Money) = ([], .zero)
        for entry in entries where entry.due != .zero {
            guard let registration = entry.registration else { continue }
            balance += entry.due
            let label = try DocumentKey.fetchOne(
                db.cachedStatement(sql: "SELECT kind, number FROM document_entry WHERE entry = ?"),
                arguments: [entry.number]
            )?.id?.label(slug: definition.slug)
            let method = try String.fetchOne(
                db.cachedStatement(sql: "SELECT method FROM payment WHERE entry = ?"), arguments: [entry.number])
            lines.append(
                AccountStatement.Line(
                    entry: entry.number, date: entry.valued ?? definition.date(at: entry.time),
                    registration: registration, kind: entry.kind, method: method.flatMap(PaymentMethod.init(rawValue:)),
                    document: label, amount: entry.due, balance: balance))
        }
        return AccountStatement(
            time: time, people: people, invoice: invoice, lines: lines, language: language, code: code)
    }
}
