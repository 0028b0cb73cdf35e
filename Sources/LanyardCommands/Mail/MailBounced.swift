import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Outbox
import Representations

struct MailBounced: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounced", abstract: "Take a report of a mail that was not delivered.",
        discussion: """
            The report is the mail that your server sent back (RFC 3464), whole, from a file or stdin; so a filter of the \
            mailbox can pass each on. The mail is marked, and nothing more goes to that address until it is corrected. \
            Without a file: what came back so far.

            Example: lanyard mail bounced report.eml
            Example: lanyard mail bounced -
            """)

    @Argument(help: "The file; - for stdin.")
    var file: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let file else { return try await list() }
        let report = try InputFile.data(file)
        let services = try await event.services()
        let definition = try await services.store.definition()
        let bounce = try await services.takeBounce(report, context: try write.context(services.clock))
        guard !output.json else { return try Output.json(bounce.map { MailBounceBody($0, event: definition) }) }
        Output.line(bounce.map { "mail \($0.mail.id) came back: \($0.status) \($0.reply)" } ?? "the mail is only late")
    }

    private func list() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let bounces = try await services.outbox.bounces().map { MailBounceBody($0, event: definition) }
        guard !output.json else { return try Output.json(bounces) }
        Output.table(
            ["mail", "registration", "status", "answer", "time"], right: ["mail", "registration"],
            bounces.map { bounce -> [String] in
                let mail = bounce.mail
                return [String(mail.id), String(mail.registration), bounce.status, bounce.reply, bounce.time]
            })
    }
}
