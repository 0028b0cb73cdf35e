import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Payments
import RegistrationLedger
import Representations
import Wording

struct LedgerBankImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank-import", abstract: "Show what a bank's statement brings; book it with --book.",
        discussion: """
            The statement is a CSV file in any layout, CAMT.053, MT940, OFX or QFX. Each transfer that came in is booked for the \
            registration whose code stands in it, on the bank's date. What is pending, in another currency or going out is never \
            booked. Money for nobody, for somebody who owes less, or for several people waits: lanyard ledger bank-lines lists \
            it, lanyard ledger bank-settle settles it. A transfer that an earlier statement brought is not booked again. Ends \
            with 2 when a person has to look at a line.

            Columns of a CSV file are known by their names in English and French. Where they have none, or others: --columns \
            \(StatementColumn.allCases.map(\.rawValue).joined(separator: ",")), in the order of the file; a hyphen stands for a \
            column that does not count.

            Example: lanyard ledger bank-import statement.csv
            Example: lanyard ledger bank-import statement.csv --book
            Example: lanyard ledger bank-import chequing.csv --columns date,text,debit,credit,balance --dates mdy
            """)

    @Argument(help: "The file.")
    var file: String

    @Flag(help: "Book it.")
    var book = false

    @Option(help: "What each column of a CSV file is, separated by commas.")
    var columns: String?

    @Option(help: "The sign before the cents, where the file does not settle it: point or comma.")
    var decimal: String?

    @Option(help: "How dates such as 02/03/2015 are meant: dmy or mdy.")
    var dates: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(book ? .writing : .reading)
        var order = StatementOrder(file: try InputFile.data(file))
        order.columns = columns ?? ""
        order.decimalSign = decimal ?? ""
        order.dates = dates ?? ""
        let outcome =
            book
            ? try await services.bookStatement(order, context: try write.context(services.clock))
            : try await services.previewStatement(order)
        if output.json {
            try Output.json(StatementBody(outcome, in: .english))
        } else {
            show(outcome)
        }
        guard !outcome.needsPerson else { throw ExitCode.answerIsNo }
    }

    private func show(_ outcome: StatementOutcome) {
        for note in outcome.notes {
            Report.say(note.sentence(in: .english))
            if case .dates = note { Report.say("If that is wrong, give --dates dmy or --dates mdy.") }
        }
        // What went out or has not moved says nothing about anybody.
        let told = outcome.rows.filter { row in
            switch row.fate {
            case .wentOut, .pending, .cancelled: row.person != nil
            case .booked, .known, .waits, .returned, .otherCurrency: true
            }
        }
        Output.table(
            ["line", "date", "amount", "code", "due", "what"], right: ["line", "amount", "due"],
            told.map { row in
                [
                    String(row.line.line), row.line.dated.description, row.line.amount.description,
                    row.person?.code.description ?? row.party?.invoice ?? "", row.person?.due.description ?? "",
                    Self.words(row, isBooked: outcome.isBooked),
                ]
            })
        for line in outcome.unread {
            let words = Words(code: line.code, details: line.details)
            Report.say("line \(line.line): \(words.sentence) \(words.advice)")
        }
        let counts = [
            (outcome.count("booked"), outcome.isBooked ? "booked" : "to be booked"),
            (outcome.count("known"), "known already"), (outcome.count("waits"), "wait for a person"),
            (outcome.count("returned"), "came back"), (outcome.count("went_out"), "went out"),
            (outcome.count("pending") + outcome.count("cancelled"), "not final"),
            (outcome.count("other_currency"), "in another currency"), (outcome.unread.count, "not clear"),
        ]
        Report.say(counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + ".")
        if !outcome.isBooked { Report.say("Nothing was booked: give --book.") }
    }

    private static func words(_ row: StatementReport.Row, isBooked: Bool) -> String {
        let number = row.id.map { " (line \($0))" } ?? ""
        switch row.fate {
        case .booked: return isBooked ? "booked" + number : "would be booked"
        case .known: return "known already" + number
        case .waits(let error): return "waits\(number): " + Words(for: error).sentence
        case .returned(let entry): return "came back\(number): reverse entry \(entry)"
        case .wentOut: return "went out"
        case .pending: return "pending"
        case .cancelled: return "cancelled"
        case .otherCurrency: return "in another currency: \(row.line.currency ?? "")"
        }
    }
}
