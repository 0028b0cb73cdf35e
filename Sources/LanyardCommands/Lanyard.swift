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
                scan turned away, an audit with findings); 64 the command line is wrong; 65 the input is wrong.
                """,
            version: LanyardVersion.current,
            subcommands: [
                EventCommand.self, RegistrationCommand.self, LedgerCommand.self, TillCommand.self, BadgeCommand.self,
                GateCommand.self, ScanCommand.self, DeviceCommand.self, KeysigningCommand.self, ReportCommand.self,
                AuditCommand.self, BackupCommand.self, RestoreCommand.self,
            ] + others)
    }

    /// Runs the command line of this process and ends it.
    package static func runAndExit(_ root: any AsyncParsableCommand.Type) async -> Never {
        GnuPGWorker.runIfAsked(CommandLine.arguments)
        do {
            var command = try root.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            OpenEvents.closeAll()
            Foundation.exit(ExitCode.success.rawValue)
        } catch {
            OpenEvents.closeAll()
            guard let code = Report.explain(error) else { root.exit(withError: error) }
            Foundation.exit(code.rawValue)
        }
    }
}
