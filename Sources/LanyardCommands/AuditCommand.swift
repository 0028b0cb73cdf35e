import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Representations
import Wording

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Recompute the journal's chain, every balance, every price and all seats.",
        discussion: """
            Ends with 0 when all is well and with 2 when something is wrong. It looks through every page of the file and at \
            the event's keys first. Then it recomputes the chains of the journal (with charge lines, taxes and payments), \
            of the registrations' histories (with the documents and corrections they tell of), of requests (with the \
            event's descriptions and who opened each till), and of what stands beside them (statements of banks, totals \
            of terminals, periods). It does not cover names and addresses, waiting lists, badges and scans. Without an anchor kept elsewhere, somebody who owns the \
            file can rewrite it: --anchor takes what \
            lanyard ledger close printed, and says whether the books still continue it.

            Example: lanyard audit
            Example: lanyard audit --anchor january.anchor --anchor february.anchor
            """)

    @Option(name: .customLong("anchor"), help: "A file that lanyard ledger close wrote; may be given several times.")
    var files: [String] = []

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    /// Damages of which nothing can be recomputed.
    private static let endsTheAudit: Set<EventStoreErrorCode> = [
        .eventMissing, .eventFileEmpty, .eventFileTruncated, .eventFileForeign, .eventFileDamaged, .eventLogMissing,
        .keysMissing, .keysOpen,
    ]

    func run() async throws {
        let anchors = try files.map { file in
            try Anchor(parsing: String(decoding: try InputFile.data(file), as: UTF8.self))
        }
        let url = try event.url()
        let condition = await EventFileCondition.judge(url)
        for warning in condition.warnings { Report.warn(warning) }
        if let damage = condition.damages.first(where: { Self.endsTheAudit.contains($0.code) }) { throw damage }
        // A key that is not the event's spoils no books: both are told.
        for damage in condition.damages { Report.warn(damage) }
        let report = try await event.services(.reading).ledger.audit(anchors: anchors)
        let head = report.head.map(\.hexadecimal)
        if output.json {
            try Output.json(AuditBody(report))
        } else {
            for finding in report.findings {
                let words = Words(
                    code: finding.code, details: finding.details + [ErrorDetail("subject", finding.subject)])
                Output.line("\(finding.code.rawValue): \(words.sentence)")
            }
            Output.line(
                "\(Output.count(report.registrations, "registration")), \(report.entries) entries, "
                    + Output.count(report.findings.count, "finding")
                    + (anchors.isEmpty ? "" : ", " + Output.count(anchors.count, "anchor"))
                    + (head.map { "; journal \($0)" } ?? ""))
        }
        guard report.findings.isEmpty, condition.damages.isEmpty else { throw ExitCode.answerIsNo }
    }
}
