import ArgumentParser
import CheckIn
import Conference
import EventStore
import LanyardServer
import RegistrationLedger

struct BadgeIssueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Make the first badge of people who have none.",
        discussion: """
            A badge is a signed credential under the next number of its registration; printing puts it on paper.

            Example: lanyard badge issue --all
            """)

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let registrations = try await services.select(try await selection.selection(services))
        let made = try await services.badges.makeFirst(for: registrations, context: try write.context(services.clock))
            .result
        let others = registrations.count - made.count
        Report.say(
            "\(Output.count(made.count, "badge")) made" + (others == 0 ? "." : ", \(others) had one already."))
    }
}

struct BadgeReissue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reissue", abstract: "Make the next badge of a person; the one before is revoked at once.",
        discussion: "Example: lanyard badge reissue K7X-42MP --because lost")

    @Argument(help: "The code, the reference elsewhere, or #NUMBER.")
    var registration: String

    @Option(help: "Why: lost, damaged, name corrected.")
    var because: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let found = try await services.ledger.registration(named: registration)
        let made = try await services.badges.makeNext(
            for: found.id, reason: because, context: try write.context(services.clock)
        ).result
        Output.line("\(found.code): badge \(made.number) is good from now on, all before it are not.")
    }
}
