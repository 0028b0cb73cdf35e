import ArgumentParser
import BadgeRenderer
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Printing
import RegistrationLedger

/// Whose badges a command is about.
struct SelectionOptions: ParsableArguments {
    @Argument(help: "Codes, references from another system, or #NUMBERs.")
    var registrations: [String] = []

    @Flag(help: "Everyone whose registration is not cancelled.")
    var all = false

    @Option(help: "People of this category; give it again for more.")
    var category: [String] = []

    @Option(help: "People of this affiliation, in full; give it again for more.")
    var affiliation: [String] = []

    @Option(help: ArgumentHelp("People with any of these days: 1 or 1,3-4.", valueName: "days"))
    var day: String?

    @Flag(help: "People who have no printed badge yet.")
    var notPrinted = false

    @Flag(help: "People whose printed badge is out of date.")
    var changed = false

    @Flag(help: "People with the green dot of the keysigning.")
    var dot = false

    func validate() throws {
        let hasCondition = !category.isEmpty || !affiliation.isEmpty || day != nil || notPrinted || changed || dot
        guard all || hasCondition || !registrations.isEmpty else {
            throw ValidationError("Name registrations, give a condition such as --not-printed, or --all.")
        }
        guard !all || registrations.isEmpty else { throw ValidationError("Name registrations, or give --all.") }
    }

    /// Every condition must hold. Throws `choice_unknown`, `days_invalid`, `day_unknown`.
    func selection(_ services: EventServices) async throws -> BadgeSelection {
        var selection = BadgeSelection()
        selection.registrations = try await services.ledger.registrations(named: registrations)
        let definition = try await services.store.definition()
        selection.categories = Set(try category.map { try definition.category(named: $0) })
        selection.affiliations = affiliation
        if let day {
            selection.days = try DaySet(day, dayCount: definition.days.count)
        }
        selection.isUnprinted = notPrinted
        selection.isChanged = changed
        selection.hasDot = dot
        return selection
    }
}

extension Sheet.Order: ExpressibleByArgument {}
extension Sheet.Sides: ExpressibleByArgument {}
extension Sheet.Flip: ExpressibleByArgument {}

/// How badges are laid out on paper.
struct LayoutOptions: ParsableArguments {
    @Option(help: "The layout on paper: single, or a sheet from ‘badge sheets’.")
    var sheet = "single"

    @Option(help: "The first label to print on, from 1, for a sheet that is partly used.")
    var firstLabel = 1

    @Option(help: ArgumentHelp("Spoilt labels of the first sheet: 2,5.", valueName: "labels"))
    var skip: String?

    @Flag(help: "Draw marks that show where to cut.")
    var cropMarks = false

    @Option(help: "Which sides to print, if the template has a back.")
    var sides = Sheet.Sides.both

    @Option(help: "The edge over which the paper is turned for the backs.")
    var flip = Sheet.Flip.longEdge

    @Option(help: "The order. Default: as you named them, or by number.")
    var order: Sheet.Order?

    @Flag(help: "Put a label with the initial letter before each group; needs --order.")
    var dividers = false

    @Option(help: "The template: its file name without .svg. Default: the event's.")
    var template: String?

    func layout() throws -> Sheet {
        let skipped = try (skip ?? "").split(separator: ",").map { text in
            guard let label = Int(text) else { throw ValidationError("Write --skip as labels: 2,5.") }
            return label
        }
        return Sheet(
            preset: try Sheet.Preset.named(sheet), firstLabel: firstLabel, skippedLabels: Set(skipped),
            hasCropMarks: cropMarks, sides: sides, flip: flip, order: order, hasDividers: dividers)
    }
}

/// Where a run goes.
struct DestinationOptions: ParsableArguments {
    enum Duplex: String, CaseIterable, ExpressibleByArgument {
        case long, short, off

        var sides: PrintOptions.Sides {
            switch self {
            case .long: .long
            case .short: .short
            case .off: .one
            }
        }
    }

    @Option(help: "The PDF file to write; - for stdout.")
    var out: String?

    @Option(help: "Print on this queue instead; ‘badge queues’ lists them.")
    var queue: String?

    @Option(help: "The paper, by a name that the queue knows. Default: what is loaded.")
    var media: String?

    @Option(help: "Copies of the whole run.")
    var copies = 1

    @Option(help: "Print both sides, turned over the long or short edge, or off. Default: as the queue is set.")
    var duplex: Duplex?

    @Flag(help: "Only say how many badges and sheets there are and what would look wrong; write nothing.")
    var dryRun = false

    func validate() throws {
        guard dryRun || (out == nil) != (queue == nil) else {
            throw ValidationError("Give --out FILE or --queue NAME.")
        }
        guard queue != nil || media == nil && copies == 1 && duplex == nil else {
            throw ValidationError("--media, --copies and --duplex go with --queue.")
        }
        guard (1...PrintOptions.copiesMax).contains(copies) else {
            throw ValidationError("--copies must be between 1 and \(PrintOptions.copiesMax).")
        }
    }

    func destination() throws -> BadgeDestination {
        if let queue {
            return .queue(queue, try PrintOptions(media: media, copies: copies, sides: duplex?.sides))
        }
        return out.flatMap { $0 == "-" ? nil : .file(URL(fileURLWithPath: $0)) } ?? .answer
    }
}
