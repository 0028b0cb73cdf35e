package import Conference
import Foundation

/// A receipt or credit note as JSON: what a list of them shows. The document itself is a PDF.
package struct DocumentBody: Encodable, Sendable {
    package let label: String
    package let kind: String
    package let number: Int64
    package let issued: String
    package let registration: String
    package let language: String
    package let total: String
    package let balance: String

    package init(_ document: LedgerDocument) {
        label = document.label
        kind = document.kind.rawValue
        number = document.number
        issued = Timestamp(document.issued, in: document.event.timeZone.zone).description
        registration = document.recipient.code.description
        language = document.figures.language.rawValue
        total = document.figures.total.description
        balance = document.figures.balance.description
    }
}
