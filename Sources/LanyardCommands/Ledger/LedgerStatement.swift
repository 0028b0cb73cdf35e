import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Representations
import Wording

struct LedgerStatement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement", abstract: "Show the account of a person, or of the people of an invoice.",
        discussion: """
            All that was charged, paid and given back, with the balance after each entry. --out writes it as PDF.

            Example: lanyard ledger statement K7X-42MK
            Example: lanyard ledger statement --invoice NETDEV01-I-0001 --out account.pdf
            """)

    @Argument(help: "The code, the reference from another system, or '#NUMBER'.")
    var registration: String?

    @Option(help: "The label or the code of an invoice, for the account of all its people.")
    var invoice: String?

    @Option(help: "The language: en or fr. Default: the person's or the invoice's.")
    var language: Language?

    @Option(help: "The PDF file to write.")
    var out: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (registration == nil) != (invoice == nil) else {
            throw ValidationError("Name a registration, or give --invoice LABEL.")
        }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let account: AccountStatement
        if let invoice {
            let id = try await services.ledger.invoice(named: invoice)
            account = try await services.ledger.account(
                ofPeopleOn: id, language: language, time: services.clock.now)
        } else {
            let id = try await services.ledger.registration(named: registration ?? "").id
            account = try await services.ledger.account(of: id, language: language, time: services.clock.now)
        }
        if let out {
            return try output.file(
                Array(try await services.pdf(of: account)), to: out, ["balance": .text(account.balance.description)])
        }
        guard !output.json else {
            return try Output.json(AccountBody(account, event: try await services.store.definition()))
        }
        let codes = Dictionary(account.people.map { ($0.id, $0.code.description) }) { first, _ in first }
        Output.table(
            ["entry", "date", "code", "what", "document", "amount", "balance"], right: ["entry", "amount", "balance"],
            account.lines.map { line in
                [
                    String(line.entry), line.date.description, codes[line.registration] ?? "",
                    line.sentence(in: .english), line.document ?? "", line.amount.description,
                    line.balance.description,
                ]
            })
        Output.line("balance \(account.balance)")
    }
}

struct LedgerRefunds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refunds", abstract: "List money that is owed to people, by the way in which it goes back.",
        discussion: """
            Money goes back by the way it came: what was paid last first. When all of one way were given back (at the card \
            terminal, by transfers, in cash from the safe, by cheques), --book books them in one go.

            Example: lanyard ledger refunds
            Example: lanyard ledger refunds --by card --book
            """)

    @Option(help: "Only those: \(PaymentMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var by: PaymentMethod?

    @Flag(help: "Book them as given back.")
    var book = false

    @Option(help: "With --book: a note for the books; no personal data.")
    var note = ""

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !book || by != nil else { throw ValidationError("Give --by with --book.") }
    }

    func run() async throws {
        let services = try await event.services(book ? .writing : .reading)
        if book, let by {
            let booked = try await services.ledger.refundAll(
                by: by, note: note, context: try write.context(services.clock)
            ).result
            guard !output.json else { return try Output.json(booked.map { PaymentBody($0) }) }
            return Output.line(
                "\(Output.count(booked.count, "refund")), \((-booked.map(\.amount).total()).description)")
        }
        let refunds = try await services.ledger.refundsDue().filter { by == nil || $0.method == by }
        guard !output.json else { return try Output.json(refunds.map { RefundDueBody($0) }) }
        Output.table(
            ["method", "code", "name", "email", "amount"], right: ["amount"],
            refunds.map { refund in
                [
                    refund.method?.rawValue ?? "ask", refund.registration.code.description,
                    refund.registration.person.name, refund.registration.person.email, refund.amount.description,
                ]
            })
    }
}
