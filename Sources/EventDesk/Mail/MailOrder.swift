package import Conference
import Foundation
package import MailFormat
package import Outbox

/// Who is written to; every condition must hold.
package struct MailSelection: Sendable, Hashable {
    /// People who are named; empty for everyone.
    package var registrations: [Registration.ID] = []
    package var categories: Set<Conference.Category> = []
    package var days: DaySet = .none
    package var addOns: Set<AddOn.ID> = []
    package var languages: Set<Language> = []
    /// True for those who owe money, false for those who do not.
    package var owes: Bool?

    package init() {}
}

/// What is sent to whom.
package struct MailOrder: Sendable, Hashable {
    package let template: Template
    package let selection: MailSelection
    /// Tells this time from another: somebody who was reminded once gets a second reminder only under another name.
    package let round: String

    package init(_ template: Template, to selection: MailSelection, round: String = "") {
        self.template = template
        self.selection = selection
        self.round = round
    }

    package enum Template: Sendable, Hashable {
        case occasion(MailOccasion)
        /// An announcement, by its name.
        case announcement(String)

        /// Those that an organizer can send without an announcement.
        package static let occasions: [MailOccasion] = [
            .confirmation, .ticket, .paymentRequest, .reminder, .keysigningInvitation, .keysigningState,
            .keysigningReminder,
            .keysigningErratum,
        ]

        /// What somebody typed: a word of those (with `-` or `_`), or the name of an announcement.
        package init(_ text: String) {
            let word = text.replacing("-", with: "_")
            if let occasion = Self.occasions.first(where: { $0.rawValue == word }) {
                self = .occasion(occasion)
            } else {
                self = .announcement(text)
            }
        }

        var occasion: MailOccasion {
            switch self {
            case .occasion(let occasion): occasion
            case .announcement: .announcement
            }
        }
    }

    var about: String {
        switch template {
        case .occasion: round
        case .announcement(let name): name
        }
    }
}

/// Who would be written to, or was, and who not, and why.
package struct MailRun: Sendable {
    /// In the order of their numbers.
    package let recipients: [Registration]
    /// Those who were selected and get nothing, by the reason's word: `had`, `stopped`, `no_address`, `owes_nothing`,
    /// `nothing_to_tell`.
    package let leftOut: [String: [Registration.ID]]
}

/// One mail, written out.
package struct ReadyMail: Sendable {
    package let mail: OutboxMail
    package let message: MailMessage
}

/// A mail as its reader will see it.
package struct MailPreview: Sendable {
    package let recipient: Registration
    package let message: MailMessage
}
