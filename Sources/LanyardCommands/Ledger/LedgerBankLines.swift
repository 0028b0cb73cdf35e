import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct LedgerBankLines: AsyncParsableCommand {
    /// How many are shown at the most.
    private static let limit = 1_000

    static let configuration = CommandConfiguration(
        commandName: "bank-lines", abstract: "List the lines of bank statements that wait for a person.",
        discussion: """
            Example: lanyard ledger bank-lines
            Example: lanyard ledger bank-lines --all --json
            """)

    @Flag(help: "Those that are settled, too.")
    var all = false

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let lines = try await services.ledger.bankLines(onlyWaiting: !all, limit: Self.limit)
        guard !output.json else { return try Output.json(lines.map(BankLineBody.init)) }
        Output.table(
            ["line", "date", "amount", "state", "for", "what the bank says"], right: ["line", "amount"],
            lines.map { line in
                [
                    line.id.description, line.dated.description, line.amount.description,
                    line.returns.map { "came back: entry \($0)" } ?? line.state.rawValue,
                    line.shares.map(\.code.description).joined(separator: " "),
                    [line.counterparty, line.words].filter { !$0.isEmpty }.joined(separator: " · "),
                ]
            })
        if lines.count == Self.limit { Report.say("These are the latest \(Self.limit).") }
    }
}

struct LedgerBankSettle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank-settle", abstract: "Say what a line of a bank statement is.",
        discussion: """
            For one person, for several with what each gets (one may stand without an amount, and gets the rest), or for nobody \
            of the event. A payment that the bank gave back is reversed by --reverse; --entry names it where the line does not \
            say which it was.

            Example: lanyard ledger bank-settle 3 K7X-42MK
            Example: lanyard ledger bank-settle 3 K7X-42MK=100 M2P-9QR4
            Example: lanyard ledger bank-settle 4 --not-ours "the rent of the hall"
            Example: lanyard ledger bank-settle 5 --reverse
            """)

    @Argument(help: "The line, as bank-lines numbers it.")
    var line: Int64

    @Argument(help: "For whom: code, reference elsewhere or #NUMBER, and =AMOUNT where it is a part.")
    var people: [String] = []

    @Option(help: "It has nothing to do with the event, and why.")
    var notOurs: String?

    @Flag(help: "Reverse the payment that came back.")
    var reverse = false

    @Option(help: "With --reverse: the entry of that payment.")
    var entry: Int64?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [!people.isEmpty, notOurs != nil, reverse].count(where: \.self) == 1, entry == nil || reverse else {
            throw ValidationError("Name people, or give --not-ours, or --reverse.")
        }
    }

    func run() async throws {
        let services = try await event.services()
        let id = BankLine.ID(rawValue: line)
        let context = try write.context(services.clock)
        if let notOurs {
            _ = try await services.ledger.dismiss(id, because: notOurs, context: context)
        } else if reverse {
            let correction = try await services.ledger.reverse(id, entry: entry, context: context)
            Report.say("Entry \(correction.result) reverses the payment.")
        } else {
            _ = try await services.settle(bankLine: id, among: try await shares(services), context: context)
        }
        try await LedgerBankReopen.show(id, services, json: output.json)
    }

    /// Reads `K7X-42MK` or `K7X-42MK=100`.
    private func shares(_ services: EventServices) async throws -> [SettlementShare] {
        var shares: [SettlementShare] = []
        for text in people {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            shares.append(
                SettlementShare(
                    try await services.shareHolder(named: parts.first ?? ""), amount: parts.count == 2 ? parts[1] : ""))
        }
        return shares
    }
}

struct LedgerBankReopen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank-reopen", abstract: "Take back how a line of a bank statement was settled.",
        discussion: """
            The payments that it made are corrected by new entries, and the line waits again.

            Example: lanyard ledger bank-reopen 3 --because "it was for her colleague"
            """)

    @Argument(help: "The line, as bank-lines numbers it.")
    var line: Int64

    @Option(help: "Why; no personal data.")
    var because: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let id = BankLine.ID(rawValue: line)
        _ = try await services.ledger.reopen(id, because: because, context: try write.context(services.clock))
        try await Self.show(id, services, json: output.json)
    }

    /// The line as it stands now.
    static func show(_ id: BankLine.ID, _ services: EventServices, json: Bool) async throws {
        let line = try await services.ledger.bankLine(id)
        guard !json else { return try Output.json(BankLineBody(line)) }
        Output.line("line \(line.id): \(line.dated) \(line.amount) \(line.state.rawValue)")
        for share in line.shares { Output.line("entry \(share.entry): \(share.code) \(share.amount)") }
    }
}
