import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Wording

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the event with its keys into one file, while the server runs.",
        discussion: """
            The file SLUG-TIME.tar holds the event's database as of one moment, its keys, templates and fonts. The copy is \
            checked page by page and audited first, and the file is read again after it was written. Whoever has it can \
            make badges: keep it where only you can read it, or have it encrypted.

            Beside the backups lies lanyard-EVENT.tombstones: which people were erased and which devices and badges were \
            revoked, by numbers alone. Keep it with them: lanyard restore brings none of these back, even from an old backup.

            Ends with 0 when the copy is sound, and with 2 when the audit found something: then the copy was made, and no \
            older one was removed.

            Example: lanyard backup --to /var/backups/lanyard --keep 48
            Example: lanyard backup --to /media/stick --age age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
            Example: lanyard backup --to . --gpg organizer@example.org
            """)

    @Option(help: ArgumentHelp("The folder that the backup goes to.", valueName: "folder"))
    var to: String

    @Option(help: "How many backups of this event stay in the folder; older ones are removed. Default: all.")
    var keep: Int?

    @Option(help: ArgumentHelp("Encrypt it with age, for this recipient.", valueName: "recipient"))
    var age: String?

    @Option(help: ArgumentHelp("Encrypt it with GnuPG, for this key.", valueName: "key"))
    var gpg: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard keep.map({ (1...10_000).contains($0) }) ?? true else {
            throw ValidationError("--keep must be between 1 and 10000.")
        }
        guard age == nil || gpg == nil else { throw ValidationError("Give either --age or --gpg.") }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let order = BackupOrder(
            folder: URL(fileURLWithPath: to, isDirectory: true), keep: keep,
            cipher: age.map { .age($0) } ?? gpg.map { .gpg($0) })
        let backup = try await services.backup(order)
        if output.json {
            try Output.json(Body(backup))
        } else {
            Output.line(backup.file.path)
            Report.say(
                "\(backup.size) bytes, of \(backup.made.ISO8601Format()); "
                    + "\(Output.count(backup.audit.registrations, "registration")), \(backup.audit.entries) entries, "
                    + Output.count(backup.audit.findings.count, "finding")
                    + (backup.removed.isEmpty ? "" : "; removed \(Output.count(backup.removed.count, "older backup"))")
                    + ".")
        }
        try Self.tell(backup.audit)
    }

    /// What the audit of a copy found; then the answer is no.
    static func tell(_ audit: AuditReport) throws {
        for finding in audit.findings {
            let words = Words(
                code: finding.code, details: finding.details + [ErrorDetail("subject", finding.subject)])
            Report.say("\(finding.code.rawValue): \(words.sentence)")
        }
        guard audit.findings.isEmpty else { throw ExitCode.answerIsNo }
    }

    private struct Body: Encodable {
        let file: String
        let bytes: Int
        let made: String
        let incarnation: Int
        let registrations: Int
        let entries: Int
        let findings: Int
        let removed: [String]

        init(_ backup: Backup) {
            file = backup.file.path
            bytes = backup.size
            made = backup.made.ISO8601Format()
            incarnation = backup.incarnation
            registrations = backup.audit.registrations
            entries = backup.audit.entries
            findings = backup.audit.findings.count
            removed = backup.removed.map(\.path)
        }
    }
}
