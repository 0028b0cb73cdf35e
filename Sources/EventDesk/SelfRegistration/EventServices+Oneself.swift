import Badges
package import Conference
package import EventStore
import Foundation
import Outbox
package import RegistrationLedger

/// What a registration is to its owner, by their own link.
package struct OwnRegistration: Sendable {
    package let summary: RegistrationSummary
    /// Seats that are held for them until a stated time.
    package let offers: [Waiting]
    /// What they wait for, without those.
    package let waits: [Waiting]
    /// Whether name and badge may still be corrected: until the first badge is made.
    package let mayCorrect: Bool
    package var registration: Registration { summary.registration }
}

/// What people do for themselves, before they come.
extension EventServices {
    /// Registers somebody who does it themselves; the link of their own goes to their address.
    ///
    /// - Throws: what `RegistrationLedger.registerOneself` throws; `register_refused` for somebody who must not be here.
    package func registerOneself(
        _ new: NewRegistration, context: WriteContext
    ) async throws -> Performed<RegistrationSummary> {
        do {
            return try await ledger.registerOneself(new, context: context)
        } catch let error as LedgerError where error.code == .personBarred {
            // Why is for staff.
            throw ServerError(.registerRefused)
        }
    }

    /// Whose link this is.
    ///
    /// - Throws: `own_link_unknown`, for one that was cancelled or passed on as well.
    package func own(_ token: String) async throws -> OwnRegistration {
        let found = try await OwnLink.registration(token, secret: try ownLinkSecret()) { id in
            try await store.read { try RegistrationLedger.summary($0, of: id)?.registration }
        }
        guard let found, found.status == .active else { throw ServerError(.ownLinkUnknown) }
        let waiting = try await ledger.waitingList().filter { $0.registration == found.id }
        return OwnRegistration(
            summary: try await ledger.standing(of: found.id).summary,
            offers: waiting.filter { $0.offeredUntil != nil }, waits: waiting.filter { $0.offeredUntil == nil },
            mayCorrect: try await badges.latest(of: [found.id]).isEmpty)
    }

    /// Corrects what somebody says of themselves; another person takes a place over at the desk.
    ///
    /// - Throws: `own_link_unknown`, `own_name_fixed` once a badge was made, what `correct` throws, `register_refused`.
    package func correctOwn(
        _ token: String, _ correction: PersonCorrection, context: WriteContext
    ) async throws -> Registration {
        let own = try await own(token)
        guard own.mayCorrect else { throw ServerError(.ownNameFixed) }
        do {
            return try await ledger.correct(own.registration.id, correction, context: context).result
        } catch let error as LedgerError where error.code == .personBarred {
            throw ServerError(.registerRefused)
        }
    }

    /// Answers the organizer's questions for oneself, or corrects what one answered.
    ///
    /// - Throws: `own_link_unknown`, `answer_missing` for what must be answered, what `correct` throws.
    package func answerOwn(
        _ token: String, _ answers: [Question.ID: String], context: WriteContext
    ) async throws {
        let own = try await own(token).registration
        let event = try await store.latestDefinition()
        let unanswered = event.unanswered(
            own.answers.merging(answers) { $1 }, category: own.category, addOns: own.addOns)
        guard unanswered.isEmpty else { throw RegistrationLedger.answerMissing(unanswered, in: own.language) }
        guard !answers.isEmpty else { return }
        _ = try await ledger.correct(own.id, PersonCorrection(answers: answers), context: context)
    }

    /// Takes a seat that is held for somebody, or declines it.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.seat` and `stopWaiting` throw.
    package func answerOffer(
        _ token: String, of place: Place, accepts: Bool, context: WriteContext
    ) async throws {
        let own = try await own(token)
        if accepts {
            _ = try await ledger.seat(own.registration.id, at: place, context: context)
        } else {
            _ = try await ledger.stopWaiting(own.registration.id, for: place, context: context)
        }
    }

    /// Cancels somebody's own place, by the event's rule for what is given back.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.cancel` throws.
    package func cancelOwn(_ token: String, context: WriteContext) async throws -> RegistrationSummary {
        let own = try await own(token)
        _ = try await ledger.cancel(own.registration.id, context: context)
        return try await ledger.standing(of: own.registration.id).summary
    }

    /// Somebody's own ticket.
    ///
    /// - Throws: `own_link_unknown`, `own_ticket_unpaid` while money is due, what `ticket` throws.
    package func ownTicket(_ token: String, as form: TicketForm, context: WriteContext) async throws -> NamedFile {
        let own = try await own(token)
        guard own.summary.due <= .zero else { throw ServerError(.ownTicketUnpaid) }
        return try await ticket(of: own.registration.id, as: form, context: context)
    }

    /// Mails the links of an address to it anew, once an hour at the most. Whether there are any is told to nobody.
    package func mailLinks(to email: String, context: WriteContext) async throws {
        let owners = try await ledger.registrations(withAddress: email)
        let hour = String(Int(context.time.timeIntervalSince1970 / 3_600))
        try await store.write { db in
            for owner in owners {
                try Outbox.write(db, .link, to: owner.id, about: hour, context: context)
            }
        }
    }

    /// The address of somebody's own page; nil where people cannot reach the event's pages.
    func ownAddress(_ registration: Registration, _ plan: MailPlan) throws -> String? {
        guard let pages = plan.pages else { return nil }
        return "\(pages)/my/\(OwnLink(registration, secret: try ownLinkSecret()).token)"
    }

    private func ownLinkSecret() throws -> Data { try store.keys.secret(named: "own-links") }
}
