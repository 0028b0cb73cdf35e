import Badges
package import Conference
package import EventStore
import Foundation
package import RegistrationLedger

/// What a booth may know of whoever shows their badge there.
package enum BoothAnswer: Sendable, Hashable {
    /// The badge is good; what its wearer gives is theirs to say.
    case asks([Exhibitor.Field])
    /// What they agreed to give.
    case given(ExhibitorLead)
}

/// How a booth fares, and who may use it.
package struct BoothOverview: Sendable {
    package let exhibitor: Exhibitor
    package let figures: ExhibitorFigures
    /// Its devices that are not revoked.
    package let devices: [Device]
}

/// Booths of exhibitors: a badge tells nothing until its wearer agrees, and what they agreed to can be taken back.
extension EventServices {
    /// Reads a badge at a booth. Its wearer finds the exhibitor on their own page from then on.
    ///
    /// - Throws: `exhibitor_unknown`, `booth_badge_unknown` for whatever is no good badge of somebody who comes.
    package func readAtBooth(
        _ text: String, of exhibitor: Exhibitor.ID, context: WriteContext
    ) async throws -> BoothAnswer {
        let asks = try await store.definition().exhibitor(exhibitor).fields
        let holder = try await wearer(text)
        _ = try await ledger.noteBoothVisit(holder, at: exhibitor, context: context)
        return try await ledger.lead(holder, of: exhibitor).map { .given($0) } ?? .asks(asks)
    }

    /// Takes the consent of whoever shows their badge: exactly these fields are given from then on.
    ///
    /// - Throws: `exhibitor_unknown`, `exhibitor_field_unasked`, `exhibitor_fields_missing`, `booth_badge_unknown`.
    package func agreeAtBooth(
        _ text: String, with exhibitor: Exhibitor.ID, to fields: Set<Exhibitor.Field>, context: WriteContext
    ) async throws -> ExhibitorLead {
        _ = try await store.definition().exhibitor(exhibitor)
        let holder = try await wearer(text)
        _ = try await ledger.agree(holder, with: exhibitor, to: fields, isAtBooth: true, context: context)
        guard let lead = try await ledger.lead(holder, of: exhibitor) else { throw ServerError(.boothBadgeUnknown) }
        return lead
    }

    /// Takes back what whoever shows their badge gave an exhibitor.
    ///
    /// - Throws: `exhibitor_unknown`, `exhibitor_nothing_agreed`, `booth_badge_unknown`.
    package func withdrawAtBooth(
        _ text: String, from exhibitor: Exhibitor.ID, context: WriteContext
    ) async throws -> BoothAnswer {
        let asks = try await store.definition().exhibitor(exhibitor).fields
        _ = try await ledger.endConsent(of: try await wearer(text), with: exhibitor, context: context)
        return .asks(asks)
    }

    /// How all booths fare.
    package func booths() async throws -> [BoothOverview] {
        let event = try await store.definition()
        let (figures, devices) = (try await ledger.exhibitorFigures(), try await store.devices())
        return event.exhibitors.compactMap { exhibitor in
            figures.first { $0.exhibitor == exhibitor.id }.map { figures in
                BoothOverview(
                    exhibitor: exhibitor, figures: figures,
                    devices: devices.filter { $0.exhibitor == exhibitor.id && !$0.isRevoked })
            }
        }
    }

    /// What an exhibitor has, as a table: a column for each field that it asks for.
    ///
    /// - Throws: `exhibitor_unknown`.
    package func leadTable(of exhibitor: Exhibitor.ID) async throws -> ReportTable {
        let event = try await store.definition()
        let asks = try event.exhibitor(exhibitor).fields
        let rows = try await ledger.leads(of: exhibitor).map { lead -> [ReportTable.Cell] in
            asks.map { .text(lead[$0]) } + [
                .text(lead.given.map(\.field.rawValue).joined(separator: " ")),
                .text(Timestamp(lead.agreed, in: event.zone).description),
                .text(Timestamp(lead.visited, in: event.zone).description),
            ]
        }
        return ReportTable(columns: asks.map(\.rawValue) + ["agreed_to", "agreed", "visited"], rows: rows)
    }

    /// Whose badge a text is. An e-ticket is no badge, and a code that is typed proves nothing.
    private func wearer(_ text: String) async throws -> Registration.ID {
        let unknown = ServerError(.boothBadgeUnknown)
        guard !text.isEmpty, text.utf8.count <= 400 else { throw unknown }
        do {
            let (holder, issue) = try await badges.holder(of: text)
            let badge = try await badges.latest(of: [holder]).first
            let status = try await store.read { try RegistrationLedger.summary($0, of: holder)?.registration.status }
            guard let badge, badge.number == issue, badge.revocation == nil, status == .active else { throw unknown }
            return holder
        } catch is BadgesError {
            throw unknown
        }
    }

    // MARK: - One's own

    /// How somebody stands with each exhibitor of the event.
    ///
    /// - Throws: `own_link_unknown`.
    package func ownExhibitors(_ token: String) async throws -> [(exhibitor: Exhibitor, standing: ExhibitorStanding)] {
        let owner = try await owner(token)
        let standings = try await ledger.exhibitorStandings(of: owner.id)
        let event = try await store.definition()
        let known = event.exhibitors.map { exhibitor in
            (exhibitor, standings.first { $0.exhibitor == exhibitor.id } ?? .none(exhibitor.id))
        }
        // What was agreed with one whom the description does not name any more can still be taken back.
        let gone = standings.filter { standing in
            !standing.fields.isEmpty && !event.exhibitors.contains { $0.id == standing.exhibitor }
        }
        return known + gone.map { (Exhibitor(id: $0.exhibitor, name: $0.exhibitor.rawValue, fields: $0.fields), $0) }
    }

    /// Agrees for oneself to give an exhibitor these fields, or takes all back where there are none.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.agree` and `endConsent` throw.
    package func agreeOwn(
        _ token: String, with exhibitor: Exhibitor.ID, to fields: Set<Exhibitor.Field>, context: WriteContext
    ) async throws {
        if fields.isEmpty {
            _ = try await ledger.endConsent(of: try await owner(token).id, with: exhibitor, context: context)
        } else {
            _ = try await ledger.agree(
                try await activeOwner(token).id, with: exhibitor, to: fields, isAtBooth: false, context: context)
        }
    }
}
