import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Representations

struct LedgerPay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay", abstract: "Book a payment, or the payments of a CSV file.",
        discussion: """
            Without --amount, everything due is paid; cash is rounded to the nearest coin, and less than half a coin \
            is rounded off. With --tendered, it says how much change to give; more change than the drawer holds is \
            refused without --sure. A CSV file has the columns reference, amount, method and, if you like, note. You \
            can import it again: payments that are already booked are skipped.

            Example: lanyard ledger pay K7X-42MK --method card
            Example: lanyard ledger pay K7X-42MK --method cash --till north --tendered 400
            Example: lanyard ledger pay --from templates/demo/payments.csv
            """)

    @Argument(help: "The code, the reference from another system, or '#NUMBER'.")
    var registration: String?

    @OptionGroup var money: MoneyOptions

    @Option(help: "A CSV file of payments.")
    var from: String?

    @Flag(help: "With --from: book the good rows even if others are wrong.")
    var keepGood = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (registration != nil) != (from != nil) else {
            throw ValidationError("Name a registration, or give --from FILE.")
        }
    }

    func run() async throws {
        let services = try await event.services()
        if let from {
            let report = try await services.ledger.importPayments(
                csv: try InputFile.data(from), keepGood: keepGood, author: write.author,
                origin: "", time: services.clock.now)
            Report.show(report.problems)
            Report.say("\(report.added) booked, \(report.known) were there already, \(report.problems.count) problems.")
            return
        }
        let id = try await services.ledger.registration(named: registration ?? "").id
        guard let payment = try money.payment(or: .cash, in: try await services.store.definition().currency) else {
            return
        }
        let booked = try await services.ledger.pay(payment, for: id, context: try write.context(services.clock)).result
        try LedgerOutput.show(
            booked, by: payment.method, try await services.store.definition().currency, json: output.json)
    }
}

struct LedgerRefund: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Refund money that is owed to a person, in part or in full.",
        discussion: """
            Money is owed after a credit: a cancellation, fewer days, a voucher, a waiver, or an overpayment.

            Example: lanyard ledger refund K7X-42MK --method card
            """)

    @OptionGroup var person: PersonArgument

    @Option(help: "The amount. Default: everything owed to the person.")
    var amount: String?

    @Option(help: "How it is refunded: \(PaymentMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method = PaymentMethod.cash

    @Option(help: "The open till that the cash comes from.")
    var till: String?

    @Option(help: "A note for the books; no personal data.")
    var note = ""

    @Flag(help: "It is meant, although the books say that the drawer holds less.")
    var sure = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let id = try await person.id(services)
        let currency = try await services.store.definition().currency
        let booked = try await services.ledger.refund(
            try amount.map { text throws(ConferenceError) in try Money(decimal: text, in: currency) }, by: method,
            till: till,
            note: note, isSure: sure, for: id, context: try write.context(services.clock)
        ).result
        try LedgerOutput.show(booked, by: method, currency, json: output.json)
    }
}

struct LedgerCorrect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Undo a payment, refund or waiver that should not have been booked.",
        discussion: """
            A new entry names the one that it undoes; nothing is deleted. ‘registration show’ lists the entries.

            Example: lanyard ledger correct 17 --because "it was a card, not cash"
            """)

    @Argument(help: "The number of the entry.")
    var entry: Int64

    @Option(help: "Why; no personal data.")
    var because: String

    @Flag(help: "It is meant, although the books say that the drawer holds less than what goes back.")
    var sure = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let done = try await services.ledger.correct(
            entry: entry, because: because, isSure: sure, context: try write.context(services.clock))
        try output.answer(
            "entry \(done.result) undoes entry \(entry)", ["entry": .number(done.result), "undoes": .number(entry)])
    }
}

struct LedgerDocuments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "documents", abstract: "List invoices, receipts and credit notes.",
        discussion: "Example: lanyard ledger documents K7X-42MK")

    @Argument(help: "Whose documents. Default: everybody's.")
    var registration: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        var id: Registration.ID?
        if let registration { id = try await services.ledger.registration(named: registration).id }
        let documents = try await services.ledger.documents(of: id)
        guard !output.json else { return try Output.json(documents.map(DocumentBody.init)) }
        Output.table(
            ["document", "code", "total", "balance"], right: ["total", "balance"],
            documents.map {
                [
                    $0.label, $0.recipient.code.description, $0.figures.total.description,
                    $0.figures.balance.description,
                ]
            })
    }
}

/// Payments as commands print them.
enum LedgerOutput {
    static func show(_ booked: BookedPayment, by method: PaymentMethod, _ currency: Currency, json: Bool) throws {
        guard !json else { return try Output.json(PaymentBody(booked)) }
        Output.line(
            "entry \(booked.entry): \(currency) \(booked.amount) \(method.rawValue), due \(currency) \(booked.due)")
        if booked.amount == .zero { Output.line("rounded off: \(currency) \(booked.rounding)") }
        if booked.change != .zero { Output.line("change: \(currency) \(booked.change)") }
    }
}

extension PaymentMethod: ExpressibleByArgument {}
