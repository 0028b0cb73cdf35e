import ArgumentParser
import Conference
import EventDesk
import EventStore
import Outbox
import RegistrationLedger
import Representations
import Wording

struct MailStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how much waits, went and failed, and what keeps mail from going out.",
        discussion: "Example: lanyard mail status")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let standing = try await services.outbox.standing()
        guard !output.json else { return try Output.json(MailStandingBody(standing, event: definition)) }
        MailStatus.show(standing, definition)
    }

    static func show(_ standing: OutboxStanding, _ event: EventDefinition) {
        if event.mail == nil { Output.line("the event's description has no ‘mail’: nothing is sent") }
        if standing.isPaused { Output.line("paused") }
        for state in OutboxMail.State.allCases { Output.line("\(state.rawValue): \(standing.counts[state] ?? 0)") }
        if let trouble = standing.trouble {
            let since = Timestamp(trouble.since, in: event.zone)
            Output.line("nothing goes out since \(since): \(trouble.code) \(trouble.reply)")
        }
    }
}

struct MailList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List mail, the latest first.",
        discussion: """
            Example: lanyard mail list --state failed
            Example: lanyard mail list --of K7M-3QXZ
            """)

    @Option(help: "waiting, sent, failed or cancelled.")
    var state: OutboxMail.State?

    @Option(help: ArgumentHelp("Mail to one person: a code, a reference or #NUMBER.", valueName: "registration"))
    var of: String?

    @Option(help: "How many at the most.")
    var limit = 50

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be between 1 and 100000.") }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        var owner: Registration.ID?
        if let of { owner = try await services.ledger.registration(named: of).id }
        let mails = try await services.outbox.list(state, of: owner, limit: limit)
        let bodies = mails.map { Representations.MailBody($0, event: definition) }
        guard !output.json else { return try Output.json(bodies) }
        Output.table(
            ["mail", "to", "occasion", "about", "state", "written", "next", "why"], right: ["mail"],
            bodies.map { body in
                [
                    String(body.id), "#\(body.registration)", body.occasion, body.about, body.state, body.time,
                    body.due ?? "", MailList.why(body),
                ]
            })
    }

    /// Why it failed or waits, as far as it is known.
    static func why(_ body: Representations.MailBody) -> String {
        if let because = body.because { return MailReason.sentence(because, in: .english) }
        guard let answer = body.answer, answer.kind != "accepted" else { return "" }
        return answer.status == 0 ? answer.reply : "\(answer.status) \(answer.reply)"
    }
}

struct MailShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one mail with every answer of the server.",
        discussion: "Example: lanyard mail show 17")

    @Argument(help: "The number of the mail.")
    var mail: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let id = OutboxMail.ID(rawValue: mail)
        let story = MailStoryBody(
            try await services.outbox.mail(id), try await services.outbox.attempts(of: id), event: definition)
        guard !output.json else { return try Output.json(story) }
        let body = story.mail
        Output.line("mail \(body.id) to #\(body.registration): \(body.occasion) \(body.about)")
        Output.line("written \(body.time) by \(body.author), Message-ID \(body.messageID)")
        Output.line("\(body.state)\(body.due.map { ", next try \($0)" } ?? "") \(MailList.why(body))")
        for answer in story.answers {
            Output.line("\(answer.time)  \(answer.kind)  \(answer.status)  \(answer.reply)")
        }
    }
}

extension OutboxMail.State: ExpressibleByArgument {}
