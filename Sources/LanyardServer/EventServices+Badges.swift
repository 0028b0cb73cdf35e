package import BadgeRenderer
package import CheckIn
package import Conference
import DoorRules
import EventStore
package import Foundation
import Keysigning
import OpenPGP
import RegistrationLedger

extension EventServices {
    /// What these badges show.
    package func badgeContents(of issues: [BadgeIssue]) async throws -> [BadgeContent] {
        let definition = try await store.definition()
        let marks = try await keysigning.marks()
        let event = definition.badgeEvent
        let wanted = Set(issues.map(\.registration))
        let registrations = try await ledger.list(limit: .max).map(\.registration).filter { wanted.contains($0.id) }
        let byID = Dictionary(uniqueKeysWithValues: registrations.map { ($0.id, $0) })
        return issues.compactMap { issue in
            byID[issue.registration].map { registration in
                let mark = marks[registration.id]
                return BadgeContent(
                    event: event, registration: registration.code, issue: Int(issue.number.rawValue),
                    name: registration.person.nameOnBadge, fullName: registration.person.name,
                    affiliation: registration.person.affiliation, role: definition.rule(of: registration.role),
                    days: registration.days,
                    addOns: definition.addOns.filter { registration.addOns.contains($0.id) }.map(\.name),
                    schedule: definition.schedule(
                        role: registration.role, days: registration.days, addOns: registration.addOns),
                    credential: issue.text, hasGreenDot: mark?.hasGreenDot ?? false,
                    keysigning: mark.map {
                        BadgeContent.Keysigning(number: $0.number, fingerprint: $0.fingerprint.digits)
                    })
            }
        }
    }

    /// Draws badges to a PDF file and records that they were printed.
    ///
    /// - Throws: `BadgeRendererError`, `CheckInError`; then no file appears and nothing is recorded.
    package func printBadges(
        _ issues: [BadgeIssue], on sheet: Sheet, to file: URL, reason: String, context: WriteContext,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws -> BadgeRenderer.Report {
        let definition = try await store.definition()
        let job = BadgeRenderer.Job(
            template: try badgeTemplate(named: definition.badgeTemplate), sheet: sheet,
            title: "\(definition.name): badges", created: context.time)
        let report = try await badgeRenderer().render(
            try await badgeContents(of: issues), job, to: file, progress: progress)
        _ = try await badges.recordPrint(of: issues, reason: reason, context: context)
        return report
    }
}
