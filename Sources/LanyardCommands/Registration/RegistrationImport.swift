import ArgumentParser
import Conference
import EventDesk
import Foundation
import RegistrationLedger

struct RegistrationImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Register the people of a CSV file.",
        discussion: """
            Columns, in any order: name; and as wanted reference, badge_name, affiliation, email, category, days, add_ons, \
            status. One wrong row leaves everything as it was, unless --keep-good. A file may be imported again: rows \
            that are there already are passed over.

            The CSV exports of pretix (order positions or check-in list, in English) and Indico (list of registrations) \
            are known by their columns. A product of pretix tells the days when it is called like a pass of all days, or \
            names a day. Payments are not brought.

            Example: lanyard registration import templates/demo/registrations.csv
            """)

    @Argument(help: "The CSV file.")
    var file: String

    @Flag(help: "Register the good rows although others are wrong.")
    var keepGood = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let report = try await services.ledger.importRegistrations(
            csv: try Data(contentsOf: URL(fileURLWithPath: file)), keepGood: keepGood, author: write.author, origin: "",
            time: services.clock.now)
        Report.show(report.problems)
        for duplicate in report.duplicates {
            Report.say(
                "line \(duplicate.line): \(duplicate.code) may be the same person as "
                    + duplicate.others.map(\.description).joined(separator: ", "))
        }
        Report.say("\(report.added) registered, \(report.known) were there already, \(report.problems.count) problems.")
    }
}
