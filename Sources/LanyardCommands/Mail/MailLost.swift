import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import MailFormat

struct MailLost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lost", abstract: "Find mail that was sent and that this event knows nothing of.",
        discussion: """
            After a takeover or a restore: give it copies of what was sent, such as the folder ‘Sent’ of the mail server as an \
            mbox file, or single mails. What it lists was sent by the machine that died, in the time that was lost: somebody \
            registered, paid or changed something then. Nothing is changed.

            Example: lanyard mail lost sent.mbox
            Example: lanyard mail lost Maildir/cur/*
            """)

    @Argument(help: "Mailboxes or mails; - for stdin.")
    var files: [String]

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        var (count, lost): (Int, [SentMail]) = (0, [])
        for file in files {
            let found = try await services.lostMail(in: try InputFile.data(file))
            count += found.count
            lost += found.lost
        }
        guard !output.json else { return try Output.json(lost.map(Body.init)) }
        Output.table(["date", "to", "subject"], lost.map { [$0.date, $0.recipient, $0.subject] })
        Report.say("\(Output.count(count, "mail")) read, \(lost.count) of them unknown here.")
    }

    private struct Body: Encodable {
        let messageID: String
        let date: String
        let to: String
        let subject: String

        init(_ mail: SentMail) {
            messageID = mail.messageID
            date = mail.date
            to = mail.recipient
            subject = mail.subject
        }
    }
}
