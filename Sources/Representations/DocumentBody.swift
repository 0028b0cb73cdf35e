package import Conference
import Foundation

/// An invoice, receipt or credit note as JSON: what a list of them shows. The document itself is a PDF.
package struct DocumentBody: Encodable, Sendable {
    package let label: String
    package let kind: String
    package let number: Int64
    package let issued: String
    package let registration: String
    package let language: String
    package let total: String
    package let balance: String
    /// Who pays; left out for the person.
    package let payer: String?
    /// Until when an invoice is to be paid; left out on what is none.
    package let dueDate: String?
    /// The codes of the people of a party; left out for one person.
    package let people: [String]?

    package init(_ document: LedgerDocument) {
        label = document.label
        kind = document.kind.rawValue
        number = document.number
        issued = Timestamp(document.issued, in: document.event.timeZone.zone).description
        registration = document.recipient.code.description
        language = document.figures.language.rawValue
        total = document.figures.total.description
        balance = document.figures.balance.description
        payer = document.payer.flatMap { $0.name.isEmpty ? nil : $0.name }
        dueDate = document.figures.dueDate?.description
        people = document.isForParty ? document.people.map(\.code.description) : nil
    }
}
