import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

struct JournalExportTests {
    private static let seeds = SeededGenerator.seeds(3)

    @Test(arguments: seeds) func `hledger finds the same balances after a year`(seed: UInt64) async throws {
        try await withScratchFolder { folder in
            try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
                try await RandomHistory.write(acts: 400, seed: seed, to: ledger)
                let theirs = try await ForeignBooks.hledger(ledger, in: folder)
                #expect(try await theirs == ForeignBooks.ours(ledger, \.hledger))
            }
        }
    }

    @Test(arguments: seeds) func `beancount finds the same balances after a year`(seed: UInt64) async throws {
        try await withScratchFolder { folder in
            try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
                try await RandomHistory.write(acts: 400, seed: seed, to: ledger)
                let theirs = try await ForeignBooks.beancount(ledger, in: folder)
                #expect(try await theirs == ForeignBooks.ours(ledger, \.beancount))
            }
        }
    }

    @Test(arguments: seeds) func `the rows of the CSV sum to the same balances`(seed: UInt64) async throws {
        try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
            try await RandomHistory.write(acts: 400, seed: seed, to: ledger)
            let table = try ImportTable(try await ledger.exportJournal(as: .csv))
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
                let time = format == .gnucash ? "2015-02-10 10:59:00 +0000" : "2015-02-10T22:00:00-05:00"
                #expect(text.contains(time) && text.contains(ada.code.description))
                #expect(!text.contains("Ada") && !text.contains("Bakery") && !text.contains("example.org"))
            }
            let hledger = String(decoding: try await ledger.exportJournal(as: .hledger), as: UTF8.self)
            #expect(hledger.contains("2015-02-10 * (1) charge \(ada.code): days 1,2\n"))
            let beancount = String(decoding: try await ledger.exportJournal(as: .beancount), as: UTF8.self)
            #expect(beancount.contains("2015-02-10 * \"payment \(ada.code)\" ^entry-2\n"))
        }
    }

    @Test func `notes are told to whoever asks for them`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result.id
            let payment = try Payment(amount: Money(cents: 10_000), method: .cheque, note: "cheque 7 <Packet & Co.>")
            _ = try await ledger.pay(payment, for: ada, context: .desk())
            for format in JournalFormat.allCases {
                let without = String(decoding: try await ledger.exportJournal(as: format), as: UTF8.self)
                let with = String(decoding: try await ledger.exportJournal(as: format, notes: true), as: UTF8.self)
                #expect(!without.contains("cheque 7"))
                #expect(
                    with.contains(format == .gnucash ? "cheque 7 &lt;Packet &amp; Co.&gt;" : "cheque 7 <Packet & Co.>"))
            }
            let csv = String(decoding: try await ledger.exportJournal(as: .csv, style: .excelComma), as: UTF8.self)
            #expect(csv.hasPrefix("\u{FEFF}entry;line;") && csv.contains(";100,00;"))
        }
    }

    /// Prints the sum of each account of a GnuCash book, as path and cents.
    private static let gnuCashReader = """
        import sys, xml.etree.ElementTree as tree
        book = tree.parse(sys.argv[1]).getroot()
        n = {k: f"http://www.gnucash.org/XML/{k}" for k in ("gnc", "act", "trn", "split", "cd")}
        accounts = {a.findtext("act:id", None, n): a for a in book.iter("{%s}account" % n["gnc"])}
        def path(account):
            above = account.findtext("act:parent", None, n)
            name = account.findtext("act:name", None, n)
            return "" if above is None else ":".join(filter(None, [path(accounts[above]), name]))
        sums = {}
        transactions = list(book.iter("{%s}transaction" % n["gnc"]))
        for transaction in transactions:
            whole = 0
            for split in transaction.iter("{%s}split" % n["trn"]):
                cents, over = split.findtext("split:value", None, n).split("/")
                assert over == "100"
                account = accounts[split.findtext("split:account", None, n)]
                sums[path(account)] = sums.get(path(account), 0) + int(cents)
                whole += int(cents)
            assert whole == 0
        counts = {c.get("{%s}type" % n["cd"]): int(c.text) for c in book.iter("{%s}count-data" % n["gnc"])}
        assert counts["account"] == len(accounts) and counts["transaction"] == len(transactions)
        for name, cents in sums.items(): print(f"{name}\t{cents}")
        """

    @Test(arguments: seeds) func `a book for GnuCash has the same balances`(seed: UInt64) async throws {
        try await withScratchFolder { folder in
            try await withNetdev01(yaml: RandomHistory.yaml()) { ledger, _ in
                try await RandomHistory.write(acts: 200, seed: seed, to: ledger)
                let file = folder.file("books.gnucash")
                try await ledger.exportJournal(as: .gnucash).write(to: file)
                let told = try Tool.run("python3", "-c", Self.gnuCashReader, file.path)
                let theirs = try Dictionary(
                    uniqueKeysWithValues: told.split(whereSeparator: \.isNewline).map { line in
                        let cells = line.split(separator: "\t")
                        return (String(cells[0]), Money(cents: try #require(Int64(cells[1]))).description)
                    })
                #expect(try await theirs == ForeignBooks.ours(ledger, \.beancount))
            }
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
