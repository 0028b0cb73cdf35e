import ArgumentParser
import BadgeRenderer
import Conference
import EventDesk
import Foundation
import Wording

struct BadgeTemplateCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what a template shows, which fonts it uses, and everything that is wrong with it.",
        discussion: """
            Fonts are looked up as for badges: in the event's own folder, then on this machine. The exit code is 65 if \
            there is an error; notices are for the designer to weigh.

            Example: lanyard badge template check mine.svg
            """)

    @Argument(help: "The SVG file, or the name of a template.")
    var file: String

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let workshop = try await event.workshop()
        let inspection = try await workshop.renderer.inspect(
            workshop.file(file), ordinary: workshop.ordinarySpecimens, answers: workshop.badgeQuestions)
        if output.json {
            try Output.json(InspectionBody(inspection))
        } else {
            show(inspection)
        }
        if inspection.hasErrors { throw ExitCode.inputIsWrong }
    }

    private func showFields(of inspection: TemplateInspection) {
        let size = Measure.area(inspection.widthMillimeters, inspection.heightMillimeters)
        Output.line("\(inspection.name): \(size) mm, \(inspection.hasBack ? "with a back" : "no back")\n")
        Output.table(
            ["field", "side", "line", "mm", "what"], right: ["line"],
            inspection.fields.map { use in
                [
                    use.id, use.isOnBack ? "back" : "front", String(use.line),
                    Measure.area(use.widthMillimeters, use.heightMillimeters),
                    use.label + (use.moduleMillimeters.map { ", \($0) mm a module" } ?? ""),
                ]
            })
    }

    private func show(_ inspection: TemplateInspection) {
        if inspection.fields.isEmpty {
            Output.line(inspection.name)
        } else {
            showFields(of: inspection)
        }
        if !inspection.fonts.isEmpty {
            Output.line("")
            Output.table(["font", "found"], inspection.fonts.map { [$0.family, $0.file ?? "missing"] })
        }
        let findings = InspectionBody.unique(inspection.findings)
        if !inspection.problems.isEmpty || !findings.isEmpty { Output.line("") }
        inspection.problems.forEach { Output.line(Report.line($0)) }
        findings.forEach {
            Output.line("\($0.isError ? "error" : "notice"): an ordinary badge: \($0.sentence)")
        }
    }
}

/// An inspection as JSON.
struct InspectionBody: Encodable {
    struct Field: Encodable {
        let id: String
        let field: String
        let side: String
        let line: Int
        let widthMillimeters: Double
        let heightMillimeters: Double
        let moduleMillimeters: Double?
    }

    struct Font: Encodable {
        let family: String
        let file: String?
    }

    struct Problem: Encodable {
        let code: String
        let isError: Bool
        let file: String?
        let line: Int?
        let id: String
        let sentence: String
    }

    let name: String
    let widthMillimeters: Double?
    let heightMillimeters: Double?
    let hasBack: Bool
    let fields: [Field]
    let fonts: [Font]
    let problems: [Problem]

    init(_ inspection: TemplateInspection) {
        name = inspection.name
        widthMillimeters = inspection.widthMillimeters
        heightMillimeters = inspection.heightMillimeters
        hasBack = inspection.hasBack
        fields = inspection.fields.map {
            Field(
                id: $0.id, field: $0.field.rawValue, side: $0.isOnBack ? "back" : "front", line: $0.line,
                widthMillimeters: $0.widthMillimeters, heightMillimeters: $0.heightMillimeters,
                moduleMillimeters: $0.moduleMillimeters)
        }
        fonts = inspection.fonts.map { Font(family: $0.family, file: $0.file) }
        problems =
            inspection.problems.map { problem in
                let words = Words(code: problem.code, details: [ErrorDetail("value", problem.value)])
                return Problem(
                    code: problem.code.rawValue, isError: problem.code.isError, file: problem.file, line: problem.line,
                    id: problem.id, sentence: words.sentence)
            } + Self.unique(inspection.findings)
    }

    /// What goes wrong on ordinary badges, each thing once, on whichever badge.
    static func unique(_ findings: [PreflightFinding]) -> [Problem] {
        var seen: Set<String> = []
        return findings.map { finding in
            let words = Words(
                code: finding.code, details: finding.details + [ErrorDetail("field", finding.field)])
            return Problem(
                code: finding.code.rawValue, isError: finding.severity == .problem, file: nil, line: nil,
                id: finding.field.rawValue, sentence: words.sentence)
        }.filter { seen.insert($0.sentence).inserted }
    }
}
