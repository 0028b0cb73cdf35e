import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Outbox
import RegistrationLedger
import Representations

struct MailRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try mail again at once that waits, failed or was cancelled.",
        discussion: """
            Example: lanyard mail retry 17
            Example: lanyard mail retry --failed
            """)

    @Argument(help: "The numbers of the mails.")
    var mails: [Int64] = []

    @Flag(help: "Everything that failed.")
    var failed = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard failed != !mails.isEmpty else { throw ValidationError("Name mails by their numbers, or give --failed.") }
    }

    func run() async throws {
        let services = try await event.services()
        let context = try write.context(services.clock)
        var ids = mails.map { OutboxMail.ID(rawValue: $0) }
        if failed { ids = try await services.outbox.list(.failed, limit: .max).map(\.id) }
        for id in ids {
            _ = try await services.outbox.retry(id, context: try context.step("\(id)"))
            if !output.json { Output.line("mail \(id) is tried again") }
        }
        if output.json { try Output.json(["retried": Fact.list(ids.map { .number($0.rawValue) })]) }
    }
}

struct MailCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Take back mail that was not sent yet.",
        discussion: "Example: lanyard mail cancel 17")

    @Argument(help: "The numbers of the mails.")
    var mails: [Int64]

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let context = try write.context(services.clock)
        let ids = mails.map { OutboxMail.ID(rawValue: $0) }
        for id in ids {
            _ = try await services.outbox.cancel(id, context: try context.step("\(id)"))
            if !output.json { Output.line("mail \(id) is cancelled") }
        }
        if output.json { try Output.json(["cancelled": Fact.list(ids.map { .number($0.rawValue) })]) }
    }
}

struct MailPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Hold all mail back.",
        discussion: "What happens meanwhile is written down and waits.\n\nExample: lanyard mail pause")

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws { try await Self.set(true, event, write, output) }

    static func set(_ isPaused: Bool, _ event: EventOptions, _ write: WriteOptions, _ output: OutputOptions)
        async throws
    {
        let services = try await event.services()
        let definition = try await services.store.definition()
        let standing = try await services.outbox.pause(isPaused, context: try write.context(services.clock))
        guard !output.json else { return try Output.json(MailStandingBody(standing, event: definition)) }
        MailStatus.show(standing, definition)
    }
}

struct MailResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let mail go again.", discussion: "Example: lanyard mail resume")

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws { try await MailPause.set(false, event, write, output) }
}

struct MailStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Note that somebody wants no announcements.",
        discussion: """
            They still get what they need in order to come: confirmations, offers, changes.

            Example: lanyard mail stop K7M-3QXZ
            Example: lanyard mail stop K7M-3QXZ --end
            """)

    @Argument(help: "A code, a reference or #NUMBER.")
    var registration: String

    @Flag(help: "They want them again.")
    var end = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let person = try await services.ledger.registration(named: registration)
        try await services.outbox.stop(person.id, !end, context: try write.context(services.clock))
        try output.answer(
            "#\(person.id) gets \(end ? "announcements again" : "no announcements")",
            ["registration": .number(person.id.rawValue), "announcements": .flag(end)])
    }
}

struct MailPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Store the password of the mail server's login, read from standard input.",
        discussion: """
            It goes into the folder of the event's keys, into a file that its owner alone can read.

            Example: lanyard mail password < password.txt
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        guard let line = readLine(strippingNewline: true), !line.isEmpty, line.utf8.count <= 1_000 else {
            throw ValidationError("Give the password on standard input, in one line of at most 1000 bytes.")
        }
        try services.store.keys.setPassword(line, named: "mail")
        try output.say("The password is stored.", ["stored": true])
    }
}
