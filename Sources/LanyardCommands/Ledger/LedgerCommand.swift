import ArgumentParser

/// The money.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Take payments, see balances, export the journal.",
        subcommands: [
            LedgerPay.self, LedgerRefund.self, LedgerCorrect.self, LedgerDonate.self, LedgerForgetDocuments.self,
            LedgerEntry.self, LedgerEntries.self, LedgerWithdraw.self, LedgerClose.self, LedgerPeriods.self,
            LedgerBankImport.self, LedgerBankLines.self, LedgerBankSettle.self, LedgerBankReopen.self,
            LedgerBalance.self, LedgerDocuments.self, LedgerInvoice.self, LedgerInvoices.self, LedgerPayInvoice.self,
            LedgerStatement.self, LedgerRefunds.self, LedgerReceipt.self, LedgerExport.self,
        ])
}
