import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

struct JournalExportTests {
    private static let seeds = SeededGenerator.seeds(3)

    /// Our balances, by the name that an export gives each account, in cents.
    private static func ours(
        _ ledger: RegistrationLedger, _ name: (PlainTextAccount) -> String
    ) async throws -> [String: String] {
        let balances = try await ledger.trialBalance()
        return Dictionary(
            uniqueKeysWithValues: balances.map { (name(PlainTextAccount($0.account)), $0.balance.description) })
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

    @Test(arguments: seeds) func `hledger finds the same balances after a year`(seed: UInt64) async throws {
        try await withScratchFolder { folder in
            try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
                try await RandomHistory.write(acts: 400, seed: seed, to: ledger)
                let file = folder.file("books.journal")
                try await ledger.exportJournal(as: .hledger).write(to: file)
                _ = try Tool.run("hledger", "--strict", "-f", file.path, "check")
                let balances = try Tool.run(
                    "hledger", "-f", file.path, "balance", "--flat", "--empty", "--no-total", "-O", "csv")
                #expect(Self.theirs(balances) == (try await Self.ours(ledger, \.hledger)))
            }
        }
    }

    @Test(arguments: seeds) func `beancount finds the same balances after a year`(seed: UInt64) async throws {
        try await withScratchFolder { folder in
            try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
                try await RandomHistory.write(acts: 400, seed: seed, to: ledger)
                let file = folder.file("books.beancount")
                try await ledger.exportJournal(as: .beancount).write(to: file)
                _ = try Tool.run("bean-check", file.path)
                let balances = try Tool.run(
                    "bean-query", "-f", "csv", file.path, "SELECT account, sum(position) GROUP BY account")
                #expect(Self.theirs(balances) == (try await Self.ours(ledger, \.beancount)))
            }
        }
    }

    @Test(arguments: seeds) func `the rows of the CSV sum to the same balances`(seed: UInt64) async throws {
        try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
            try await RandomHistory.write(acts: 400, seed: seed, to: ledger)
            let table = try CSVTable(try await ledger.exportJournal(as: .csv))
            var balances: [String: Money] = [:]
            for row in table.rows {
                let cells = Dictionary(uniqueKeysWithValues: zip(table.header, row.cells.map(\.text)))
                let (debit, credit) = (cells["debit"] ?? "", cells["credit"] ?? "")
                #expect(debit.isEmpty != credit.isEmpty)
                let amount = try debit.isEmpty ? -Money(decimal: credit) : Money(decimal: debit)
                balances[cells["account"] ?? "", default: .zero] += amount
            }
            let ours = try await ledger.trialBalance()
            #expect(balances == Dictionary(uniqueKeysWithValues: ours.map { ($0.account.description, $0.balance) }))
        }
    }

    /// 11 February, 03:00 in UTC, is the evening of the 10th in Ottawa.
    @Test func `an entry tells its number, its date at the event, and nobody's name`() async throws {
        try await withNetdev01 { ledger, _ in
            let person = try Person(
                name: "Ada Placeholder", badgeName: "", affiliation: "Packet Bakery", email: "ada@example.org")
            let new = try NewRegistration(
                person: person, category: .attendee, days: DaySet([1, 2]), addOns: [], reference: nil)
            let evening = Date(timeIntervalSince1970: 1_423_623_600)
            let ada = try await ledger.register(new, context: .desk(at: evening)).result
            let payment = try Payment(
                amount: Money(cents: 20_000), method: .bank, note: "transfer of Ada Placeholder")
            _ = try await ledger.pay(payment, for: ada.id, context: .desk(at: evening))

            for format in JournalFormat.allCases {
                let text = String(decoding: try await ledger.exportJournal(as: format), as: UTF8.self)
                #expect(text.contains("2015-02-10T22:00:00-05:00") && text.contains(ada.code.description))
                #expect(!text.contains("Ada") && !text.contains("Bakery") && !text.contains("example.org"))
            }
            let hledger = String(decoding: try await ledger.exportJournal(as: .hledger), as: UTF8.self)
            #expect(hledger.contains("2015-02-10 * (1) charge \(ada.code): days 1,2\n"))
            let beancount = String(decoding: try await ledger.exportJournal(as: .beancount), as: UTF8.self)
            #expect(beancount.contains("2015-02-10 * \"payment \(ada.code)\" ^entry-2\n"))
        }
    }

    @Test func `an empty journal is an empty book that both tools read`() async throws {
        try await withScratchFolder { folder in
            try await withNetdev01 { ledger, _ in
                let hledger = folder.file("books.journal")
                try await ledger.exportJournal(as: .hledger).write(to: hledger)
                #expect(try Tool.run("hledger", "--strict", "-f", hledger.path, "print") == "")
                let beancount = folder.file("books.beancount")
                try await ledger.exportJournal(as: .beancount).write(to: beancount)
                _ = try Tool.run("bean-check", beancount.path)
            }
        }
    }

    @Test(arguments: [
        ("receivable", "assets:receivable", "Assets:Receivable"), ("revenue:day", "revenues:day", "Income:Day"),
        ("cash:desk-1", "assets:cash:desk-1", "Assets:Cash:Desk-1"),
        ("tax:gst", "liabilities:tax:gst", "Liabilities:Tax:Gst"),
        ("refunds-due", "liabilities:refunds-due", "Liabilities:Refunds-due"),
        ("rounding", "expenses:rounding", "Expenses:Rounding"), ("revenue:4-days", "revenues:4-days", "Income:4-days"),
        ("cash:Desk 1", "assets:cash:u44-esku20-1", "Assets:Cash:U44-esku20-1"),
        ("cash:", "assets:cash:u", "Assets:Cash:U"),
    ])
    func `accounts get names that the tools take`(account: String, hledger: String, beancount: String) {
        let name = PlainTextAccount(Account(stored: account))
        #expect(name.hledger == hledger && name.beancount == beancount)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "\"'\t=1\""),
        ("＝1", "'＝1"), ("a;=1", "\"a;=1\""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\r\nlines", "\"two\r\nlines\""), ("=\"\"", "\"'=\"\"\"\"\""), ("", ""), ("Ada", "Ada"),
    ])
    func `a text in a CSV runs no formula and keeps to its cell`(text: String, written: String) {
        var csv = CSVText(header: ["a", "b"])
        csv.append([.text(text), .amount(Money(cents: -150))])
        #expect(csv.text == "a,b\r\n\(written),-1.50\r\n")
    }
}
