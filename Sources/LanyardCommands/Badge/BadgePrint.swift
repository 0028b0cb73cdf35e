import ArgumentParser
import BadgeRenderer
import CheckIn
import Conference
import Foundation
import LanyardServer

struct BadgePrintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Draw people's latest badges as a PDF and record that they were printed.",
        discussion: """
            What would look wrong on paper is told on stderr, the worst first.

            Example: lanyard badge print --all --sheet letter-6up --out badges.pdf
            """)

    @OptionGroup var selection: BadgeSelection

    @Option(help: "How badges lie on paper: single, or a sheet of ‘badge sheets’.")
    var sheet = "single"

    @Option(help: "The PDF file to write.")
    var out: String

    @Option(help: "The first label to print on, from 1, for a sheet that was begun.")
    var firstLabel = 1

    @Flag(help: "Draw marks that show where to cut.")
    var cropMarks = false

    @Option(help: "Why it is printed again, as after a jam.")
    var because = ""

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let issues = try await services.badges.latest(of: try await selection.find(services))
        let progress = Progress("badges", total: issues.count)
        let layout = Sheet(
            preset: try .named(sheet), firstLabel: firstLabel, hasCropMarks: cropMarks)
        let report = try await services.printBadges(
            issues, on: layout, to: URL(fileURLWithPath: out), reason: because,
            context: try write.context(services.clock)
        ) { progress.show($0) }
        for finding in report.findings {
            let words = Words(
                code: finding.code.rawValue, details: finding.details + [ErrorDetail("field", finding.field)])
            Report.say("\(finding.severity.rawValue): \(finding.registration?.description ?? "all"): \(words.sentence)")
        }
        Report.say("\(Output.count(issues.count, "badge")) on \(Output.count(report.pageCount, "page")): \(out)")
    }
}
