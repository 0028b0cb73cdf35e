import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

struct LedgerBalance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Show the balance of every account; together they are zero.",
        discussion: """
            Money owed to us or held by us is a debit, revenue a credit.

            Example: lanyard ledger balance
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let account: String
        let balance: String
    }

    func run() async throws {
        let balances = try await event.services(.reading).ledger.trialBalance()
        guard !output.json else {
            return try Output.json(
                balances.map { Line(account: $0.account.description, balance: $0.balance.description) })
        }
        let debit = balances.map(\.balance).filter { $0 > .zero }.total()
        let credit = -balances.map(\.balance).filter { $0 < .zero }.total()
        let rows = balances.map { account, balance in
            [
                account.description, balance > .zero ? balance.description : "",
                balance < .zero ? (-balance).description : "",
            ]
        }
        Output.table(
            ["account", "debit", "credit"], right: ["debit", "credit"],
            rows + [["total", debit.description, credit.description]])
    }
}
