package import Conference
import Foundation
package import RegistrationLedger
import Wording

/// An invoice and what is still to be paid of it, as JSON.
package struct InvoiceBody: Encodable, Sendable {
    package struct Person: Encodable, Sendable {
        /// The code of whose it is by now.
        package let registration: String
        package let name: String
        package let asked: Money
        package let open: Money
        /// Whether doors let the person in meanwhile.
        package let letIn: Bool
    }

    package let document: DocumentBody
    /// What goes into the transfer.
    package let code: String
    package let asked: Money
    package let open: Money
    package let people: [Person]

    package init(_ standing: InvoiceStanding) {
        document = DocumentBody(standing.document)
        code = standing.code.description
        asked = standing.document.figures.asked
        open = standing.open
        people = standing.people.map { person in
            Person(
                registration: person.registration.code.description, name: person.name, asked: person.asked,
                open: person.open, letIn: person.registration.letInBecause != nil)
        }
    }
}

/// What an invoice is asked for, as a device sends it.
package struct NewInvoiceBody: Decodable, Sendable {
    /// Codes, references elsewhere, or numbers.
    package let registrations: [String]
    let payer: String?
    /// Its lines, with line breaks between them.
    let address: String?
    let taxNumber: String?
    let orderNumber: String?
    let dueDate: String?
    let language: String?

    /// - Parameter people: whom the registrations name.
    /// - Throws: what `InvoiceOrder`, `DocumentPayer` and `CivilDate` throw; `choice_unknown`.
    package func order(for people: [Registration.ID]) throws -> InvoiceOrder {
        try InvoiceOrder(
            people: people,
            payer: DocumentPayer(
                name: payer ?? "", address: address ?? "", taxNumber: taxNumber ?? "", orderNumber: orderNumber ?? ""),
            dueDate: dueDate.map { text throws(ConferenceError) in try CivilDate(text) },
            language: language.map { try Choice.read($0, as: Language.self) })
    }
}

/// A payment of an invoice as JSON.
package struct PaidInvoiceBody: Encodable, Sendable {
    package let amount: Money
    package let change: Money
    package let payments: [PaymentBody]

    package init(_ paid: PaidInvoice) {
        amount = paid.amount
        change = paid.change
        payments = paid.payments.map { PaymentBody($0) }
    }
}

/// A statement of account as JSON.
package struct AccountBody: Encodable, Sendable {
    package struct Line: Encodable, Sendable {
        package let entry: Int64
        package let date: String
        package let registration: String
        package let kind: String
        package let method: String?
        package let document: String?
        package let text: String
        package let amount: Money
        package let balance: Money
    }

    package let time: String
    /// The codes of the people whose account it is.
    package let registrations: [String]
    package let invoice: String?
    /// What goes into the transfer of what is due.
    package let code: String
    package let balance: Money
    package let lines: [Line]

    package init(_ account: AccountStatement, event: EventDefinition) {
        let codes = Dictionary(account.people.map { ($0.id, $0.code.description) }) { first, _ in first }
        time = Timestamp(account.time, in: event.zone).description
        registrations = account.people.map(\.code.description)
        invoice = account.invoice?.label
        code = account.code.description
        balance = account.balance
        lines = account.lines.map { line in
            Line(
                entry: line.entry, date: line.date.description, registration: codes[line.registration] ?? "",
                kind: line.word, method: line.method?.rawValue, document: line.document,
                text: line.sentence(in: account.language), amount: line.amount, balance: line.balance)
        }
    }
}

/// What cancelling days of the event does, as JSON.
package struct CallOffBody: Encodable, Sendable {
    package struct Person: Encodable, Sendable {
        package let registration: String
        package let name: String
        package let email: String
        /// As it is then.
        package let status: String
        package let days: [Int]
        package let credited: Money
        package let due: Money
        package let creditNote: String?
    }

    /// The days that are cancelled; left out for the whole event.
    package let days: [Int]?
    /// Whether it was done; otherwise it says what doing it would do.
    package let done: Bool
    package let credited: Money
    package let people: [Person]
    package let refunds: [RefundDueBody]

    package init(_ callOff: CallOff, isDone: Bool) {
        days = callOff.days?.numbers
        done = isDone
        credited = callOff.credited
        people = callOff.people.map { person in
            Person(
                registration: person.registration.code.description, name: person.registration.person.name,
                email: person.registration.person.email, status: person.registration.status.rawValue,
                days: person.registration.status == .active ? person.registration.days.numbers : [],
                credited: person.credited, due: person.due, creditNote: isDone ? person.creditNote : nil)
        }
        refunds = callOff.refunds.map { RefundDueBody($0) }
    }
}

/// Money that is owed to somebody, as JSON.
package struct RefundDueBody: Encodable, Sendable {
    package let registration: String
    package let name: String
    package let email: String
    /// How it goes back; left out where no payment says it.
    package let method: String?
    package let amount: Money

    package init(_ refund: RefundDue) {
        registration = refund.registration.code.description
        name = refund.registration.person.name
        email = refund.registration.person.email
        method = refund.method?.rawValue
        amount = refund.amount
    }
}
