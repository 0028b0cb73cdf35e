import Badges
package import Conference
package import EventStore
package import Foundation
import Keysigning
import Outbox
package import RegistrationLedger

/// What people do for themselves, before they come.
extension EventServices {
    /// How long links work after the last day, in days: long enough for a receipt and a certificate.
    private static let linkDaysAfter = 90

    /// Registers somebody who does it themselves; the link of their own goes to their address.
    ///
    /// - Throws: what `RegistrationLedger.registerOneself` throws; `register_refused` for somebody who must not be here.
    package func registerOneself(
        _ new: OwnRegistering, context: WriteContext
    ) async throws -> Performed<RegistrationSummary> {
        do {
            return try await ledger.registerOneself(new, context: context)
        } catch let error as LedgerError where error.code == .personBarred {
            // Why is for staff.
            throw ServerError(.registerRefused)
        }
    }

    /// Registers several people, of whom the first registers the others and pays for them. Each gets a link of their own.
    ///
    /// - Throws: what `RegistrationLedger.registerParty` throws; `register_refused` for somebody who must not be here.
    package func registerParty(
        _ people: [OwnRegistering], payer: DocumentPayer, context: WriteContext
    ) async throws -> Performed<[RegistrationSummary]> {
        do {
            return try await ledger.registerParty(people, payer: payer, context: context)
        } catch let error as LedgerError where error.code == .personBarred {
            throw ServerError(.registerRefused)
        }
    }

    /// Notes that somebody's address is theirs; their seats and those of their party are held for good.
    ///
    /// - Throws: `own_link_unknown`, for one whose time was over as well.
    package func confirmOwn(_ token: String, context: WriteContext) async throws {
        _ = try await ledger.confirmAddress(of: try await activeOwner(token).id, context: context)
    }

    /// What somebody's own page shows. One who cancelled still has documents, and money to come.
    ///
    /// - Throws: `own_link_unknown`, for one that was passed on or erased as well, and long after the event.
    package func own(_ token: String) async throws -> OwnRegistration {
        let registration = try await owner(token)
        let id = registration.id
        let event = try await store.definition()
        let standing = try await ledger.standing(of: id)
        let story = try await ledger.story(of: id)
        let waiting = try await ledger.waitingList().filter { $0.registration == id }
        var offers: [OwnRegistration.Offer] = []
        for offer in waiting where offer.offeredUntil != nil {
            offers.append(OwnRegistration.Offer(waiting: offer, price: try await price(of: offer, registration)))
        }
        let begun = event.daysBegun(at: clock.now)
        let isActive = registration.status == .active
        let mayCancel = isActive && !registration.days.numbers.contains { begun.contains($0) }
        let hasBadge = try await !badges.latest(of: [id]).isEmpty
        let wallet = store.keys.folder.appendingPathComponent("wallet.pem").path
        return OwnRegistration(
            summary: standing.summary, version: standing.version, offers: offers,
            waits: waiting.filter { $0.offeredUntil == nil },
            mayCorrect: isActive && !hasBadge, begun: begun,
            cancelling: mayCancel ? try await ledger.quoteCancelling(id, time: clock.now) : nil,
            documents: try await documents(of: id),
            letters: try await ledger.letters(of: id).filter { $0.paper != nil },
            letterKinds: isActive ? try await ownLetters(of: id) : [],
            hasReceipt: story.entries.contains { [.payment, .refund, .credit].contains($0.kind) },
            hasWallet: FileManager.default.fileExists(atPath: wallet), party: try await ledger.party(of: id),
            confirmBy: try await ledger.confirmation(of: id),
            awaitsApproval: try await ledger.awaitsApproval(id),
            asksErasure: story.history.contains { $0.kind == .erasureAsked })
    }

    private func price(of offer: Waiting, _ registration: Registration) async throws -> Money? {
        var days = registration.days
        var addOns: Set<AddOn.ID> = []
        switch offer.place {
        case .day(let number): days = DaySet(days.numbers + [number])
        case .addOn(let id): addOns = [id]
        }
        let request = QuoteRequest(
            registration: registration.id, days: days, addOns: nil, moreAddOns: addOns, voucher: nil)
        do {
            return try await ledger.quote(request, time: clock.now).difference
        } catch is any DescribedError {
            return nil
        }
    }

    /// Corrects what somebody says of themselves; another person takes a place over at the desk.
    ///
    /// - Throws: `own_link_unknown`, `own_name_fixed` once a badge was made, what `correct` throws, `register_refused`.
    package func correctOwn(
        _ token: String, _ correction: PersonCorrection, context: WriteContext
    ) async throws -> Registration {
        let owner = try await activeOwner(token)
        guard try await badges.latest(of: [owner.id]).isEmpty else { throw ServerError(.ownNameFixed) }
        do {
            return try await ledger.correct(owner.id, correction, context: context).result
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
        let own = try await activeOwner(token)
        let event = try await store.latestDefinition()
        let unanswered = event.unanswered(
            own.answers.merging(answers) { $1 }, category: own.category, addOns: own.addOns)
        guard unanswered.isEmpty else { throw RegistrationLedger.answerMissing(unanswered, in: own.language) }
        guard !answers.isEmpty else { return }
        _ = try await ledger.correct(own.id, PersonCorrection(answers: answers), context: context)
    }

    /// The badge as it would be with what somebody types, as a PNG.
    ///
    /// - Throws: `own_link_unknown`, what `preview` throws.
    package func previewOwn(
        _ token: String, with correction: PersonCorrection, dotsPerInch: Double
    ) async throws -> Data {
        try await preview(of: try await activeOwner(token).id, with: correction, dotsPerInch: dotsPerInch)
    }

    /// Says what somebody's days and side events would cost, before they change them.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.quote` throws.
    package func quoteOwn(_ token: String, days: DaySet, addOns: Set<AddOn.ID>) async throws -> PriceQuote {
        let owner = try await activeOwner(token)
        return try await ledger.quote(
            QuoteRequest(registration: owner.id, days: days, addOns: addOns, voucher: nil), time: clock.now)
    }

    /// Changes somebody's own days and side events; what is full is waited for.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.changeOwn` throws.
    package func changeOwn(
        _ token: String, days: DaySet, addOns: Set<AddOn.ID>, context: WriteContext
    ) async throws -> OwnChange {
        try await ledger.changeOwn(try await activeOwner(token).id, days: days, addOns: addOns, context: context)
            .result
    }

    /// Takes a seat that is held for somebody, or declines it; leaves a waiting list.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.seat` and `stopWaiting` throw.
    package func answerOffer(
        _ token: String, of place: Place, accepts: Bool, context: WriteContext
    ) async throws {
        let owner = try await activeOwner(token)
        if accepts {
            _ = try await ledger.seat(owner.id, at: place, context: context)
        } else {
            _ = try await ledger.stopWaiting(owner.id, for: place, context: context)
        }
    }

    /// Cancels somebody's own place, by the event's rule for what is given back.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.cancelOwn` throws.
    package func cancelOwn(_ token: String, context: WriteContext) async throws -> RegistrationSummary {
        let owner = try await owner(token)
        _ = try await ledger.cancelOwn(owner.id, context: context)
        return try await ledger.standing(of: owner.id).summary
    }

    /// Makes the link by which somebody hands in keys; the one before is worthless from then on.
    ///
    /// - Returns: the path of their page of the keysigning, with the secret behind `#`.
    /// - Throws: `own_link_unknown`, `keysigning_not_planned`.
    package func keysigningOwn(_ token: String, context: WriteContext) async throws -> String {
        let owner = try await activeOwner(token)
        guard try await store.definition().keysigning != nil else { throw ServerError(.routeUnknown) }
        return try await keysigning.invite(registration: owner.id, context: context).token.link(at: "")
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

    // MARK: - Whose link

    /// Whose link this is: of somebody who is registered, or who cancelled.
    ///
    /// - Throws: `own_link_unknown`.
    func owner(_ token: String) async throws -> Registration {
        let found = try await OwnLink.registration(token, secret: try ownLinkSecret()) { id in
            try await store.read { try RegistrationLedger.summary($0, of: id)?.registration }
        }
        let event = try await store.definition()
        guard let found, found.status == .active || found.status == .cancelled, found.successor == nil,
            !found.person.isErased, let last = event.days.last,
            clock.now < event.end(of: last).addingTimeInterval(Double(Self.linkDaysAfter) * 86_400)
        else { throw ServerError(.ownLinkUnknown) }
        return found
    }

    /// - Throws: `own_link_unknown` for somebody who cancelled as well.
    func activeOwner(_ token: String) async throws -> Registration {
        let owner = try await owner(token)
        guard owner.status == .active else { throw ServerError(.ownLinkUnknown) }
        return owner
    }

    /// The address of somebody's own page; nil where people cannot reach the event's pages.
    func ownAddress(_ registration: Registration, _ plan: MailPlan) throws -> String? {
        guard let pages = plan.pages else { return nil }
        return "\(pages)/my/open/\(OwnLink(registration, secret: try ownLinkSecret()).token)"
    }

    private func ownLinkSecret() throws -> Data { try store.keys.secret(named: "own-links") }
}
