import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Wording

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in its place, as a new incarnation of the event.",
        discussion: """
            What was done after the backup was made is lost. So that nothing of it fits anything new, the event begins a new \
            incarnation: another key signs, and registrations, badges, entries and documents get numbers of their own \
            (receipts R2-0001, for the second). Doors hear of everybody again by themselves.

            Nobody comes back: people who were erased, devices and badges that were revoked, keys that were taken back. That \
            is read from the tombstones beside the backup, and from the event that --replace puts aside. Keep the tombstones \
            with the backups.

            Example: lanyard restore netdev01-20150214T143000Z.tar --event netdev01.lanyard
            Example: lanyard restore netdev01-20150214T143000Z.tar --event netdev01.lanyard --replace
            Example: lanyard restore netdev01-20150214T143000Z.tar.age --identity key.txt --event netdev01.lanyard
            """)

    @Argument(help: "The backup.")
    var backup: String

    @Flag(help: "Put aside the event that is there, under names that end in .before-restore.")
    var replace = false

    @Option(help: ArgumentHelp("The private key of a backup that was encrypted with age.", valueName: "file"))
    var identity: String?

    @OptionGroup var writer: AuthorOption
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let target = try event.url()
        let restore = EventRestore(
            of: URL(fileURLWithPath: backup), to: target, replaces: replace, identity: identity)
        let done = try await restore.run(resources: .ofThisProgram, clock: .system, author: writer.author)
        if output.json {
            try Output.json(Body(done, target))
        } else {
            tell(done, target)
        }
        if let unnoted = done.unnoted { Report.warn(unnoted) }
        for finding in done.audit.findings {
            let words = Words(
                code: finding.code, details: finding.details + [ErrorDetail("subject", finding.subject)])
            Report.say("\(finding.code.rawValue): \(words.sentence)")
        }
        guard done.audit.findings.isEmpty else { throw ExitCode.answerIsNo }
    }

    private func tell(_ done: EventRestore.Done, _ target: URL) {
        Output.line("\(target.path): incarnation \(done.incarnation)")
        Report.say("It is as of \(done.made.ISO8601Format()). What was done after that is lost.")
        AppliedTombstones.say(done.applied)
        if done.holdsMail {
            Report.say(
                "Mail and webhooks wait: some may have been sent before. Look at them, then: lanyard mail resume")
        }
        if let previous = done.previous { Report.say("The event that was there is kept as \(previous.path).") }
    }

    private struct Body: Encodable {
        let event: String
        let incarnation: Int
        let made: String
        let previous: String?
        let gone: AppliedTombstones
        let mailIsHeld: Bool
        let findings: Int

        init(_ done: EventRestore.Done, _ target: URL) {
            event = target.path
            incarnation = done.incarnation
            made = done.made.ISO8601Format()
            previous = done.previous?.path
            gone = AppliedTombstones(done.applied)
            mailIsHeld = done.holdsMail
            findings = done.audit.findings.count
        }
    }
}
