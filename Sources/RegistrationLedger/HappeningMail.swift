import Conference
import EventStore
import Foundation
import GRDB
import Outbox

/// What is told by mail of what happens to somebody, written in the transaction in which it happens.
enum HappeningMail {
    /// Whether and why somebody is written to.
    enum Choice {
        /// As the kind of what happened says.
        case usual
        /// With what there is to say about it.
        case occasion(MailOccasion, String)
        /// Somebody else tells them, or has told them.
        case none

        func occasion(of kind: Happening.Kind) -> MailOccasion? {
            switch self {
            case .usual: HappeningMail.occasion(of: kind)
            case .occasion(let occasion, _): occasion
            case .none: nil
            }
        }

        /// What the mail is told about it; money that goes back stands below zero.
        func detail(of kind: Happening.Kind, _ detail: String) -> String {
            switch self {
            case .occasion(_, let said): said
            case .usual, .none: kind == .refunded ? "-\(detail)" : detail
            }
        }
    }

    /// Why somebody is written to when this happens; nil for what nobody is told by mail.
    static func occasion(of kind: Happening.Kind) -> MailOccasion? {
        switch kind {
        case .registered, .tookOver, .reinstated: .confirmation
        case .paid, .refunded: .payment
        case .offered: .offer
        case .daysChanged, .categoryChanged, .addOnAdded, .addOnRemoved, .nameCorrected, .badgeNameChanged, .promoted,
            .voucherRedeemed, .voucherHandedBack, .waived, .waiverWithdrawn, .paymentCorrected, .emailChanged,
            .offerExpired, .approved:
            .change
        case .cancelled, .transferred: .cancellation
        default: nil
        }
    }

    /// Writes the mail, if the event wants it. While a mail waits that will tell the same, there is no second one: what is
    /// sent says how everything stands by then.
    static func write(
        _ db: Database, _ id: Registration.ID, _ occasion: MailOccasion?, about happening: Int64, _ detail: String,
        context: WriteContext
    ) throws {
        guard let occasion, try EventStore.mailOccasions(db).contains(occasion) else { return }
        var due = context.time
        switch occasion {
        case .change:
            guard try !Outbox.waits(db, [.confirmation, .change], for: id) else { return }
            due = due.addingTimeInterval(Outbox.changePause)
        case .payment:
            guard try !Outbox.waits(db, [.confirmation], for: id) else { return }
        default: break
        }
        try Outbox.write(
            db, occasion, to: id, about: String(happening), detail: detail, due: due, context: context)
    }
}
