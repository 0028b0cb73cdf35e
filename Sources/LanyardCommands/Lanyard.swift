package import ArgumentParser
import Foundation
import LanyardServer
import OpenPGP

/// The program's root: every noun, and how errors end it.
package struct Lanyard: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lanyard",
        abstract: "Registration, badges and check-in for one conference.",
        discussion: """
            One file holds one event. Name it with --event, or once and for all:

              export LANYARD_EVENT=netdev01.lanyard

            Results go to stdout, everything else to stderr. Exit codes: 0 done; 1 failed; 2 the answer is no (a scan \
            turned away, an audit with findings); 64 the command line is wrong; 65 the input is wrong.
            """,
        version: LanyardVersion.current,
        subcommands: [
            EventCommand.self, RegistrationCommand.self, LedgerCommand.self, TillCommand.self, BadgeCommand.self,
            GateCommand.self,
            ScanCommand.self, DeviceCommand.self, KeysigningCommand.self, ReportCommand.self, AuditCommand.self,
            ServeCommand.self,
        ])

    package init() {}

    /// Runs the command line of this process and ends it.
    package static func runAndExit() async -> Never {
        GnuPGWorker.runIfAsked(CommandLine.arguments)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Foundation.exit(ExitCode.success.rawValue)
        } catch {
            guard let code = Report.explain(error) else { exit(withError: error) }
            Foundation.exit(code.rawValue)
        }
    }
}
