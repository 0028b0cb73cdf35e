import ArgumentParser

/// Badges: made, printed, shown.
struct BadgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "badge", abstract: "Issue badges, print them, show their history.",
        subcommands: [
            BadgeIssueCommand.self, BadgePrintCommand.self, BadgeRepeat.self, BadgeReprint.self, BadgeReissue.self,
            BadgeVoid.self, BadgeTicket.self,
            BadgeShow.self, BadgeHistory.self, BadgePreview.self, BadgeQueues.self, BadgeJobs.self,
            BadgeCancel.self, BadgeTemplateCommand.self, BadgeSheets.self,
        ])
}
