import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Wording

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Recompute the journal's chain, every balance, every price and all seats.",
        discussion: """
            The exit code is 0 if all is well and 2 if something is wrong. The hash that it prints stands for the \
            whole journal so far: write it down, and any later change of the past will show.

            Example: lanyard audit
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let registrations: Int
        let entries: Int
        let head: String?
        let findings: [Finding]

        struct Finding: Encodable {
            let code: String
            let subject: String
            let details: [String: String]
        }
    }

    func run() async throws {
        let report = try await event.services(.reading).ledger.audit()
        let head = report.head.map(\.hexadecimal)
        if output.json {
            try Output.json(
                Body(
                    registrations: report.registrations, entries: report.entries, head: head,
                    findings: report.findings.map { finding in
                        Body.Finding(
                            code: finding.code.rawValue, subject: finding.subject,
                            details: Dictionary(uniqueKeysWithValues: finding.details.map { ($0.name, $0.value) }))
                    }))
        } else {
            for finding in report.findings {
                let words = Words(
                    code: finding.code, details: finding.details + [ErrorDetail("subject", finding.subject)])
                Output.line("\(finding.code.rawValue): \(words.sentence)")
            }
            Output.line(
                "\(Output.count(report.registrations, "registration")), \(report.entries) entries, "
                    + Output.count(report.findings.count, "finding")
                    + (head.map { "; journal \($0)" } ?? ""))
        }
        guard report.findings.isEmpty else { throw ExitCode.answerIsNo }
    }
}
