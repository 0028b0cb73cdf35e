package import Conference
package import Foundation

/// Something that happened to a registration.
package struct Happening: Sendable, Hashable, Identifiable {
    /// 1, 2, 3 … in the order in which anything happened to anybody: the cursor of a list.
    package typealias ID = Identifier<Happening, Int64>

    package let id: ID
    package let kind: Kind
    /// What it was about, without personal data: days as `1,2`, an amount, an add-on, another registration's code.
    package let detail: String
    package let author: String
    package let origin: String
    package let time: Date
    /// What was put in the place of what, for a correction; nil for what corrects nothing, and for somebody who was erased.
    package var correction: Correction?

    /// A value before and after.
    package struct Correction: Sendable, Hashable {
        package let before: String
        package let after: String
    }

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case registered, cancelled, blocked, unblocked, erased
        /// Doors let the person in although money is due.
        case letIn = "let_in"
        case letInEnded = "let_in_ended"
        case daysChanged = "days_changed"
        /// The detail is the new category.
        case categoryChanged = "category_changed"
        case addOnAdded = "add_on_added"
        case addOnRemoved = "add_on_removed"
        case paid, refunded
        case paymentCorrected = "payment_corrected"
        case nameCorrected = "name_corrected"
        case badgeNameChanged = "badge_name_changed"
        case affiliationChanged = "affiliation_changed"
        case emailChanged = "email_changed"
        case countryChanged = "country_changed"
        case languageChanged = "language_changed"
        case sortNameChanged = "sort_name_changed"
        /// An answer was given, changed or taken away; the detail is the question.
        case answered
        /// The answers to the question that the detail names were erased, the earlier ones as well.
        case answerErased = "answer_erased"
        /// The place went to another person, whose code the detail is.
        case transferred
        /// The place came from another registration, whose code the detail is.
        case tookOver = "took_over"
        /// It was the second record of a person and went into the one whose code the detail is.
        case merged
        /// The second record, whose code the detail is, went into this one.
        case absorbed
        case voucherRedeemed = "voucher_redeemed"
        case voucherHandedBack = "voucher_handed_back"
        case waived
        case waiverWithdrawn = "waiver_withdrawn"
        case waits
        case leftWaitingList = "left_waiting_list"
        case promoted
        /// A seat is held for the person until a stated time; nothing was charged.
        case offered
        case offerDeclined = "offer_declined"
        case offerExpired = "offer_expired"
        case documentIssued = "document_issued"
        /// The detail is the number of the letter, as it stands on the paper.
        case letterIssued = "letter_issued"
        /// More was given back than the event's rule says; the detail is how much more.
        case gaveBackBeyondRule = "gave_back_beyond_rule"
        /// A cancelling was taken back.
        case reinstated
        /// The detail is the amount.
        case keptGivenBack = "kept_given_back"
        /// What was owed to the person became a donation; the detail is the amount.
        case donated
        /// The person wants to be forgotten; money was open, so that an organizer does it.
        case erasureAsked = "erasure_asked"
        /// Their category was approved, or not.
        case approved, declined
        case proofHandedIn = "proof_handed_in"
        /// What an exhibitor may have; the detail is which one and what: `packet-bakery: name, email`.
        case exhibitorAgreed = "exhibitor_agreed"
        /// The detail is the exhibitor.
        case exhibitorWithdrawn = "exhibitor_withdrawn"
        /// A scanner's app printed something for the person; the detail is what: badge, ticket, certificate, other.
        case printedByApp = "printed_by_app"
        case addressConfirmed = "address_confirmed"
        /// They did not confirm their address in time.
        case addressUnconfirmed = "address_unconfirmed"

        /// Whether it changed what is edited: who somebody is, when they come and on what terms. Money that comes and goes
        /// beside that makes no edit stale.
        var isEdit: Bool {
            switch self {
            case .paid, .refunded, .paymentCorrected, .documentIssued, .letterIssued, .gaveBackBeyondRule,
                .keptGivenBack, .donated,
                .offered, .offerExpired, .answerErased, .erasureAsked, .addressConfirmed, .proofHandedIn,
                .exhibitorAgreed, .printedByApp,
                .exhibitorWithdrawn:
                false
            default: true
            }
        }
    }
}
