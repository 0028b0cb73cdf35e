import ArgumentParser
import BadgeRenderer
import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Representations
import Wording

struct BadgePrintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Make and print the badges that are not printed yet.",
        discussion: """
            People who have a printed badge are left out. With --changed, those whose printed badge is out of date get \
            a new one, which replaces it. Anything that would look wrong is reported on stderr, worst first. Nothing \
            is issued or recorded until everything is drawn, so Ctrl-C leaves nothing behind.

            Example: lanyard badge print --all --sheet letter-6up --order last-name --out badges.pdf
            """)

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var how: RunOptions

    func run() async throws {
        try await how.carryOut(selection, kind: selection.changed ? .reprint : .print, reason: "")
    }
}

struct BadgeRepeat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repeat", abstract: "Print the same badges again, for example after a jam; they stay good.",
        discussion: "Example: lanyard badge repeat K7X-42MK --because jam --out badge.pdf")

    @OptionGroup var selection: SelectionOptions

    @Option(help: "Why: jam, smeared.")
    var because: String

    @OptionGroup var how: RunOptions

    func run() async throws { try await how.carryOut(selection, kind: .repetition, reason: because) }
}

struct BadgeReprint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reprint", abstract: "Print new badges that replace the old ones, which are revoked at once.",
        discussion: "Example: lanyard badge reprint K7X-42MK --because lost --out badge.pdf")

    @OptionGroup var selection: SelectionOptions

    @Option(help: "Why: lost, damaged, name corrected. Optional with --changed.")
    var because = ""

    @OptionGroup var how: RunOptions

    func run() async throws { try await how.carryOut(selection, kind: .reprint, reason: because) }
}

/// How a run is laid out, where it goes, who does it, and what is reported.
struct RunOptions: ParsableArguments {
    @OptionGroup(title: "Paper") var layout: LayoutOptions
    @OptionGroup(title: "Where to") var destination: DestinationOptions

    @Flag(help: "Print nothing if preflight finds a problem.")
    var strict = false

    @Option(help: ArgumentHelp("The date in the PDF (RFC 3339). Default: now.", valueName: "time"))
    var date: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func validate() throws {
        guard !output.json || destination.dryRun || destination.out != "-" else {
            throw ValidationError("With --json, name a file with --out: stdout takes the facts of the run.")
        }
    }

    /// Carries out an order, or says what it would do. A signal cancels it.
    func carryOut(_ options: SelectionOptions, kind: BadgeRunKind, reason: String) async throws {
        let services = try await event.services()
        let order = BadgeOrder(
            try await options.selection(services), kind: kind, reason: reason,
            sheet: try layout.layout(try await services.store.definition().sheets),
            template: layout.template, isStrict: strict, date: try date.map { try Timestamp.date($0) })
        if destination.dryRun { return try await Interruption.cancelling { try await rehearse(order, services) } }
        let context = try write.context(services.clock)
        let target = try destination.destination()
        let outcome: BadgeOutcome
        do {
            outcome = try await Interruption.cancelling {
                let progress = Progress("badges")
                return try await services.print(order, to: target, context: context) { progress.show($0, of: $1) }
            }
        } catch let refusal as PreflightRefusal {
            Self.tell(refusal.findings)
            throw refusal
        }
        if !output.json {
            Self.tell(outcome.findings)
            Self.tell(leftOut: outcome.leftOut)
        }
        let amount = "\(Output.count(outcome.badgeCount, "badge")) on \(Output.count(outcome.sheetCount, "sheet"))"
        if let failure = outcome.failure { throw failure }
        if let pdf = outcome.pdf {
            Report.say(amount)
            return Output.bytes(Array(pdf))
        }
        if output.json {
            let zone = try await services.store.definition().zone
            return try Output.json(BadgeRunBody(outcome, zone: zone, in: .english))
        }
        switch outcome.job.medium {
        case .queue(let name):
            Output.line(
                "\(amount): job \(outcome.job.id), \(name)-\(outcome.job.standing.queueNumber ?? 0) "
                    + BadgeJobs.standing(of: outcome.job))
        case .file, .answer: Report.say("\(amount): \(destination.out ?? "")")
        }
    }

    private func rehearse(_ order: BadgeOrder, _ services: EventServices) async throws {
        let plan = try await services.plan(order)
        let progress = Progress("preflight")
        let findings = try await services.preflight(plan) { progress.show($0, of: plan.badgeCount) }
        if output.json { return try Output.json(BadgeRunBody(plan, findings, in: .english)) }
        Self.tell(findings)
        Self.tell(leftOut: plan.leftOut)
        Output.line(
            "\(Output.count(plan.badgeCount, "badge")) on \(Output.count(plan.sheetCount, "sheet")); nothing was printed."
        )
    }

    private static func tell(_ findings: [PreflightFinding]) {
        for finding in findings {
            Report.say(
                "\(finding.severity.rawValue): \(finding.registration?.description ?? "all"): \(finding.sentence(in: .english)) "
                    + "[\(finding.code.rawValue)]")
        }
    }

    private static func tell(leftOut: [String: Int]) {
        let why = [
            "badge_printed": "on paper already", "badge_revoked": "revoked; ‘badge reprint’ makes the next one",
            "badge_unprinted": "never printed", "badge_missing": "without a badge",
        ]
        for (code, count) in leftOut.sorted(by: { $0.key < $1.key }) {
            Report.say("\(count) left out: \(why[code] ?? code).")
        }
    }
}
