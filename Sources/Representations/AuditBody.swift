import Conference
import Foundation
package import RegistrationLedger

/// What an audit found, as JSON.
package struct AuditBody: Encodable, Sendable {
    package let registrations: Int
    package let entries: Int
    /// The hash of the last entry; left out without entries.
    package let head: String?
    package let findings: [Finding]

    package struct Finding: Encodable, Sendable {
        package let code: String
        package let subject: String
        package let details: [String: String]
    }

    package init(_ report: AuditReport) {
        registrations = report.registrations
        entries = report.entries
        head = report.head.map(\.hexadecimal)
        findings = report.findings.map { finding in
            Finding(
                code: finding.code.rawValue, subject: finding.subject,
                details: Dictionary(finding.details.map { ($0.name, $0.value) }) { first, _ in first })
        }
    }
}
