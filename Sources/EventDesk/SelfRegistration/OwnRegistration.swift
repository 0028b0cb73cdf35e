package import Conference
package import Foundation
package import Outbox
package import RegistrationLedger

/// What a registration is to its owner, by their own link.
package struct OwnRegistration: Sendable {
    package let summary: RegistrationSummary
    /// What an edit says that it saw.
    package let version: Int64
    /// Seats that are held for them until a stated time.
    package let offers: [Offer]
    /// What they wait for, without those.
    package let waits: [Waiting]
    /// Whether name and badge may still be corrected: until the first badge is made.
    package let mayCorrect: Bool
    /// Days that have begun, which nobody gives back by themselves.
    package let begun: DaySet
    /// What cancelling would come to; nil for somebody who cannot cancel by themselves.
    package let cancelling: CancelQuote?
    /// Their documents, without those of a party for which somebody else pays.
    package let documents: [LedgerDocument]
    /// Letters that they got, and the kinds that they may fetch.
    package let letters: [Letter]
    package let letterKinds: [OwnLetter]
    /// Whether anything was paid or credited, so that there is a receipt or a credit note to be had.
    package let hasReceipt: Bool
    /// Whether a ticket for a phone's wallet can be signed.
    package let hasWallet: Bool
    /// Nil for who is in no party.
    package let party: OwnParty?
    /// Until when they have to confirm their address; nil for who has, and who need not.
    package let confirmBy: Date?
    /// Whether an organizer has to approve their category.
    package let awaitsApproval: Bool
    /// Whether they asked to be forgotten, and money keeps that back.
    package let asksErasure: Bool

    package var registration: Registration { summary.registration }
    package var isActive: Bool { registration.status == .active }
    /// What is asked of them: without what somebody else pays, with what they pay for others. Negative for what they get back.
    package var toPay: Money { party.map { $0.asked(of: summary) } ?? summary.due }
    /// What goes into the transfer.
    package var payCode: RegistrationCode { party.flatMap { $0.payer == nil ? $0.code : nil } ?? registration.code }

    /// A seat that is held, and what taking it would add to the price; nil where it cannot be sold now.
    package struct Offer: Sendable {
        package let waiting: Waiting
        package let price: Money?
    }
}

/// Everything that is kept of one person.
package struct PersonRecord: Sendable {
    package let file: PersonFile
    /// The latest first.
    package let mail: [OutboxMail]
    /// In the order in which they were issued.
    package let letters: [Letter]
    /// What they agreed to give exhibitors, the earliest first, and at whose booths they were.
    package let consents: [ExhibitorConsent]
    package let booths: [ExhibitorStanding]
}

extension OwnParty {
    /// What is asked of one of its people.
    func asked(of summary: RegistrationSummary) -> Money {
        guard payer == nil else { return summary.due > .zero ? max(.zero, summary.due - open) : summary.due }
        let own = people.first { $0.code == summary.registration.code }?.open ?? .zero
        let rest = summary.due - own
        return open > .zero || rest > .zero ? open + max(.zero, rest) : rest
    }
}
