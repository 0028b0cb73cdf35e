import ArgumentParser
import EventDesk
import EventStore
import Foundation
import RegistrationLedger

struct EventApply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Check and apply an edited YAML description.",
        discussion: """
            Checks the whole file, shows what changes, and stores it. New prices apply to later charges; past charges \
            stay.

            Example: lanyard event apply netdev01.yaml --event netdev01.lanyard
            """)

    @Argument(help: "The YAML description.")
    var file: String

    @Flag(help: "Only show what would change.")
    var dryRun = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let yaml = try InputFile.text(file)
        let services = try await event.services()
        let changes = try await services.ledger.apply(
            yaml: yaml, context: try write.context(services.clock), onlyShow: dryRun)
        guard !output.json else { return try DefinitionOutput.json(changes) }
        DefinitionOutput.show(changes)
        let outcome = dryRun ? "would change; nothing was stored." : "changed."
        Report.say(changes.isEmpty ? "Nothing changes." : "\(Output.count(changes.count, "value")) \(outcome)")
    }
}
