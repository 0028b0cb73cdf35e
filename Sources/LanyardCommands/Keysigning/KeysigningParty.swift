import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Keysigning
import KeysigningPaper
import RegistrationLedger

struct KeysigningMask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mask", abstract: "Write one reader's copy of a frozen list, with hidden digits.",
        discussion: """
            Every fingerprint except the reader's own has underscores in places that differ from reader to reader; its \
            owner tells them the digits. The same reader and version always give the same copy. A line in the reader’s \
            language says whose copy it is.

            Example: lanyard keysigning mask --reader K7X-42MK --out copy.txt
            """)

    @OptionGroup var copy: CopyOptions

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let text = try await services.maskedCopy(
            version: try await copy.version.number(services), reader: try await copy.id(services),
            count: copy.digits)
        try file.write(text)
    }
}

/// Which reader's copy of which version.
struct CopyOptions: ParsableArguments {
    @Option(help: "Whose copy: the code, the reference from another system, or '#NUMBER'.")
    var reader: String

    @OptionGroup var version: FrozenVersionOption

    @Option(help: "How many digits to hide in each fingerprint, 1 to 20.")
    var digits = FingerprintMask.defaultCount

    func id(_ services: EventServices) async throws -> Registration.ID {
        try await services.ledger.registration(named: reader).id
    }
}

struct KeysigningAnswers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers", abstract: "Show what a reader's copy should be filled in with, or check it.",
        discussion: """
            With --check it only says whether the digits are right; the exit code is 2 if they are not.

            Example: lanyard keysigning answers --reader K7X-42MK --check 12=3F0A91
            """)

    @OptionGroup var copy: CopyOptions

    @Option(name: .customLong("check"), help: "NUMBER=DIGITS as the reader wrote them; give it again for more.")
    var checks: [String] = []

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let version = try await copy.version.number(services)
        guard checks.isEmpty else { return try await check(services, version) }
        let answers = try await services.keysigning.maskAnswers(
            version: version, reader: try await copy.id(services), count: copy.digits)
        guard !output.json else { return try Output.json(answers) }
        Output.table(
            ["no", "digits", "fingerprint"], right: ["no"],
            answers.map { [String($0.number), $0.hidden, $0.masked] })
    }

    private struct Checked: Encodable {
        let number: Int
        let right: Bool
    }

    private func check(_ services: EventServices, _ version: Int) async throws {
        let reader = try await copy.id(services)
        var checked: [Checked] = []
        for text in checks {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let number = Int(parts[0]) else {
                throw ValidationError("Write a check as NUMBER=DIGITS, not \(text).")
            }
            let answer = try await services.keysigning.checkAnswer(
                version: version, reader: reader, number: number, digits: String(parts[1]), count: copy.digits)
            if !output.json { Output.line("\(number)  \(answer ? "right" : "wrong")") }
            checked.append(Checked(number: number, right: answer))
        }
        if output.json { try Output.json(checked) }
        guard checked.allSatisfy(\.right) else { throw ExitCode.answerIsNo }
    }
}

struct KeysigningRotation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotation", abstract: "Write who meets whom in which round, one sheet per person.",
        discussion: """
            everybody: everybody meets everybody once. lines: two lines face each other, half as many rounds, for when \
            time is short. People noted as absent are left out. Each sheet is in the language of its person.

            Example: lanyard keysigning rotation --begins 12:30 --minutes 3 --out rotation.pdf
            """)

    @Option(help: "everybody or lines.")
    var form: Rotation.Form = .everybody

    @Option(help: "When the first round begins, such as 12:30. Default: no times.")
    var begins: String?

    @Option(help: "Minutes per round, 1 to 60.")
    var minutes = 3

    @OptionGroup var version: FrozenVersionOption

    @Flag(help: "Write text instead of PDF.")
    var text = false

    @OptionGroup var file: FileOptions

    @OptionGroup var paper: PaperOptions
    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let plan = try await services.keysigning.rotation(
            version: try await version.number(services), form: form, begins: try begins.map { try TimeOfDay($0) },
            minutesPerRound: minutes)
        let (rounds, people) = (plan.rotation.rounds.count, plan.people.count)
        try file.write(
            text ? Array(plan.text.utf8) : Array(try await services.pdf(of: plan, on: paper.size)),
            "\(Output.count(rounds, "round")) for \(people) people.",
            ["rounds": .number(rounds), "people": .number(people)])
    }
}

extension Rotation.Form: ExpressibleByArgument {}

struct KeysigningTick: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tick", abstract: "Record for a participant what they checked of somebody's key.",
        discussion: """
            SUBJECT is a number on the list, the scan of a badge, an OPENPGP4FPR: code, a fingerprint, or the code of \
            a registration. Without --only, both boxes are ticked.

            Example: lanyard keysigning tick 12 --reader K7X-42MK
            """)

    @Argument(help: "Whose key; leave it out with --checksum.")
    var subject: String?

    @Option(help: "Who checked it: the code, the reference from another system, or '#NUMBER'.")
    var reader: String

    @Option(help: "fingerprint or identity.")
    var only: TickList.Kind?

    @Option(help: "The version whose digest the reader compared.")
    var checksum: Int?

    @Flag(help: "Clear the tick instead of setting it.")
    var clear = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (subject == nil) == (checksum == nil) { throw ValidationError("Give either a subject or --checksum.") }
    }

    func run() async throws {
        let services = try await event.services()
        let context = try write.context(services.clock)
        let reader = try await services.ledger.registration(named: reader).id
        if let checksum {
            _ = try await services.keysigning.tickChecksum(
                version: checksum, isSet: !clear, reader: reader, context: context)
            if output.json { try Output.json(["version": Fact.number(checksum), "ticked": .flag(!clear)]) }
        }
        if let subject {
            let numbers = try await services.keysigning.tick(
                try await services.tickSubject(subject), as: only.map { [$0] } ?? Set(TickList.Kind.allCases),
                isSet: !clear, reader: reader, context: context
            ).result
            try output.answer(
                numbers.map(String.init).joined(separator: " "), ["numbers": .list(numbers.map { .number($0) })])
        }
    }
}

extension TickList.Kind: ExpressibleByArgument {}

struct KeysigningTicked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticked", abstract: "Write a frozen list with a participant's ticks, for caff.",
        discussion: "Example: lanyard keysigning ticked --reader K7X-42MK --out ticked.txt")

    @Option(help: "Whose ticks: the code, the reference from another system, or '#NUMBER'.")
    var reader: String

    @OptionGroup var version: FrozenVersionOption

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let text = try await services.keysigning.tickedList(
            version: try await version.number(services),
            reader: try await services.ledger.registration(named: reader).id)
        try file.write(text)
    }
}
