package import BadgeRenderer
package import Badges
package import Conference
import DoorRules
import EventStore
package import Foundation
import Keysigning
import RegistrationLedger

extension EventServices {
    /// Says what an order would print; writes nothing and makes no credential.
    ///
    /// People who are named must fit the order; those of a group who do not are left out and counted.
    /// - Throws: `batch_empty` when nobody is left; for those named `badge_printed`, `badge_unprinted`,
    ///   `badge_missing`, `badge_revoked`, `badge_outdated`, `registration_unknown`, `registration_cancelled`; `reason_missing`; codes of
    ///   `BadgeRendererError` about template and sheet.
    package func plan(_ order: BadgeOrder) async throws -> BadgePlan {
        let event = try await store.definition()
        let template = try badgeTemplate(named: order.template ?? event.badgeTemplate)
        let selection = order.selection
        guard order.kind == .print || !order.reason.isEmpty || selection.isChanged else {
            throw LedgerError(.reasonMissing)
        }
        var planned: [BadgePlan.Badge] = []
        var leftOut: [String: Int] = [:]
        let (people, maker) = try await selected(selection, event, template)
        for (candidate, changes) in people {
            do throws(BadgesError) {
                let isNew = try order.isNew(for: candidate)
                // The same again is what was on it; what is wrong on it goes on a new one.
                if order.kind == .repetition, order.template == nil, !changes.isEmpty {
                    throw BadgesError(
                        .badgeOutdated, ErrorDetail("code", candidate.registration.code),
                        ErrorDetail("fields", changes.joined(separator: ", ")))
                }
                let reason =
                    order.reason.isEmpty && selection.isChanged
                    ? "changed: " + changes.joined(separator: ", ") : order.reason
                planned.append(BadgePlan.Badge(candidate: candidate, isNew: isNew, reason: reason))
            } catch {
                guard selection.registrations.isEmpty else { throw error }
                leftOut[error.code.rawValue, default: 0] += 1
            }
        }
        guard !planned.isEmpty else { throw BadgeRendererError(.batchEmpty) }
        let job = BadgeRenderer.Job(
            template: template, sheet: order.sheet, title: "", created: Date(timeIntervalSince1970: 0))
        let badges = PlannedBadges(badges: planned, maker: maker)
        let extent = try BadgeRenderer.extent(of: badges, job)
        return BadgePlan(
            leftOut: leftOut, sheetCount: extent.sheets, pageCount: extent.pages, order: order, event: event,
            template: template, contents: badges)
    }

    /// The people of a selection, in the order named, or by number.
    ///
    /// - Throws: `registration_unknown`, `registration_cancelled`, codes about the event's template.
    package func select(_ selection: BadgeSelection) async throws -> [Registration.ID] {
        let event = try await store.definition()
        return try await selected(selection, event, try badgeTemplate(named: event.badgeTemplate)).people
            .map(\.candidate.registration.id)
    }

    /// The people of a selection, with the fields that are wrong on paper, and who makes their badges.
    private func selected(
        _ selection: BadgeSelection, _ event: EventDefinition, _ template: BadgeTemplate
    ) async throws -> (people: [(candidate: BadgeCandidate, changes: [String])], maker: BadgeMaker) {
        var seen: Set<Registration.ID> = []
        let named = selection.registrations.filter { seen.insert($0).inserted }
        let candidates = try await badges.candidates(
            BadgeFilter(
                registrations: named.isEmpty ? nil : named, categories: selection.categories,
                affiliations: selection.affiliations,
                days: selection.days, isUnprinted: selection.isUnprinted))
        let maker = BadgeMaker(event, try await marks(of: candidates.map(\.registration.id)))
        let people = candidates.compactMap { candidate -> (candidate: BadgeCandidate, changes: [String])? in
            if selection.hasDot, !maker.hasGreenDot(candidate.registration.id) { return nil }
            let changes = candidate.latest.flatMap { latest in
                latest.facts?.changes(
                    to: maker.content(of: candidate).facts(shownBy: template), on: latest.credential)
            }
            if selection.isChanged, changes?.isEmpty ?? true { return nil }
            return (candidate, changes ?? [])
        }
        return (people, maker)
    }

    /// What would look wrong on the printed badges of a plan, problems first.
    package func preflight(
        _ plan: BadgePlan, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> [PreflightFinding] {
        try await badgeRenderer().preflight(plan.contents, template: plan.template, progress: progress)
    }

    /// One side of a person's badge as a PNG picture: of the latest badge, or of the one to come, with a sample QR code
    /// that no door accepts.
    ///
    /// - Throws: `dpi_out_of_range` (36–600), `image_too_large`, `template_without_back`, `registration_unknown`,
    ///   `registration_cancelled`.
    package func preview(
        of id: Registration.ID, template: String? = nil, dotsPerInch: Double, back: Bool = false
    ) async throws -> Data {
        guard (36...600).contains(dotsPerInch) else { throw ServerError(.dpiOutOfRange) }
        let event = try await store.definition()
        let candidates = try await badges.candidates(BadgeFilter(registrations: [id]))
        let marks = try await marks(of: [id])
        guard let candidate = candidates.first else { throw BadgesError(.badgeMissing) }
        return try await badgeRenderer().preview(
            BadgeContent(candidate, marks[id], event: event),
            template: try badgeTemplate(named: template ?? event.badgeTemplate), dotsPerInch: dotsPerInch, back: back)
    }

    /// What existing badges show, for people with a place.
    package func contents(of issues: [BadgeIssue]) async throws -> [BadgeContent] {
        let event = try await store.definition()
        let ids = issues.map(\.registration)
        let maker = BadgeMaker(event, try await marks(of: ids))
        let registrations = try await store.read { db in try RegistrationLedger.registrations(db, ids) }
        return zip(issues, registrations).map { issue, registration in
            maker.content(of: registration, on: issue.credential)
        }
    }

    private func marks(of ids: [Registration.ID]) async throws -> [Registration.ID: KeysigningMark] {
        try await keysigning.marks(of: ids.count == 1 ? ids[0] : nil)
    }
}

extension BadgeOrder {
    /// Whether the order makes a new issue for this person.
    ///
    /// - Throws: why it prints nothing for them.
    fileprivate func isNew(for candidate: BadgeCandidate) throws(BadgesError) -> Bool {
        let code = ErrorDetail("code", candidate.registration.code)
        guard let latest = candidate.latest else {
            guard kind == .print else { throw BadgesError(.badgeMissing, code) }
            return true
        }
        let issue = ErrorDetail("issue", latest.number.rawValue)
        switch kind {
        case .reprint: return true
        case .print, .repetition:
            guard !latest.isRevoked else { throw BadgesError(.badgeRevoked, code, issue) }
            guard latest.isPrinted == (kind == .repetition) else {
                throw BadgesError(latest.isPrinted ? .badgePrinted : .badgeUnprinted, code, issue)
            }
            return false
        }
    }
}
