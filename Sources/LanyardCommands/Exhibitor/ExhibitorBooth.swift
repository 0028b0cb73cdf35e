import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct ExhibitorRead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Read a badge at a booth: what its wearer gave, or what they may be asked for.",
        discussion: "Example: lanyard exhibitor read packet-bakery \"$TEXT\"")

    @OptionGroup var booth: BoothOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let answer = try await services.readAtBooth(
            booth.text, of: booth.id, context: try write.context(services.clock))
        try await BoothOutput.show(answer, services, output)
    }
}

struct ExhibitorAgree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agree", abstract: "Note what the wearer of a badge agrees to give an exhibitor.",
        discussion: """
            It takes the place of what they agreed to before.

            Example: lanyard exhibitor agree packet-bakery "$TEXT" --field name --field email
            """)

    @OptionGroup var booth: BoothOptions

    @Option(
        name: .customLong("field"),
        help: "What they give: \(Exhibitor.Field.allCases.map(\.rawValue).joined(separator: ", ")). Again for more.")
    var fields: [String]

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let chosen = try fields.map { try Choice.read($0, as: Exhibitor.Field.self) }
        let lead = try await services.agreeAtBooth(
            booth.text, with: booth.id, to: Set(chosen), context: try write.context(services.clock))
        try await BoothOutput.show(.given(lead), services, output)
    }
}

struct ExhibitorWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take back what somebody gave an exhibitor.",
        discussion: """
            By the text of their badge, or by the code or reference of somebody who writes to you. People do it on their own page as well.

            Example: lanyard exhibitor withdraw packet-bakery K7X-42MK
            """)

    @OptionGroup var booth: BoothOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let context = try write.context(services.clock)
        if let person = try? await services.ledger.registration(named: booth.text) {
            _ = try await services.ledger.endConsent(of: person.id, with: booth.id, context: context)
        } else {
            _ = try await services.withdrawAtBooth(booth.text, from: booth.id, context: context)
        }
        try output.answer(
            "\(booth.exhibitor) has nothing of them any more",
            ["exhibitor": .text(booth.exhibitor), "withdrawn": true])
    }
}

struct BoothOptions: ParsableArguments {
    @Argument(help: "Which exhibitor, as exhibitors in the event's description names it.")
    var exhibitor: String

    @Argument(help: "What the code on the badge says; to withdraw also the person’s code or reference.")
    var text: String

    var id: Exhibitor.ID { Exhibitor.ID(rawValue: exhibitor) }
}

private enum BoothOutput {
    static func show(_ answer: BoothAnswer, _ services: EventServices, _ output: OutputOptions) async throws {
        guard !output.json else {
            return try Output.json(BoothBody(answer, event: try await services.store.definition()))
        }
        switch answer {
        case .asks(let fields):
            Output.line("nothing is agreed; it may ask for \(fields.map(\.rawValue).joined(separator: ", "))")
        case .given(let lead):
            for given in lead.given { Output.line("\(given.field.rawValue): \(given.value)") }
        }
    }
}
