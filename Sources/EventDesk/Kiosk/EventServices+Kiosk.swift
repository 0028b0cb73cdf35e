import Badges
package import Conference
package import DoorRules
import EventStore
package import Foundation
import RegistrationLedger

/// Why somebody at a kiosk is sent to the desk. The kiosk tells everybody the same but for these words.
package enum KioskReason: String, Sendable, Hashable, CaseIterable {
    /// What was shown is neither a ticket of this event nor a code of one.
    case unknown
    /// The scanner types for another keyboard, and no layout makes a ticket of what it typed.
    case keyboard
    /// The place was cancelled or went to another person.
    case gone
    case blocked
    case owes
    /// Their badge is on paper already: whoever shows a copy of the ticket gets no other.
    case printed
}

/// What a kiosk says to somebody who shows their ticket.
package enum KioskAnswer: Sendable {
    /// Their first badge can be printed here.
    case ready(Registration)
    case desk(KioskReason)
}

/// What came of somebody's wish to print.
package enum KioskPrint: Sendable {
    case printed(BadgeOutcome)
    /// The same request was carried out before, and its paper is on its way: it is not drawn again.
    case before(IssueNumber)
}

/// Where people print their own first badge: it prints no second one, changes nothing, and tells nothing of others.
extension EventServices {
    /// Says what a kiosk can do for whoever shows a ticket, or types its code.
    ///
    /// - Throws: what reading the event's file throws.
    package func kioskAnswer(to text: String) async throws -> KioskAnswer {
        let holder: Registration.ID?
        do {
            holder = try await ticketHolder(text)
        } catch let error as BadgesError where error.code == .scannerKeyboardWrong {
            return .desk(.keyboard)
        }
        guard let id = holder else { return .desk(.unknown) }
        let file = try await personFile(of: id)
        let registration = file.registration
        guard registration.status == .active else { return .desk(.gone) }
        guard registration.blockedBecause == nil else { return .desk(.blocked) }
        guard !file.wantsPayment else { return .desk(.owes) }
        guard file.badgeStanding == .missing || file.badgeStanding == .made else { return .desk(.printed) }
        return .ready(registration)
    }

    /// Prints the first badge of whoever shows their ticket.
    ///
    /// A request that comes again, by a finger that pressed twice or a network that lost the answer, prints nothing.
    /// - Throws: `kiosk_refused` where the desk has to help; what `printBadge` throws: two kiosks that are shown one
    ///   ticket at once print one badge.
    package func kioskPrint(
        _ text: String, to destination: BadgeDestination, context: WriteContext
    ) async throws -> KioskPrint {
        if let id = try? await ticketHolder(text) {
            var selection = BadgeSelection()
            selection.registrations = [id]
            let request = BadgeOrder(selection, kind: .print).summary + destination.summary
            if let job = try await badges.recorded(request, context: context),
                let issue = try await badges.badges(of: job).first
            {
                return .before(issue.number)
            }
        }
        switch try await kioskAnswer(to: text) {
        case .desk(let reason): throw ServerError(.kioskRefused, ErrorDetail("why", reason.rawValue))
        case .ready(let registration):
            return .printed(
                try await printBadge(of: registration.id, .print, because: "", to: destination, context: context))
        }
    }

    /// A picture of the badge that would be printed.
    ///
    /// - Throws: `kiosk_refused` where the desk has to help.
    package func kioskPreview(_ text: String, dotsPerInch: Double) async throws -> Data {
        switch try await kioskAnswer(to: text) {
        case .desk(let reason): throw ServerError(.kioskRefused, ErrorDetail("why", reason.rawValue))
        case .ready(let registration):
            return try await preview(of: registration.id, dotsPerInch: dotsPerInch)
        }
    }

    /// Whose ticket or code it is; nil for anything else, a name among it.
    ///
    /// - Throws: `scanner_keyboard_wrong`; what reading the event's file throws.
    private func ticketHolder(_ text: String) async throws -> Registration.ID? {
        let typed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !typed.isEmpty, typed.utf8.count <= 400 else { return nil }
        do {
            if let code = try? RegistrationCode(typed) {
                return try await store.read { db in try RegistrationLedger.registration(db, code).id }
            }
            return try await badges.holder(of: typed).registration
        } catch let error as LedgerError where error.code == .registrationUnknown {
            return nil
        } catch let error as BadgesError where error.code == .credentialInvalid {
            return nil
        }
    }
}
