import ArgumentParser
import BadgeRenderer
import Conference
import EventDesk
import EventStore
import Foundation

/// Templates: the SVG files that say how badges look.
struct BadgeTemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "List badge templates, check them, try them with invented people.",
        discussion: """
            A template is an SVG file; docs/templates.md says what it may contain. The event's own templates are in \
            NAME.templates beside NAME.lanyard, and its own fonts in NAME.fonts.
            """,
        subcommands: [BadgeTemplateList.self, BadgeTemplateCheck.self, BadgeTemplateSample.self])
}

extension EventOptions {
    /// The event's templates, or this program's if no event is named.
    func workshop() async throws -> TemplateWorkshop {
        let named = event ?? ProcessInfo.processInfo.environment["LANYARD_EVENT"] ?? ""
        return named.isEmpty ? try TemplateWorkshop(.ofThisProgram) : try await TemplateWorkshop(services(.reading))
    }
}

struct BadgeTemplateList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the templates that an event can name.",
        discussion: "Example: lanyard badge template list")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let name: String
        let shipped: Bool
        let usable: Bool
        let widthMillimeters: Double?
        let heightMillimeters: Double?
        let hasBack: Bool
        let fields: [String]
        let file: String
    }

    func run() async throws {
        let workshop = try await event.workshop()
        var bodies: [Body] = []
        for offer in workshop.offers {
            let inspection = try await workshop.renderer.inspect(
                offer.file, ordinary: workshop.ordinarySpecimens, answers: workshop.badgeQuestions)
            var seen: Set<String> = []
            bodies.append(
                Body(
                    name: offer.name, shipped: offer.isShipped, usable: !inspection.hasErrors,
                    widthMillimeters: inspection.widthMillimeters, heightMillimeters: inspection.heightMillimeters,
                    hasBack: inspection.hasBack,
                    fields: inspection.fields.map(\.field.rawValue).filter { seen.insert($0).inserted },
                    file: offer.file.path))
        }
        guard !output.json else { return try Output.json(bodies) }
        Output.table(
            ["name", "mm", "back", "from", "state", "fields"],
            bodies.map { body in
                [
                    body.name, Measure.area(body.widthMillimeters, body.heightMillimeters), body.hasBack ? "yes" : "no",
                    body.shipped ? "lanyard" : "event", body.usable ? "good" : "wrong",
                    body.fields.joined(separator: " "),
                ]
            })
    }
}

/// Lengths, as people read them.
enum Measure {
    /// `101.6 × 76.2`; a dash for what is not known.
    static func area(_ width: Double?, _ height: Double?) -> String {
        guard let width, let height else { return "–" }
        return "\(tenths(width)) × \(tenths(height))"
    }

    /// A number without a needless `.0`.
    static func tenths(_ value: Double) -> String {
        let text = String((value * 10).rounded() / 10)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
