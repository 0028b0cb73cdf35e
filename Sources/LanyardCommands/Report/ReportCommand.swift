import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger
import Representations

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Sum up money and registrations.",
        discussion: """
            money-by-day: what was charged and what came in; revenue + tax + other = received + refunded + due.
            money-by-product, money-by-method, money-by-tax: the same by what was sold, how it was paid, which tax.
            registrations-by-category, -day, -affiliation, -country: who comes; a country is the one that a person gave, \
            else the one that the domain of the e-mail address tells.
            money-by-method-and-day: what bank and card terminal should say of each day.
            tax-return: what was sold without taxes, and each tax as it was charged.
            vouchers: who redeemed which, and what it saved them.
            invoices: every invoice with what is still to be paid of it.
            documents-missing: who should get a document, because something was booked since the last one.
            refunds-due: to whom money is owed, by the way in which it goes back.
            answers: what each person answered to the questions that event.yaml lets reports see.
            kitchen: how many gave which answer, by day and side event, for the questions that it lets the kitchen see.
            outstanding: who owes money, and, with a minus, to whom money is owed.
            no-shows: people with a pass for a day that is over or under way whom no gate let in on that day.
            scans, refusals, inside: every scan, refusals by reason, and who is inside now, gate by gate.
            picked-up: who took something at the desk for somebody else.
            attendance: how many people each gate let in, against its limit.
            lost: badges that doors were shown and this event does not know, because the machine that made them died.

            Example: lanyard report money-by-day
            Example: lanyard report tax-return --from 2015-01-01 --to 2015-03-31
            Example: lanyard report outstanding --csv > outstanding.csv
            Example: lanyard report outstanding --csv --style excel-comma > outstanding.csv
            """)

    @Argument(help: "Which: \(EventReport.allCases.map(\.rawValue).joined(separator: ", ")).")
    var report: EventReport

    @Flag(help: "Write the table as CSV.")
    var csv = false

    @Option(help: "How the CSV is written: \(CSVText.Style.allCases.map(\.rawValue).joined(separator: ", ")).")
    var style = CSVText.Style.plain

    @Option(help: "For money, scans and refusals: the first date.")
    var from: String?

    @Option(help: "For money, scans and refusals: the last date.")
    var to: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !(csv && output.json) else { throw ValidationError("Give --csv or --json, not both.") }
    }

    func run() async throws {
        let table = try await event.services(.reading, clock: try time.eventClock()).table(
            of: report,
            in: ReportPeriod(
                from: try from.map { text throws(ConferenceError) in try CivilDate(text) },
                until: try to.map { text throws(ConferenceError) in try CivilDate(text) }))
        if csv { return Output.text(table.csv(style)) }
        if output.json { return try Output.json(ReportBody(report, table)) }
        let sums = table.total.map { [Self.labelled($0)] } ?? []
        Output.table(
            table.columns, right: Self.right(table), (table.rows + sums).map { $0.map(Self.text) })
    }

    private static func labelled(_ total: [ReportTable.Cell]) -> [ReportTable.Cell] {
        total.first == .empty ? [.text("total")] + total.dropFirst() : total
    }

    /// The columns that hold no text.
    private static func right(_ table: ReportTable) -> Set<String> {
        Set(
            table.columns.indices.filter { index in
                !table.rows.contains { if case .text = $0[index] { true } else { false } }
            }.map { table.columns[$0] })
    }

    private static func text(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .text(let text): text
        case .amount(let amount): amount.description
        case .number(let number): String(number)
        case .empty: ""
        }
    }
}

extension EventReport: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}
extension CSVText.Style: ExpressibleByArgument {}
