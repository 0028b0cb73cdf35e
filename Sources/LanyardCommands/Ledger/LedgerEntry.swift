import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct LedgerEntry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entry", abstract: "Book an entry by hand: a deposit, a fee, a payout, an opening balance.",
        discussion: """
            It names accounts and amounts; debits and credits are the same. Accounts are bank, card, cash (the safe), cheque, \
            opening, rounding, till-difference, and asset:, expense:, fee:, income: and liability: with a word of your own. \
            So bank and card agree with what bank and acquirer say. Nothing is booked into a closed period.

            Example: lanyard ledger entry --debit bank=1200 --credit cash=1200 --because "deposit of Saturday"
            Example: lanyard ledger entry --debit bank=487.50 --debit fee:card=12.50 --credit card=500 --because "payout"
            Example: lanyard ledger entry --debit bank=5000 --credit opening=5000 --date 2015-01-01 --because "balance of 2014"
            """)

    @Option(help: "ACCOUNT=AMOUNT; may be given several times.")
    var debit: [String] = []

    @Option(help: "ACCOUNT=AMOUNT; may be given several times.")
    var credit: [String] = []

    @Option(help: "What it is; no personal data.")
    var because: String

    @Option(help: "When it happened, as the bank says. Default: today.")
    var date: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let currency = try await services.store.definition().currency
        let debits = try debit.map { try Self.side($0, in: currency) }
        let credits = try credit.map { text in
            let side = try Self.side(text, in: currency)
            return ManualEntry.Side(side.account, -side.amount)
        }
        let dated = try date.map { text throws(ConferenceError) in try CivilDate(text) }
        let entry = try ManualEntry(debits + credits, because: because, dated: dated)
        let number = try await services.ledger.enter(entry, context: try write.context(services.clock)).result
        try await Self.show(number, services, json: output.json)
    }

    /// An account and what is booked to it.
    private static func side(_ text: String, in currency: Currency) throws -> ManualEntry.Side {
        guard let sign = text.lastIndex(of: "=") else {
            throw ValidationError("‘\(text)’ is not ACCOUNT=AMOUNT.")
        }
        return ManualEntry.Side(
            try Account(typed: String(text[..<sign])),
            try Money(decimal: String(text[text.index(after: sign)...]), in: currency))
    }

    /// An entry as it is booked.
    static func show(_ number: Int64, _ services: EventServices, json: Bool) async throws {
        let booked = try await services.ledger.manualEntry(number)
        let body = ManualEntryBody(booked, event: try await services.store.definition())
        guard !json else { return try Output.json(body) }
        Output.line("entry \(body.entry), \(body.date): \(body.reason)")
        Output.table(
            ["account", "debit", "credit"], right: ["debit", "credit"],
            body.postings.map { [$0.account, $0.debit?.description ?? "", $0.credit?.description ?? ""] })
        if let correctedBy = body.correctedBy { Output.line("taken back by entry \(correctedBy)") }
    }
}

struct LedgerEntries: AsyncParsableCommand {
    /// How many are shown at the most.
    private static let limit = 1_000

    static let configuration = CommandConfiguration(
        commandName: "entries", abstract: "List what was booked by hand, the latest first.",
        discussion: "Example: lanyard ledger entries")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let bodies = try await services.ledger.manualEntries(limit: Self.limit).map {
            ManualEntryBody($0, event: definition)
        }
        guard !output.json else { return try Output.json(bodies) }
        Output.table(
            ["entry", "date", "account", "debit", "credit", "what it is"], right: ["entry", "debit", "credit"],
            bodies.flatMap { body in
                body.postings.enumerated().map { line, posting in
                    [
                        line == 0 ? String(body.entry) : "", line == 0 ? body.date : "", posting.account,
                        posting.debit?.description ?? "", posting.credit?.description ?? "",
                        line > 0 ? "" : body.reason + (body.correctedBy.map { " (taken back by entry \($0))" } ?? ""),
                    ]
                }
            })
        if bodies.count == Self.limit { Report.say("These are the latest \(Self.limit).") }
    }
}

struct LedgerWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take back what was booked by hand.",
        discussion: """
            A new entry names the one that it takes back; nothing is deleted.

            Example: lanyard ledger withdraw 17 --because "the deposit was of Sunday"
            """)

    @Argument(help: "The number of the entry.")
    var entry: Int64

    @Option(help: "Why; no personal data.")
    var because: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        _ = try await services.ledger.withdraw(
            entry: entry, because: because, context: try write.context(services.clock))
        try await LedgerEntry.show(entry, services, json: output.json)
    }
}
