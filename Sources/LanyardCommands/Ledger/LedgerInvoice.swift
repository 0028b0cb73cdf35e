import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Representations

struct LedgerInvoice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice", abstract: "Issue an invoice, as PDF, for one person or for several with one payer.",
        discussion: """
            It is about all that these people owe and no document is about yet, and gets the next number of invoices. Several \
            people need --payer; they get one code for the transfer, and money that comes with it is booked for each of them \
            as the invoice says. What changes afterwards stands on a further invoice for the difference, or on a credit note \
            (lanyard ledger receipt); the invoice stays as it is.

            Example: lanyard ledger invoice K7X-42MK --out invoice.pdf
            Example: lanyard ledger invoice K7X-42MK M3Q-77TB --payer "Packet Bakery Inc." --address "1 Example Street" \
            --address Ottawa --order-number PO-17 --due 2015-03-01 --out invoice.pdf
            """)

    @Argument(help: "Codes, references from another system, or '#NUMBER'.")
    var registrations: [String]

    @Option(help: "Who pays. Default: the person.")
    var payer: String?

    @Option(help: "A line of the payer's address; give it for each line.")
    var address: [String] = []

    @Option(help: "The payer's own tax number.")
    var taxNumber: String?

    @Option(help: "The payer's order number.")
    var orderNumber: String?

    @Option(help: "The last date of payment. Default: as many days on as the event's file says.")
    var due: String?

    @Option(help: "The language: en or fr. Default: that of the first person.")
    var language: Language?

    @Flag(help: "Issue it although the last one has a later date: the clock was wrong then.")
    var predates = false

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let order = try InvoiceOrder(
            people: try await services.ledger.registrations(named: registrations),
            payer: DocumentPayer(
                name: payer ?? "", address: address.joined(separator: "\n"), taxNumber: taxNumber ?? "",
                orderNumber: orderNumber ?? ""),
            dueDate: try due.map { text throws(ConferenceError) in try CivilDate(text) }, language: language)
        let issued = try await services.ledger.issueInvoice(
            order, predates: predates, context: try write.context(services.clock))
        let document = issued.result
        let due = document.figures.dueDate?.description
        try file.write(
            Array(try await services.pdf(of: document, isCopy: issued.replayed)),
            "\(document.label): \(document.event.currency) \(document.figures.asked) by \(due ?? ""), "
                + "code \(document.recipient.code)",
            [
                "label": .text(document.label), "kind": .text(document.kind.rawValue),
                "asked": .text(document.figures.asked.description), "dueDate": due.map { .text($0) } ?? .none,
                "code": .text(document.recipient.code.description), "isCopy": .flag(issued.replayed),
            ])
    }
}

struct LedgerInvoices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoices", abstract: "List the invoices of which something is still to be paid, or show one.",
        discussion: """
            lanyard report invoices lists all of them.

            Example: lanyard ledger invoices
            Example: lanyard ledger invoices NETDEV01-I-0001
            """)

    @Argument(help: "The label or the code of an invoice.")
    var invoice: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        guard let invoice else {
            let open = try await services.ledger.openInvoices()
            guard !output.json else { return try Output.json(open.map { InvoiceBody($0) }) }
            return Output.table(
                ["invoice", "code", "payer", "people", "due", "open"], right: ["people", "open"],
                open.map { standing in
                    let document = standing.document
                    let payer = document.payer?.name ?? ""
                    return [
                        document.label, standing.code.description, payer.isEmpty ? document.recipient.name : payer,
                        String(standing.people.count), document.figures.dueDate?.description ?? "",
                        standing.open.description,
                    ]
                })
        }
        let standing = try await services.ledger.invoice(try await services.ledger.invoice(named: invoice))
        guard !output.json else { return try Output.json(InvoiceBody(standing)) }
        Output.line("\(standing.document.label), code \(standing.code): \(standing.open) open")
        Output.table(
            ["code", "name", "asked", "open", "due", "door"], right: ["asked", "open", "due"],
            standing.people.map { person in
                [
                    person.registration.code.description, person.name, person.asked.description,
                    person.open.description, person.due.description,
                    person.registration.letInBecause == nil ? "" : "may come in",
                ]
            })
    }
}

struct LedgerPayInvoice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay-invoice",
        abstract: "Book what somebody pays for an invoice: a payment of each of its people.",
        discussion: """
            Without --amount, all that is open is paid. A part can be booked where one person alone still owes something; else \
            lanyard ledger pay books each person's part.

            Example: lanyard ledger pay-invoice NETDEV01-I-0001 --method cheque
            """)

    @Argument(help: "The label or the code of the invoice.")
    var invoice: String

    @OptionGroup var money: MoneyOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let currency = try await services.store.definition().currency
        let id = try await services.ledger.invoice(named: invoice)
        guard let payment = try money.payment(or: .bank, in: currency) else { return }
        let paid = try await services.ledger.payInvoice(id, payment, context: try write.context(services.clock)).result
        guard !output.json else { return try Output.json(PaidInvoiceBody(paid)) }
        Output.line(
            "\(currency) \(paid.amount) by \(payment.method.rawValue), \(Output.count(paid.payments.count, "payment"))")
        if paid.change > .zero { Output.line("change \(paid.change)") }
    }
}
