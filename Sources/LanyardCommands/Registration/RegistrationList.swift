import ArgumentParser
import Conference
import EventDesk
import EventStore
import RegistrationLedger

struct RegistrationList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List registrations, or write them to a file that an import reads again.",
        discussion: """
            Columns of a file: number, code, reference, name, sort_name, badge_name, affiliation, email, country, category, \
            days, add_ons, status, language, due, came (the days on which a door let them in), badge (printed or not), and \
            the answer to each question of the event, as answer-diet.

            Example: lanyard registration list --json
            Example: lanyard registration list --csv --style excel > people.csv
            Example: lanyard registration list --xlsx --out people.xlsx
            Example: lanyard registration list --add-on dinner --csv --columns name,affiliation --sort family
            Example: lanyard registration list --unprinted --csv
            Example: lanyard registration list --csv --columns name,answer-diet --add-on dinner
            """)

    @Flag(help: "Write CSV.")
    var csv = false

    @Flag(help: "Write a workbook (.xlsx); give --out.")
    var xlsx = false

    @Option(help: "How the CSV is written: \(CSVText.Style.allCases.map(\.rawValue).joined(separator: ", ")).")
    var style = CSVText.Style.plain

    @Option(help: "The columns of the file, with commas between them.")
    var columns: String?

    @Option(help: "The order: \(PeopleListing.Order.allCases.map(\.rawValue).joined(separator: ", ")).")
    var sort = PeopleListing.Order.number

    @Option(help: "People of this category; several may be given.")
    var category: [String] = []

    @Option(help: "People with any of these days, such as 1,3-4.")
    var days: String?

    @Option(help: "People with this side event; several may be given.")
    var addOn: [String] = []

    @Option(help: "People of this affiliation; several may be given.")
    var affiliation: [String] = []

    @Option(help: "People of this status: \(Registration.Status.allCases.map(\.rawValue).joined(separator: ", ")).")
    var status: Registration.Status?

    @Flag(help: "Only those whose badge is not printed yet.")
    var unprinted = false

    @Flag(help: "Only those who owe money.")
    var owing = false

    @Option(name: .customLong("out"), help: "The file to write.")
    var path: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [csv, xlsx, output.json].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give one of --csv, --xlsx and --json.")
        }
        guard csv || xlsx || columns == nil && path == nil else {
            throw ValidationError("--columns and --out go with --csv or --xlsx.")
        }
        guard !xlsx || path != nil else { throw ValidationError("Name the workbook with --out FILE.") }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let listing = try await listing(services)
        guard csv || xlsx else {
            return try RegistrationOutput.table(try await services.people(of: listing), json: output.json)
        }
        let file = try await services.file(of: listing, as: xlsx ? .xlsx : .csv, style: style)
        try output.file(Array(file.bytes), to: path)
    }

    private func listing(_ services: EventServices) async throws -> PeopleListing {
        let definition = try await services.store.definition()
        var listing = PeopleListing()
        listing.sight = .everything
        if let columns { try listing.choose(columns: columns, of: definition) }
        listing.order = sort
        listing.categories = Set(try category.map { try definition.category(named: $0) })
        if let days { listing.days = try DaySet(days, dayCount: definition.days.count) }
        listing.addOns = Set(addOn.map { AddOn.ID(rawValue: $0) })
        listing.affiliations = Set(affiliation)
        listing.status = status
        listing.showsMoved = !csv && !xlsx
        (listing.isUnprinted, listing.owes) = (unprinted, owing)
        return listing
    }
}

extension PeopleListing.Order: ExpressibleByArgument {}
extension Registration.Status: ExpressibleByArgument {}
