import BadgeRenderer
package import Badges
package import Conference
import DoorRules
import EventStore
package import Foundation
import Keysigning
package import RegistrationLedger

/// The badge of one person, as the desk makes it, looks at it and fetches it.
extension EventServices {
    /// Prints the badge of one person.
    ///
    /// - Parameters:
    ///   - kind: the first one, the same again after a jam, or the next one.
    ///   - reason: why, except for a first one.
    ///   - destination: where to; one that goes to the caller is also kept for `paper(ofBadge:)`.
    /// - Throws: what `print` throws.
    package func printBadge(
        of id: Registration.ID, _ kind: BadgeRunKind, because reason: String = "", to destination: BadgeDestination,
        context: WriteContext
    ) async throws -> BadgeOutcome {
        var selection = BadgeSelection()
        selection.registrations = [id]
        let outcome = try await print(
            BadgeOrder(selection, kind: kind, reason: reason), to: destination, context: context)
        if let pdf = outcome.pdf, let issue = outcome.issues.first { workbench.shelf.put(pdf, of: id, issue) }
        return outcome
    }

    /// A person's latest badge as PDF: as it was just drawn, or else drawn again with what is now known about them.
    ///
    /// - Throws: `badge_missing`, `BadgeRendererError`.
    package func paper(ofBadge id: Registration.ID) async throws -> Data {
        guard let issue = try await badges.latest(of: [id]).first else { throw BadgesError(.badgeMissing) }
        if let pdf = workbench.shelf.take(id, issue.number) { return pdf }
        let event = try await store.definition()
        let job = BadgeRenderer.Job(
            template: try badgeTemplate(named: event.badgeTemplate), sheet: .single, title: "\(event.name): badge",
            created: clock.now)
        return try await badgeRenderer().render(try await contents(of: [issue]), job).pdf
    }

    /// A person's badge as a picture, including proposed corrections, with the credential of the latest badge or a
    /// sample that no door accepts.
    ///
    /// - Throws: `registration_erased`, `registration_unknown`, `BadgeRendererError`, and what makes a person impossible.
    package func preview(
        of id: Registration.ID, with correction: PersonCorrection, dotsPerInch: Double
    ) async throws -> Data {
        let old = try await ledger.registration(id)
        guard !old.person.isErased else { throw LedgerError(.registrationErased) }
        let person = try Person(
            name: correction.name ?? old.person.name, badgeName: correction.badgeName ?? old.person.badgeName,
            affiliation: correction.affiliation ?? old.person.affiliation, email: "")
        let registration = Registration(
            id: old.id, code: old.code, person: person, category: old.category, days: old.days, addOns: old.addOns,
            status: old.status, blockedBecause: old.blockedBecause, reference: old.reference,
            successor: old.successor, language: old.language)
        // Nobody prints a badge for somebody who is not coming, but the picture is shown all the same.
        let latest =
            old.status == .active
            ? try await badges.candidates(BadgeFilter(registrations: [id])).first?.latest : nil
        let event = try await store.definition()
        let mark = try await keysigning.marks(of: id)[id]
        return try await badgeRenderer().preview(
            BadgeContent(BadgeCandidate(registration: registration, latest: latest), mark, event: event),
            template: try badgeTemplate(named: event.badgeTemplate), dotsPerInch: dotsPerInch, back: false)
    }
}
