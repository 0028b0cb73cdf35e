import ArgumentParser
import Conference
import EventDesk
import Foundation
import RegistrationLedger

struct RegistrationImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Register the people in a CSV file.",
        discussion: """
            Columns, in any order: name, and if you like reference, badge_name, affiliation, email, category, days, \
            add_ons, status. One wrong row and nothing is imported, unless you give --keep-good. You can import a file \
            again: rows that are already there are skipped.

            The CSV exports of pretix (order positions or check-in list, in English) and Indico (list of \
            registrations) are recognized by their columns. A pretix product gives the days if its name is that of a \
            pass for all days, or says a day. Payments are not imported.

            Example: lanyard registration import templates/demo/registrations.csv
            """)

    @Argument(help: "The CSV file.")
    var file: String

    @Flag(help: "Register the good rows even if others are wrong.")
    var keepGood = false

    @Flag(help: "Only show what would come of it.")
    var dryRun = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let report = try await services.ledger.importRegistrations(
            csv: try Data(contentsOf: URL(fileURLWithPath: file)), keepGood: keepGood, onlyShow: dryRun,
            author: write.author, origin: "", time: services.clock.now)
        Report.show(report.problems)
        for duplicate in report.duplicates {
            Report.say(
                "line \(duplicate.line): \(duplicate.code) may be the same person as "
                    + duplicate.others.map(\.description).joined(separator: ", "))
        }
        if dryRun {
            Output.table(
                ["name", "affiliation", "e-mail", "category", "days"],
                report.samples.map {
                    [
                        $0.person.name, $0.person.affiliation, $0.person.email, $0.category.rawValue,
                        $0.days.description,
                    ]
                })
            return Report.say(
                "\(report.added) would be registered, \(report.known) are there already, \(report.problems.count) "
                    + "problems; nothing was stored.")
        }
        Report.say("\(report.added) registered, \(report.known) were there already, \(report.problems.count) problems.")
    }
}
