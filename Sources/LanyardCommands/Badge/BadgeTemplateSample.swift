import ArgumentParser
import BadgeRenderer
import Conference
import EventDesk
import Foundation
import Wording

struct BadgeTemplateSample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Draw a template with invented people: long names, many scripts, every category.",
        discussion: """
            A PDF shows all of them, as many to a sheet as fit; a PNG shows one, front and back side by side. Their \
            codes open no door. Anything that would look wrong is reported on stderr.

            Example: lanyard badge template sample mine.svg --out mine.pdf
            """)

    @Argument(help: "The SVG file, or the name of a template.")
    var file: String

    @Option(help: "The file to write: a PDF, or a PNG.")
    var out: String

    @Option(help: "The layout on paper: a sheet from ‘badge sheets’, or single. Default: as many as fit on Letter.")
    var sheet: String?

    @Option(help: "Which of the invented people to show in a PNG, from 1.")
    var specimen = 1

    @Option(help: "Dots per inch of a PNG.")
    var dpi = 144.0

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let file: String
        let badges: Int
        let pages: Int
        let findings: [InspectionBody.Problem]
    }

    func validate() throws {
        guard [".pdf", ".png"].contains(where: { out.lowercased().hasSuffix($0) }) else {
            throw ValidationError("Name a file that ends in .pdf or .png.")
        }
        guard dpi.isFinite, dpi >= 18 else { throw ValidationError("Give at least 18 dots per inch.") }
    }

    func run() async throws {
        let workshop = try await event.workshop()
        let template = try BadgeTemplate(contentsOf: workshop.file(file))
        let specimens = workshop.specimens
        if out.lowercased().hasSuffix(".png") {
            guard (1...specimens.count).contains(specimen) else {
                throw ValidationError("There are \(specimens.count) invented people.")
            }
            let png = try await workshop.renderer.picture(
                of: specimens[specimen - 1], template: template, dotsPerInch: dpi)
            return try output.file(Array(png), to: out)
        }
        let job = BadgeRenderer.Job(
            template: template, sheet: Sheet(preset: try preset(of: template)), title: "\(template.name): specimens",
            created: Date())
        let report = try await workshop.renderer.render(specimens, job, to: URL(fileURLWithPath: out))
        let findings = InspectionBody.unique(report.findings)
        guard !output.json else {
            return try Output.json(
                Body(file: out, badges: specimens.count, pages: report.pageCount, findings: findings))
        }
        for finding in findings { Report.say("\(finding.isError ? "problem" : "notice"): \(finding.sentence)") }
        Report.say("\(Output.count(specimens.count, "badge")) on \(Output.count(report.pageCount, "page")): \(out)")
    }

    private func preset(of template: BadgeTemplate) throws -> Sheet.Preset? {
        if let sheet { return try .named(sheet) }
        return .specimens(of: template.size)
    }
}
