import ArgumentParser
import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import RegistrationLedger

struct BadgeIssueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Make the first badge of people who have none yet.",
        discussion: """
            A badge is a signed credential with the next number of its registration; printing puts it on paper.

            Example: lanyard badge issue --all
            """)

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let registrations = try await services.select(try await selection.selection(services))
        let made = try await services.badges.makeFirst(for: registrations, context: try write.context(services.clock))
            .result
        let others = registrations.count - made.count
        try output.say(
            "\(Output.count(made.count, "badge")) made" + (others == 0 ? "." : ", \(others) had one already."),
            ["made": .number(made.count), "hadOne": .number(others)])
    }
}

struct BadgeReissue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reissue", abstract: "Make a person's next badge; the old one is revoked at once.",
        discussion: "Example: lanyard badge reissue K7X-42MK --because lost")

    @OptionGroup var change: BadgeChangeOptions

    func run() async throws {
        try await change.carryOut { services, person, context in
            let made = try await services.badges.makeNext(for: person.id, reason: change.because, context: context)
                .result
            return ("badge \(made.number) is good from now on, all before it are not", made.number, true)
        }
    }
}

struct BadgeVoid: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void", abstract: "Revoke a person's badge without replacing it.",
        discussion: """
            Doors turn it away from now on. To make the next one, use ‘badge reprint’.

            Example: lanyard badge void K7X-42MK --because stolen
            """)

    @OptionGroup var change: BadgeChangeOptions

    func run() async throws {
        try await change.carryOut { services, person, context in
            let voided = try await services.badges.revoke(
                latestOf: person.id, reason: change.because, context: context
            ).result
            return ("badge \(voided.number) is not good any more", voided.number, false)
        }
    }
}

/// Whose badge is changed, why, and by whom.
struct BadgeChangeOptions: ParsableArguments {
    @OptionGroup var person: PersonArgument

    @Option(help: "Why: lost, stolen, damaged, name corrected.")
    var because: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    /// Changes the badge and prints the result.
    func carryOut(
        _ change: (EventServices, Registration, WriteContext) async throws -> (
            sentence: String, issue: IssueNumber, isGood: Bool
        )
    ) async throws {
        let services = try await event.services()
        let person = try await person.registration(services)
        let (sentence, issue, isGood) = try await change(services, person, write.context(services.clock))
        try output.answer(
            "\(person.code): \(sentence).",
            ["code": .text(person.code.description), "issue": .number(issue.rawValue), "good": .flag(isGood)])
    }
}
