import BadgeRenderer
import Badges
import Catalogues
package import Conference
import DoorRules
import EventStore
import Foundation
import RegistrationLedger

/// The forms of a ticket.
package enum TicketForm: String, Sendable, Hashable, CaseIterable {
    /// PDF on Letter or A4 paper.
    case letter, a4
    /// The days, for a calendar program.
    case calendar
    /// For a phone's wallet, signed with the organizer's certificate.
    case wallet
}

/// The e-ticket: issue 0 of a registration, good at the desk and at the kiosk, at no door.
extension EventServices {
    /// Somebody's ticket. Their issue 0 is made the first time; it stays the same. While another machine has the event's file,
    /// whoever has one gets it again.
    ///
    /// - Throws: `event_elsewhere`, `event_file_only_read` for whoever has none yet; `registration_unknown`, `registration_cancelled`, codes of `BadgeRendererError` about the template.
    package func ticket(
        of id: Registration.ID, as form: TicketForm, context: WriteContext
    ) async throws -> NamedFile {
        if let bar = try await store.writeBar() {
            let hasOne = try await badges.all(of: id).contains { $0.number == .ticket }
            guard hasOne || form == .calendar else { throw bar.error(store.url) }
        } else {
            _ = try await badges.makeTickets(for: [id], context: context)
        }
        return try await ticketFile(of: id, as: form)
    }

    /// The ticket of somebody who has one already.
    func ticketFile(of id: Registration.ID, as form: TicketForm) async throws -> NamedFile {
        let event = try await store.definition()
        let registration = try await ledger.registration(id)
        guard registration.status == .active else {
            throw LedgerError(.registrationCancelled, ErrorDetail("number", id))
        }
        let name = "ticket-\(event.slug)-\(registration.code)"
        switch form {
        case .calendar:
            let text = CalendarFile.text(of: registration, event, at: clock.now)
            return NamedFile(name: "\(name).ics", type: "text/calendar; charset=utf-8", bytes: Data(text.utf8))
        case .wallet:
            let pass = try await walletPass(registration, event, try await ticketIssue(registration))
            return NamedFile(name: "\(name).pkpass", type: "application/vnd.apple.pkpass", bytes: pass)
        case .letter, .a4:
            let issue = try await ticketIssue(registration)
            let job = BadgeRenderer.Job(
                template: try ticketTemplate(form), sheet: .single, title: "\(event.name)", created: issue.time)
            let pdf = try await badgeRenderer().render(try await contents(of: [issue]), job).pdf
            return NamedFile(name: "\(name).pdf", type: "application/pdf", bytes: pdf)
        }
    }

    private func ticketIssue(_ registration: Registration) async throws -> BadgeIssue {
        guard let issue = try await badges.all(of: registration.id).first(where: { $0.number == .ticket }) else {
            throw BadgesError(.badgeMissing, ErrorDetail("code", registration.code))
        }
        return issue
    }

    private func walletPass(
        _ registration: Registration, _ event: EventDefinition, _ issue: BadgeIssue
    ) async throws -> Data {
        let words = Catalogue.of(registration.language)
        let pictures = try ["icon.png", "icon@2x.png", "icon@3x.png"].reduce(into: [String: Data]()) { files, name in
            files[name] = try Data(contentsOf: resources.url.appendingPathComponent("templates/tickets/\(name)"))
        }
        return try await WalletPass.bytes(
            of: registration, event, credential: issue.text,
            labels: WalletPass.Labels(
                ticket: words("badge_ticket"), days: words("field_days"), category: words("field_category"),
                code: words("wallet_code")), pictures: pictures, signer: try await WalletSigner(store.keys))
    }

    /// The event's own template (`NAME.templates/ticket-letter.svg`) if it has one, or else the one of this program.
    private func ticketTemplate(_ form: TicketForm) throws -> BadgeTemplate {
        let own = templateFolder.appendingPathComponent("ticket-\(form.rawValue).svg")
        let isThere = FileManager.default.fileExists(atPath: own.path)
        return try workbench.template(isThere ? own : resources.ticketTemplate(named: form.rawValue))
    }
}
