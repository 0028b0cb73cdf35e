import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

struct DocumentSend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Mail letters to those whom they are about.",
        discussion: """
            Who has no such letter yet gets one issued. The PDF goes along, unless the letter shows answers, such as the number \
            of a passport: then the mail holds the link by which its owner fetches it, and the event's description must say \
            ‘own: true’. Nobody gets two mails for one letter. ‘serve’ sends what this writes.

            Example: lanyard document send attendance --admitted
            """)

    @Argument(help: "The id of a letter.")
    var kind: String

    @OptionGroup var people: PaperSelectionOptions

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let (run, mails) = try await services.sendLetters(
            LetterPlan.ID(rawValue: kind), to: try await people.selection(services),
            context: try write.context(services.clock))
        if !output.json { tellLeftOut(run.leftOut) }
        try output.say(
            "\(Output.count(run.letters.count, "letter")), \(run.newCount) new; \(Output.count(mails, "mail")) written",
            [
                "letters": .list(run.letters.map { .text($0.label) }), "new": .number(run.newCount),
                "mails": .number(mails), "leftOut": .leftOut(run.leftOut),
            ])
    }
}
