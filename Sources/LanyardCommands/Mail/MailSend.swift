import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import MailFormat
import Outbox
import RegistrationLedger
import Representations
import Wording

struct MailSend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Write to many: one mail to each person of a selection, in their language.",
        discussion: """
            The template is confirmation, ticket, payment-request, reminder, keysigning-invitation, keysigning-state, \
            keysigning-reminder, keysigning-erratum, or the name of an announcement. Nobody gets two mails for one \
            template; a second reminder needs another --round. --dry-run says who would be written to, and writes \
            nothing. ‘serve’ sends what this writes.

            Example: lanyard mail send --to-unpaid reminder --dry-run
            Example: lanyard mail send --to-unpaid reminder --round second
            Example: lanyard mail send --all welcome
            """)

    @Argument(help: "What to send.")
    var template: String

    @Flag(help: "Everybody whose place stands.")
    var all = false

    @Flag(help: "Those who owe money.")
    var toUnpaid = false

    @Flag(help: "Those who owe nothing.")
    var toPaid = false

    @Option(help: ArgumentHelp("A code, a reference or #NUMBER; give it again for more.", valueName: "registration"))
    var to: [String] = []

    @Option(help: "People of this category; give it again for more.")
    var category: [String] = []

    @Option(help: ArgumentHelp("People with any of these days: 1 or 1,3-4.", valueName: "days"))
    var day: String?

    @Option(help: "People with this side event; give it again for more.")
    var addOn: [String] = []

    @Option(help: "People who get their papers in this language.")
    var locale: [Language] = []

    @Option(help: "Tells this time from another: ‘second’.")
    var round = ""

    @Flag(help: "Write nothing; say who would be written to.")
    var dryRun = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !(toUnpaid && toPaid) else { throw ValidationError("Give --to-unpaid or --to-paid, not both.") }
        let hasCondition = toUnpaid || toPaid || !to.isEmpty || !category.isEmpty || day != nil || !addOn.isEmpty
        guard all || hasCondition || !locale.isEmpty else {
            throw ValidationError("Say to whom: --to-unpaid, --to CODE, another condition, or --all.")
        }
        guard !all || to.isEmpty else { throw ValidationError("Name people by --to, or give --all.") }
        guard round.utf8.count <= 63 else { throw ValidationError("--round has at most 63 bytes.") }
    }

    func run() async throws {
        let services = try await event.services(dryRun ? .reading : .writing)
        let definition = try await services.store.definition()
        var selection = MailSelection()
        selection.registrations = try await services.ledger.registrations(named: to)
        selection.categories = Set(try category.map { try definition.category(named: $0) })
        if let day { selection.days = try DaySet(day, dayCount: definition.days.count) }
        selection.addOns = Set(addOn.map { AddOn.ID(rawValue: $0) })
        selection.languages = Set(locale)
        selection.owes = toUnpaid ? true : toPaid ? false : nil
        let order = MailOrder(MailOrder.Template(template), to: selection, round: round)
        let run =
            dryRun
            ? try await services.planMail(order)
            : try await services.sendMail(order, context: try write.context(services.clock)).result
        guard !output.json else { return try Output.json(MailRunBody(run)) }
        for person in run.recipients { Output.line("#\(person.id) \(person.code) \(person.language.rawValue)") }
        for (reason, people) in run.leftOut.sorted(by: { $0.key < $1.key }) {
            let names = people.map { "#\($0)" }.joined(separator: ", ")
            Report.say("left out, \(MailReason.sentence(reason, in: .english)): \(names)")
        }
        Report.say(Output.count(run.recipients.count, "mail") + (dryRun ? " would be written" : " written"))
    }
}

struct MailPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show a mail as one person would get it; nothing is written.",
        discussion: """
            Example: lanyard mail preview reminder K7M-3QXZ
            Example: lanyard mail preview welcome K7M-3QXZ --out welcome.eml
            """)

    @Argument(help: "The template, as ‘mail send’ takes it.")
    var template: String

    @Argument(help: "A code, a reference or #NUMBER.")
    var registration: String

    @Option(help: "Write the whole mail to this file (.eml), for a mail program to show.")
    var out: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let person = try await services.ledger.registration(named: registration)
        let preview = try await services.previewMail(MailOrder.Template(template), to: person.id)
        if let out { return try output.file(Array(preview.message.bytes), to: out) }
        guard !output.json else { return try Output.json(MailPreviewBody(preview)) }
        Output.line("To: \(preview.message.recipient)")
        Output.line("Subject: \(preview.message.subject)\n")
        Output.line(preview.message.text)
    }
}

struct MailAnnounce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce", abstract: "Write an announcement down; nothing is sent by that.",
        discussion: """
            The text is paragraphs with blank lines between them; lines that begin with two blanks are kept as they are. \
            {{name}}, {{code}}, {{days}} and {{event}} stand for what is the reader's. Whoever reads no French gets the \
            English text, and the other way round where there is one text alone. It cannot be changed afterwards: look \
            at it with ‘mail preview’ and send it with ‘mail send’.

            Example: lanyard mail announce welcome --subject "{{event}}: see you on Saturday" --text welcome.txt
            """)

    @Argument(help: "Its name: lower-case letters, digits and hyphens.")
    var name: String

    @Option(help: "The subject in English.")
    var subject: String?

    @Option(help: ArgumentHelp("A file with the English text.", valueName: "file"))
    var text: String?

    @Option(help: "The subject in French.")
    var subjectFr: String?

    @Option(help: ArgumentHelp("A file with the French text.", valueName: "file"))
    var textFr: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (subject == nil) == (text == nil), (subjectFr == nil) == (textFr == nil),
            subject != nil || subjectFr != nil
        else { throw ValidationError("Give --subject with --text, --subject-fr with --text-fr, or all four.") }
    }

    func run() async throws {
        let services = try await event.services()
        var texts: [Language: Announcement.Text] = [:]
        for (language, subject, file) in [(Language.english, subject, text), (.french, subjectFr, textFr)] {
            guard let subject, let file else { continue }
            texts[language] = Announcement.Text(
                subject: subject, body: try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8))
        }
        let done = try await services.announce(name, texts, context: try write.context(services.clock)).result
        guard !output.json else { return try Output.json(AnnouncementBody(done)) }
        Output.line("announcement \(done.name)")
    }
}

struct MailAnnouncements: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announcements", abstract: "List the announcements, the latest first.",
        discussion: "Example: lanyard mail announcements")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let announcements = try await services.outbox.announcements()
        guard !output.json else { return try Output.json(announcements.map { AnnouncementBody($0) }) }
        Output.table(
            ["announcement", "language", "subject"],
            announcements.flatMap { announcement in
                announcement.texts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    [announcement.name, $0.key.rawValue, $0.value.subject]
                }
            })
    }
}
