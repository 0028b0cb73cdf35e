import Conference
import EventStore
package import Foundation
import GRDB

/// A form in which the treasurer gets the journal.
package enum JournalFormat: String, Sendable, Hashable, CaseIterable {
    /// One row for each posting, for spreadsheets.
    case csv
    /// The journal format of hledger (hledger.org).
    case hledger
    /// The input language of beancount (version 2 and later).
    case beancount
    /// A book that GnuCash opens.
    case gnucash
}

extension RegistrationLedger {
    /// The whole journal in one of the forms, as UTF-8, each entry under its number.
    ///
    /// An entry stands on the date that the clocks of the event showed. An entry carries the code of the registration, never
    /// a name.
    /// - Parameters:
    ///   - notes: whether what people typed with payments, refunds, waivers and by hand is told too; it may name somebody.
    ///   - style: how a CSV is written.
    /// - Throws: `journal_unreadable`.
    package func exportJournal(
        as format: JournalFormat, notes: Bool = false, style: CSVText.Style = .plain
    ) async throws -> Data {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            let codes = try Self.codes(db)
            let zone = definition.zone
            var writer: any JournalWriter =
                switch format {
                case .csv: CSVJournal(style)
                case .hledger: HledgerJournal(event: definition)
                case .beancount: BeancountJournal(event: definition)
                case .gnucash: GnuCashJournal(event: definition)
                }
            try Journal.forEachEntry(db) { entry in
                let code = entry.registration.flatMap { codes[$0] } ?? ""
                writer.append(ExportedEntry(entry, code: code, notes: notes, zone: zone))
            }
            return Data(writer.finish().utf8)
        }
    }

    private static func codes(_ db: Database) throws -> [Registration.ID: String] {
        var codes: [Registration.ID: String] = [:]
        let rows = try Coded.fetchCursor(db, sql: "SELECT id, code FROM registration")
        while let row = try rows.next() { codes[row.id] = try RegistrationCode(row.code).description }
        return codes
    }

    private struct Coded: FetchableRecord {
        let id: Registration.ID
        let code: String

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            code = try row.decode(forColumn: "code")
        }
    }
}

/// Writes entries in one form.
protocol JournalWriter {
    mutating func append(_ entry: ExportedEntry)
    /// The whole text.
    consuming func finish() -> String
}

/// What an export tells of an entry.
struct ExportedEntry {
    let number: Int64
    let kind: String
    /// The code of the registration; empty for the entries of a till.
    let code: String
    let corrects: Int64?
    /// RFC 3339, by the clocks of the event; its first ten characters are the date.
    let time: String
    /// When the bank moved the money; empty where it was not asked.
    let valued: String
    /// What the program itself wrote; where a person did, empty unless notes are asked for.
    let memo: String
    let author: String
    let postings: [Posting]

    init(_ entry: JournalEntry, code: String, notes: Bool, zone: TimeZone) {
        number = entry.number
        kind = entry.kind.rawValue
        self.code = code
        corrects = entry.corrects
        time = Timestamp(entry.time, in: zone).description
        valued = entry.valued?.description ?? ""
        memo =
            switch entry.kind {
            case .charge, .credit, .transfer, .till: entry.memo
            // A note or a reason that somebody typed.
            case .payment, .refund, .waiver, .correction, .donation, .manual: notes ? entry.memo : ""
            }
        author = entry.author
        postings = entry.postings
    }

    var date: String { String(time.prefix(10)) }
    /// `charge K7X-42MK: days 1,2`.
    var summary: String { kind + (code.isEmpty ? "" : " \(code)") + (memo.isEmpty ? "" : ": \(memo)") }
}

private struct CSVJournal: JournalWriter {
    private var csv: CSVText

    init(_ style: CSVText.Style) {
        csv = CSVText(
            header: [
                "entry", "line", "date", "time", "kind", "registration", "corrects", "account", "debit", "credit",
                "memo", "author", "value_date",
            ], style: style)
    }

    mutating func append(_ entry: ExportedEntry) {
        for (line, posting) in entry.postings.enumerated() {
            csv.append([
                .number(entry.number), .number(Int64(line + 1)), .text(entry.date), .text(entry.time),
                .text(entry.kind), .text(entry.code), entry.corrects.map(CSVText.Cell.number) ?? .empty,
                .text(posting.account.description),
                posting.amount > .zero ? .amount(posting.amount) : .empty,
                posting.amount < .zero ? .amount(-posting.amount) : .empty,
                .text(entry.memo), .text(entry.author), entry.valued.isEmpty ? .empty : .text(entry.valued),
            ])
        }
    }

    consuming func finish() -> String { csv.text }
}

private struct HledgerJournal: JournalWriter {
    private let event: EventDefinition
    private var accounts: Set<PlainTextAccount> = []
    private var entries = ""

    init(event: EventDefinition) { self.event = event }

    mutating func append(_ entry: ExportedEntry) {
        // A semicolon would begin a comment, and a bar end the name of a payee.
        let summary = entry.summary.replacing(";", with: ",").replacing("|", with: "/")
        entries += "\n\(entry.date) * (\(entry.number)) \(summary)\n"
        entries += "    ; time: \(entry.time)\n"
        if let corrects = entry.corrects { entries += "    ; corrects: \(corrects)\n" }
        for posting in entry.postings {
            let account = PlainTextAccount(posting.account)
            accounts.insert(account)
            // The bank's own date, for whoever compares the account with the statement (hledger manual, "Posting dates").
            let date = entry.valued.isEmpty || posting.account != .money(.bank) ? "" : "  ; date:\(entry.valued)"
            entries += "    \(account.hledger)  \(posting.amount) \(event.currency)\(date)\n"
        }
    }

    consuming func finish() -> String {
        let declarations = accounts.sorted { $0.hledger < $1.hledger }.map { account in
            "account \(account.hledger)  ; type: \(account.kind.hledgerType)\n"
        }
        return "; The journal of \(event.name), for hledger\n\ncommodity 1000.00 \(event.currency)\n\n"
            + declarations.joined() + entries
    }
}

private struct BeancountJournal: JournalWriter {
    private let event: EventDefinition
    private var accounts: Set<PlainTextAccount> = []
    private var entries = ""
    private var firstDate: String?

    init(event: EventDefinition) { self.event = event }

    mutating func append(_ entry: ExportedEntry) {
        firstDate = min(firstDate ?? entry.date, entry.date)
        let link = entry.corrects.map { " ^entry-\($0)" } ?? ""
        entries += "\n\(entry.date) * \"\(Self.escaped(entry.summary))\" ^entry-\(entry.number)\(link)\n"
        entries += "  time: \"\(entry.time)\"\n"
        if !entry.valued.isEmpty { entries += "  value-date: \(entry.valued)\n" }
        for posting in entry.postings {
            let account = PlainTextAccount(posting.account)
            accounts.insert(account)
            entries += "  \(account.beancount)  \(posting.amount) \(event.currency)\n"
        }
    }

    consuming func finish() -> String {
        let declarations = accounts.sorted { $0.beancount < $1.beancount }.map { account in
            "\(firstDate ?? "") open \(account.beancount) \(event.currency)\n"
        }
        return "option \"title\" \"\(Self.escaped(event.name))\"\n"
            + "option \"operating_currency\" \"\(event.currency)\"\n\n" + declarations.joined() + entries
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
