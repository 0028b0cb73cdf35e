package import ArgumentParser
import Conference
import EventDesk
import Foundation
import OpenPGP

/// The program's root: every noun except those that the executable adds, and how errors end it.
package enum Lanyard {
    /// The configuration of the root command.
    ///
    /// - Parameter others: commands that link something no other command needs, such as a server.
    package static func configuration(adding others: [any ParsableCommand.Type]) -> CommandConfiguration {
        CommandConfiguration(
            commandName: "lanyard",
            abstract: "Registration, badges and check-in for one conference.",
            discussion: """
                One file holds one event. Name it with --event, or once for all commands:

                  export LANYARD_EVENT=netdev01.lanyard

                Results go to stdout, everything else to stderr. Exit codes: 0 done; 1 failed; 2 the answer is no (a \
                scan turned away, an audit with findings); 64 the command line is wrong; 65 the input is wrong; 73 a file \
                cannot be made; 74 what should be written cannot be; 77 the system does not allow it. With --json errors are \
                JSON as well.
                """,
            version: LanyardVersion.current,
            subcommands: [
                EventCommand.self, RegistrationCommand.self, LedgerCommand.self, TillCommand.self, BadgeCommand.self,
                DocumentCommand.self, GateCommand.self, ScanCommand.self, ExhibitorCommand.self, DeviceCommand.self,
                KeysigningCommand.self,
                MailCommand.self,
                WebhookCommand.self, FeedCommand.self, PaymentCommand.self, ReportCommand.self, ShareCommand.self,
                AuditCommand.self,
                BackupCommand.self, RestoreCommand.self, ReplicaCommand.self,
            ] + others)
    }

    /// Runs the command line of this process and ends it.
    package static func runAndExit(_ root: any AsyncParsableCommand.Type) async -> Never {
        GnuPGWorker.runIfAsked(CommandLine.arguments)
        StandardStream.secure()
        do {
            var command = try parse(root)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            OpenEvents.closeAll()
            Foundation.exit((Output.settle() ?? .success).rawValue)
        } catch {
            OpenEvents.closeAll()
            let code = Report.explain(error) ?? parserSays(error, root)
            Foundation.exit((Output.settle() ?? code).rawValue)
        }
    }

    private static func parse(_ root: any AsyncParsableCommand.Type) throws -> any ParsableCommand {
        let arguments = CommandLine.arguments.dropFirst()
        // The parser shows the help of everything for a command that it does not know.
        if arguments.first == "help", let hint = Misspelling.hint(in: arguments, root) { throw ValidationError(hint) }
        do {
            return try root.parseAsRoot()
        } catch {
            // Asked for help, or for completions: no mistake.
            guard root.exitCode(for: error) == .validationFailure,
                let hint = Misspelling.hint(in: arguments, root)
            else { throw error }
            throw ValidationError(hint)
        }
    }

    /// What the parser says of an error of its own, on the stream where it belongs, and how it ends the program.
    private static func parserSays(_ error: any Error, _ root: any AsyncParsableCommand.Type) -> ExitCode {
        let code = root.exitCode(for: error)
        let text = root.fullMessage(for: error)
        if text.isEmpty { return code }
        if code == .success { Output.line(text) } else { Report.explainUsage(text) }
        return code
    }
}
