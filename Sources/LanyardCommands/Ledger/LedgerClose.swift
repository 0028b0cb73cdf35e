import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger

struct LedgerClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close the books of a period and print its anchor.",
        discussion: """
            Nothing is booked into a closed period any more; what is given back afterwards is booked into the open one. The \
            anchor says how far journal, histories and requests went, signed with the event's key. Keep it elsewhere, on \
            paper or on another machine: without an anchor kept elsewhere, somebody who owns the file can rewrite it. lanyard \
            audit --anchor FILE says whether the books still continue it.

            Example: lanyard ledger close --until 2015-01-31 --out january.anchor
            """)

    @Option(help: "The last date of the period.")
    var until: String

    @Option(help: "A file for the anchor. It is printed as well.")
    var out: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let anchor = try await services.ledger.close(
            until: CivilDate(until), context: try write.context(services.clock)
        ).result
        try output.answer(
            String(anchor.text.dropLast()),
            ["until": .text(anchor.until.description), "by": .text(anchor.author), "anchor": .text(anchor.text)])
        guard let out else { return }
        try Data(anchor.text.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
    }
}

struct LedgerPeriods: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "periods", abstract: "List the periods that were closed, or print an anchor again.",
        discussion: """
            Example: lanyard ledger periods
            Example: lanyard ledger periods --until 2015-01-31
            """)

    @Option(help: "Print the anchor of the period that ended on that date.")
    var until: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let until: String
        let entries: Int64
        let by: String
        let anchor: String
    }

    func run() async throws {
        let services = try await event.services(.reading)
        var anchors = try await services.ledger.closedPeriods()
        if let until {
            let date = try CivilDate(until)
            anchors = anchors.filter { $0.until == date }
            guard let anchor = anchors.first else { throw LedgerError(.periodUnknown, ErrorDetail("until", date)) }
            if !output.json {
                Output.line(String(anchor.text.dropLast()))
                return
            }
        }
        let bodies = anchors.map { anchor in
            Body(
                until: anchor.until.description, entries: anchor.heads[.journal]?.number ?? 0, by: anchor.author,
                anchor: anchor.text)
        }
        guard !output.json else { return try Output.json(bodies) }
        Output.table(
            ["until", "entries", "by"], right: ["entries"], bodies.map { [$0.until, String($0.entries), $0.by] })
    }
}

struct LedgerDonate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "donate", abstract: "Make what is owed to a person a donation to the event.",
        discussion: """
            For people who paid too much, or cancelled, and want nothing back. It is booked as revenue of its own.

            Example: lanyard ledger donate K7X-42MK
            """)

    @Argument(help: "The code, the reference elsewhere, or #NUMBER.")
    var registration: String

    @Option(help: "The amount. Default: all that is owed to the person.")
    var amount: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let id = try await services.ledger.registration(named: registration).id
        let currency = try await services.store.definition().currency
        let entry = try await services.ledger.donate(
            try amount.map { text throws(ConferenceError) in try Money(decimal: text, in: currency) }, of: id,
            context: try write.context(services.clock)
        ).result
        try output.answer("entry \(entry)", ["entry": .number(entry)])
    }
}

struct LedgerForgetDocuments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget-documents",
        abstract: "Take the names of erased people from documents, once the law allows.",
        discussion: """
            documents_kept_until in the event's file says until when receipts and credit notes keep the name of somebody who \
            was erased. Numbers and figures stay for ever.

            Example: lanyard ledger forget-documents
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let count = try await services.ledger.forgetDocuments(context: try write.context(services.clock)).result
        try output.answer(Output.count(count, "document"), ["documents": .number(count)])
    }
}
