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

    @Option(help: "The PDF file to write. Default: stdout.")
    var out: String?

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
            tellLeftOut(run.leftOut)
            let copies = run.invoices.count(where: \.isCopy)
            Report.say(
                "\(Output.count(run.invoices.count, "invoice")), \(run.invoices.count - copies) new, "
                    + (copies == 1 ? "1 copy" : "\(copies) copies"))
            return try Output.bytes(Array(try await services.pdf(of: run)), to: out)
        }
        let run = try await services.printLetters(
            LetterPlan.ID(rawValue: kind), to: selection, isRenewed: renew, in: language, context: context)
        tellLeftOut(run.leftOut)
        let first = run.letters.first?.label ?? "", last = run.letters.last?.label ?? ""
        Report.say(
            "\(Output.count(run.letters.count, "letter")), \(run.newCount) new: "
                + (first == last ? first : "\(first) … \(last)"))
        try Output.bytes(Array(try await services.pdf(of: run.letters)), to: out)
    }
}
