import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment",
        abstract: "Take cards through a payment provider: its keys, what waits, what goes back.",
        discussion: """
            The event's description names the provider under ‘payments’. ‘serve’ talks to it; nothing here does. What cannot be \
            matched waits with the lines of bank statements: ‘ledger bank-lines’, ‘ledger bank-settle’.
            """,
        subcommands: [PaymentStatus.self, PaymentKeys.self, PaymentRefunds.self, PaymentRetry.self])
}

struct PaymentStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether the provider can be reached, and what waits.",
        discussion: "Example: lanyard payment status")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let body = PaymentStandingBody(try await services.paymentStanding(), event: definition)
        guard !output.json else { return try Output.json(body) }
        guard let provider = body.provider else {
            return Output.line("the event's description names no provider: nobody pays online")
        }
        Output.line("provider: \(provider)")
        if !body.hasKey { Output.line("its key is not stored: lanyard payment keys") }
        if !body.hasSecret { Output.line("the secret of its messages is not stored: lanyard payment keys") }
        if let trouble = body.trouble {
            Output.line("it cannot be asked since \(trouble.since): \(trouble.code) \(trouble.reply)")
        }
        if body.waitingMessages > 0 {
            Output.line("messages of the provider that wait: \(body.waitingMessages)")
        }
        for checkout in body.open {
            Output.line("begun: #\(checkout.registration) \(checkout.amount) \(checkout.state) \(checkout.begun)")
        }
        for refund in body.refunds { Output.line("to go back: \(PaymentRefunds.line(refund))") }
        for line in body.unclear {
            Output.line("to be settled: line \(line.id) \(line.amount) \(line.doubt ?? "") \(line.reference)")
        }
    }
}

struct PaymentKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Store the provider's key and the secret of its messages, read from standard input.",
        discussion: """
            The first line is the key of the account, the second the secret with which the provider signs its messages, or two \
            with a blank between them while one takes the place of the other. They go into the folder of the event's keys, into \
            files that their owner alone can read.

            Example: lanyard payment keys < keys.txt
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        func next(_ what: String) throws -> String {
            guard let line = readLine(strippingNewline: true), !line.isEmpty, line.utf8.count <= 1_000,
                line.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
            else { throw ValidationError("Give \(what) on standard input, in a line of its own.") }
            return line
        }
        let key = try next("the key")
        let secrets = try next("the secret of the messages")
        try services.store.keys.setPassword(key, named: EventServices.providerKey)
        try services.store.keys.setPassword(secrets, named: EventServices.webhookSecrets)
        try output.say("The key and the secret are stored.", ["stored": true])
    }
}

struct PaymentRefunds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refunds", abstract: "List what goes back through the provider, the latest first.",
        discussion: "Example: lanyard payment refunds --state failed")

    @Option(help: "waiting, sent, failed or cancelled.")
    var state: OnlineRefund.State?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let bodies = try await services.ledger.onlineRefunds(state, limit: 1_000)
            .map { OnlineRefundBody($0, event: definition) }
        guard !output.json else { return try Output.json(bodies) }
        for body in bodies { Output.line(Self.line(body)) }
    }

    static func line(_ refund: OnlineRefundBody) -> String {
        "refund \(refund.id) of entry \(refund.entry), #\(refund.registration): \(refund.amount) \(refund.state) \(refund.because ?? "")"
    }
}

struct PaymentRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Have the provider try again what could not go back.",
        discussion: "Example: lanyard payment retry 3")

    @Argument(help: "The refund, as ‘payment refunds’ numbers it.")
    var refund: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let id = OnlineRefund.ID(rawValue: refund)
        let done = try await services.ledger.retry(id, context: try write.context(services.clock)).result
        let body = OnlineRefundBody(done, event: try await services.store.definition())
        guard !output.json else { return try Output.json(body) }
        Output.line(PaymentRefunds.line(body))
    }
}

extension OnlineRefund.State: ExpressibleByArgument {}
