import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

struct DocumentPrint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Write letters, certificates or invoices of many people as one PDF.",
        discussion: """
            KIND is ‘invoice’, or the id of one of the event's letters. Who has such a letter gets the same paper again; with \
            --renew there is a new one, with a new number, where it would say something else by now. Of a group those who may \
            not have one are left out and named. An invoice that is still open comes as a copy, and what is on none yet gets a \
            new one.

            Example: lanyard document print attendance --admitted --out certificates.pdf
            Example: lanyard document print visa K7X-42MK --language fr --out visa.pdf
            Example: lanyard document print invoice --unpaid --out invoices.pdf
            """)

    @Argument(help: "invoice, or the id of a letter.")
    var kind: String

    @OptionGroup var people: PaperSelectionOptions

    @Flag(help: "Issue a new letter where the last one would say something else by now.")
    var renew = false

    @Option(
        help:
            "The language of letters: \(Language.allCases.map(\.rawValue).joined(separator: ", ")). Default: each person’s."
    )
    var language: Language?

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func validate() throws {
        guard kind != "invoice" || !renew && language == nil else {
            throw ValidationError(
                "--renew and --language are for letters: an invoice is in the language of its registration.")
        }
    }

    func run() async throws {
        let services = try await event.services()
        let selection = try await people.selection(services)
        let context = try write.context(services.clock)
        if kind == "invoice" {
            let run = try await services.printInvoices(to: selection, context: context)
            if !file.output.json { tellLeftOut(run.leftOut) }
            let copies = run.invoices.count(where: \.isCopy)
            return try file.write(
                Array(try await services.pdf(of: run)),
                "\(Output.count(run.invoices.count, "invoice")), \(run.invoices.count - copies) new, "
                    + (copies == 1 ? "1 copy" : "\(copies) copies"),
                [
                    "invoices": .list(run.invoices.map { .text($0.document.label) }),
                    "new": .number(run.invoices.count - copies), "leftOut": .leftOut(run.leftOut),
                ])
        }
        let run = try await services.printLetters(
            LetterPlan.ID(rawValue: kind), to: selection, isRenewed: renew, in: language, context: context)
        if !file.output.json { tellLeftOut(run.leftOut) }
        let first = run.letters.first?.label ?? "", last = run.letters.last?.label ?? ""
        try file.write(
            Array(try await services.pdf(of: run.letters)),
            "\(Output.count(run.letters.count, "letter")), \(run.newCount) new: "
                + (first == last ? first : "\(first) … \(last)"),
            [
                "letters": .list(run.letters.map { .text($0.label) }), "new": .number(run.newCount),
                "leftOut": .leftOut(run.leftOut),
            ])
    }
}
