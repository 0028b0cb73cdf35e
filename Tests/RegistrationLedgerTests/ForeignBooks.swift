import Conference
import Foundation
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

/// What other programs make of the books.
enum ForeignBooks {
    /// Our balances, by the name that an export gives each account.
    static func ours(
        _ ledger: RegistrationLedger, _ name: (PlainTextAccount) -> String
    ) async throws -> [String: String] {
        let balances = try await ledger.trialBalance()
        return Dictionary(
            uniqueKeysWithValues: balances.map { (name(PlainTextAccount($0.account)), $0.balance.description) })
    }

    /// What hledger reads out of the export, once it has checked it strictly.
    static func hledger(_ ledger: RegistrationLedger, in folder: ScratchFolder) async throws -> [String: String] {
        let file = folder.file("books.journal")
        try await ledger.exportJournal(as: .hledger).write(to: file)
        _ = try Tool.run("hledger", "--strict", "-f", file.path, "check")
        return theirs(
            try Tool.run("hledger", "-f", file.path, "balance", "--flat", "--empty", "--no-total", "-O", "csv"))
    }

    /// What beancount reads out of the export, once it has checked it.
    static func beancount(_ ledger: RegistrationLedger, in folder: ScratchFolder) async throws -> [String: String] {
        let file = folder.file("books.beancount")
        try await ledger.exportJournal(as: .beancount).write(to: file)
        _ = try Tool.run("bean-check", file.path)
        return theirs(
            try Tool.run("bean-query", "-f", "csv", file.path, "SELECT account, sum(position) GROUP BY account"))
    }

    /// Rows of `account,amount CAD` as both tools write them; hledger writes `0` for nothing, beancount no amount.
    private static func theirs(_ csv: String) -> [String: String] {
        var balances: [String: String] = [:]
        for line in csv.split(whereSeparator: \.isNewline).dropFirst() {
            let cells = line.split(separator: ",").map { cell in
                cell.filter { $0 != "\"" }.split(separator: " ").map(String.init)
            }
            let amount = cells.dropFirst().first?.first ?? "0"
            balances[cells[0].joined()] = amount == "0" ? "0.00" : amount
        }
        return balances
    }
}
