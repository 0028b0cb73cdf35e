import ArgumentParser

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "See what mail waits, went or failed, and write to people.",
        discussion: """
            What happens to people is told by mail where the event's description has ‘mail’; ‘serve’ sends it. Nothing \
            here sends by itself.
            """,
        subcommands: [
            MailStatus.self, MailList.self, MailShow.self, MailRetry.self, MailCancel.self, MailPreviewCommand.self,
            MailSend.self, MailAnnounce.self, MailAnnouncements.self, MailPause.self, MailResume.self, MailStop.self,
            MailPassword.self, MailBounced.self, MailLost.self,
        ])
}
