import ArgumentParser
import Conference
import EventDesk
import Foundation
import RegistrationLedger
import Representations
import Wording

struct RegistrationImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Compare a list of people with who is registered, and bring it in.",
        discussion: """
            The list is CSV or a workbook (.xlsx). Our own columns, in any order, in English, French, German or Spanish: \
            name (or first and last name), and if you like reference, sort_name, badge_name, affiliation, email, country, \
            category, days, add_ons, status, price, paid. Exports of pretix, Indico, Eventbrite, Tito, pretalx, Luma, \
            Meetup, Google Forms, Hi.Events and alf.io are recognized by their columns.

            New people are registered. Of people who are here already it says what differs; --update takes that over, \
            except where somebody here changed the same (--take-theirs does that too). Who is missing from the list is \
            told, and cancelled only by --cancel-missing with their number. One wrong row and nothing is imported, unless \
            you give --keep-good. What a price and a payment elsewhere were is taken from the list where it says so.

            Example: lanyard registration import templates/demo/registrations.csv
            Example: lanyard registration import pretix.csv --dry-run
            Example: lanyard registration import pretix.csv --update --cancel-missing 2
            Example: lanyard registration import tito.csv --product 'Full Pass=days:all' --map 'Dietary requirements=ignore'
            """)

    @Argument(help: "The CSV file or workbook.")
    var file: String

    @Flag(help: "Register the good rows even if others are wrong.")
    var keepGood = false

    @Flag(help: "Only show what would come of it.")
    var dryRun = false

    @Flag(help: "Take over what the list says otherwise.")
    var update = false

    @Flag(help: "With --update: also where somebody here changed the same.")
    var takeTheirs = false

    @Option(help: ArgumentHelp("Cancel who is missing from the list, if it is so many.", valueName: "number"))
    var cancelMissing: Int?

    @OptionGroup var reading: ImportReading
    @OptionGroup var answers: ImportAnswers
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !takeTheirs || update else { throw ValidationError("--take-theirs goes with --update.") }
    }

    func run() async throws {
        let services = try await event.services()
        var order = try reading.order()
        (order.keepsGood, order.onlyShow, order.updates) = (keepGood, dryRun, update)
        (order.takesTheirs, order.cancelMissing) = (takeTheirs, cancelMissing)
        order.answers = try answers.answers()
        let report = try await services.ledger.importPeople(
            try InputFile.data(file), order: order, author: write.author, origin: "",
            time: services.clock.now)
        guard !output.json else { return try Output.json(ImportBody(report, isBooked: !dryRun, in: .english)) }
        Report.show(report.problems)
        Report.show(report.notes, as: "note")
        show(report)
    }

    private func show(_ report: ImportReport) {
        for duplicate in report.duplicates {
            Report.say(
                "line \(duplicate.line): \(duplicate.code) may be the same person as "
                    + duplicate.others.map(\.description).joined(separator: ", "))
        }
        if !report.differences.isEmpty {
            Output.table(
                ["line", "code", "name", "field", "here", "list", ""], right: ["line"],
                report.differences.flatMap { difference in
                    difference.changes.map { change in
                        [
                            String(difference.line), difference.code.description, difference.name,
                            change.field.rawValue,
                            change.from, change.to, change.state.rawValue,
                        ]
                    }
                })
        }
        for question in report.questions {
            let codes = question.candidates.map(\.description)
            Report.say(
                "line \(question.line): \(question.name) may be \(codes.joined(separator: " or ")); nothing was done. "
                    + "Give --same \(question.line)=\(codes[0]) if so, or --new \(question.line).")
            for change in question.changes {
                Report.say("    \(change.field.rawValue): here ‘\(change.from)’, list ‘\(change.to)’")
            }
        }
        for missing in report.missing {
            Report.say(
                "missing from the list: \(missing.code) \(missing.name)" + (missing.isCancelled ? ", cancelled" : ""))
        }
        if dryRun, !report.samples.isEmpty {
            Output.table(
                ["name", "affiliation", "e-mail", "category", "days"],
                report.samples.map {
                    [
                        $0.person.name, $0.person.affiliation, $0.person.email, $0.category.rawValue,
                        $0.days.description,
                    ]
                })
        }
        sumUp(report)
    }

    private func sumUp(_ report: ImportReport) {
        let open = report.open > 0 ? ", \(report.open) differ" : ""
        let asked = report.questions.isEmpty ? "" : ", \(report.questions.count) asked about"
        let missing = report.missing.count - report.cancelled
        let gone = missing > 0 ? ", \(missing) missing from the list" : ""
        if dryRun {
            let updated = report.updated > 0 ? ", \(report.updated) would be updated" : ""
            let cancelled = report.cancelled > 0 ? ", \(report.cancelled) would be cancelled" : ""
            return Report.say(
                "\(report.added) would be registered, \(report.known) are there already\(updated)\(cancelled)\(open)\(asked)"
                    + "\(gone), \(report.problems.count) problems; nothing was stored.")
        }
        let updated = report.updated > 0 ? ", \(report.updated) updated" : ""
        let cancelled = report.cancelled > 0 ? ", \(report.cancelled) cancelled" : ""
        Report.say(
            "\(report.added) registered, \(report.known) were there already\(updated)\(cancelled)\(open)\(asked)\(gone), "
                + "\(report.problems.count) problems.")
        if report.open > 0, !update { Report.say("Give --update to take over what differs.") }
        if missing > 0 { Report.say("Give --cancel-missing \(missing) to cancel who is missing.") }
    }
}

/// How a list is to be understood.
struct ImportReading: ParsableArguments {
    @Option(
        help: ArgumentHelp("What a column of theirs is: 'T-shirt=ignore', 'Full name=name'.", valueName: "theirs=ours"))
    var map: [String] = []

    @Option(
        help: ArgumentHelp(
            "What a product of theirs is: 'Student=days:all category:youth', 'Gala=add-on:dinner', 'T-shirt=ignore'.",
            valueName: "theirs=ours"))
    var product: [String] = []

    @Option(
        help: ArgumentHelp(
            "A table of kind, theirs, ours with all of that; it is kept with the event for this list.",
            valueName: "file"))
    var mapping: String?

    @Flag(help: "Pass over columns that are not understood.")
    var ignoreUnknown = false

    @Flag(help: "Keep rows without a name as places to be filled.")
    var keepUnnamed = false

    @Flag(help: "Take neither prices nor payments from the list.")
    var withoutPayments = false

    @Option(help: "How what was paid elsewhere came in, where the list does not say: card, bank …")
    var paidBy: PaymentMethod?

    @Option(help: "The name of the list, if several of one kind are kept apart.")
    var list: String?

    func order() throws -> ImportOrder {
        var order = ImportOrder()
        if let mapping {
            try order.mapping.add(table: try InputFile.data(mapping))
            order.keepsMapping = true
        }
        for text in map { try add(text, kind: "column", to: &order.mapping) }
        for text in product { try add(text, kind: "product", to: &order.mapping) }
        if ignoreUnknown { try order.mapping.add(kind: "option", theirs: "ignore_unknown", ours: "yes") }
        if keepUnnamed { try order.mapping.add(kind: "option", theirs: "keep_unnamed", ours: "yes") }
        if withoutPayments { try order.mapping.add(kind: "option", theirs: "take_prices", ours: "no") }
        if let paidBy { try order.mapping.add(kind: "option", theirs: "payment_method", ours: paidBy.rawValue) }
        order.list = list
        return order
    }

    private func add(_ text: String, kind: String, to mapping: inout ImportMapping) throws {
        guard let sign = text.lastIndex(of: "=") else { throw ValidationError("Write '\(text)' as THEIRS=OURS.") }
        try mapping.add(
            kind: kind, theirs: String(text[..<sign]), ours: String(text[text.index(after: sign)...]))
    }
}

/// Whose the rows are that may be of somebody who is here.
struct ImportAnswers: ParsableArguments {
    @Option(help: ArgumentHelp("This line is of that registration: 3=K7X-42MK.", valueName: "line=code"))
    var same: [String] = []

    @Option(help: ArgumentHelp("This line is of somebody new.", valueName: "line"))
    var new: [Int] = []

    func answers() throws -> [Int: ImportOrder.Answer] {
        var answers = Dictionary(new.map { ($0, ImportOrder.Answer.new) }) { first, _ in first }
        for text in same {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let line = Int(parts[0]) else {
                throw ValidationError("Write '\(text)' as LINE=CODE, such as 3=K7X-42MK.")
            }
            answers[line] = .same(try RegistrationCode(parts[1]))
        }
        return answers
    }
}
