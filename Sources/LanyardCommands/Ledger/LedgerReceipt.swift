import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

struct LedgerReceipt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Issue a receipt or credit note, as PDF.",
        discussion: """
            It covers everything charged, credited and paid since the last document, and gets the next number. If \
            there is nothing new, the last document is written again, and says that it is a copy. It is in the language of \
            the registration. While nothing is paid, there is no receipt: lanyard ledger invoice asks for the money.

            Example: lanyard ledger receipt K7X-42MK --out receipt.pdf
            Example: lanyard ledger receipt --invoice NETDEV01-I-0001 --out receipt.pdf
            Example: lanyard ledger receipt --again NETDEV01-R-0001 --out receipt.pdf
            """)

    @Argument(help: "The code, the reference from another system, or '#NUMBER'.")
    var registration: String?

    @Option(help: "The label of an invoice, for one receipt or credit note of all its people to whoever pays.")
    var invoice: String?

    @Option(help: "The label of an issued document, to write it again.")
    var again: String?

    @Flag(help: "Issue it although the last one has a later date: the clock was wrong then.")
    var predates = false

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func validate() throws {
        guard [registration, invoice, again].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Name a registration, or give --invoice LABEL or --again LABEL.")
        }
    }

    func run() async throws {
        let services = try await event.services()
        let document: LedgerDocument
        var isNew = false
        if let again {
            document = try await services.ledger.document(DocumentID(again))
        } else if let invoice {
            let id = try await services.ledger.invoice(named: invoice)
            (document, isNew) = try await services.latestDocument(
                answering: id, predates: predates, context: try write.context(services.clock))
        } else {
            let id = try await services.ledger.registration(named: registration ?? "").id
            (document, isNew) = try await services.latestDocument(
                of: id, predates: predates, context: try write.context(services.clock))
        }
        let paid = document.figures.payments.map(\.amount).total()
        try file.write(
            Array(try await services.pdf(of: document, isCopy: !isNew)),
            "\(document.label): total \(document.event.currency) \(document.figures.total)"
                + (paid == .zero ? "" : ", paid \(paid)"),
            [
                "label": .text(document.label), "kind": .text(document.kind.rawValue),
                "total": .text(document.figures.total.description), "paid": .text(paid.description),
                "isCopy": .flag(!isNew),
            ])
    }
}
