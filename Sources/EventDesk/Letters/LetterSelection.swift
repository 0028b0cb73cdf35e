package import Conference
package import RegistrationLedger

/// Who gets papers.
package enum PaperSelection: Sendable, Hashable {
    /// These, in this order.
    case people([Registration.ID])
    case group(Group)

    package enum Group: String, Sendable, Hashable, CaseIterable {
        /// Everybody whose place stands.
        case all
        /// Those who owe money.
        case unpaid
        /// Those who were let in at some gate.
        case admitted
    }

    /// - Throws: `paper_selection_missing` unless it says exactly one of both.
    package init(_ group: Group?, people: [Registration.ID]) throws {
        switch (group, people.isEmpty) {
        case (let group?, true): self = .group(group)
        case (nil, false): self = .people(people)
        default: throw ServerError(.paperSelectionMissing)
        }
    }

    /// How many people one run is about at the most.
    package static let peopleMax = 20_000
}

/// Letters for several people.
package struct LetterRun: Sendable {
    /// In the order of the people; those that they had already as well.
    package let letters: [Letter]
    /// How many of them are new.
    package let newCount: Int
    /// Those who were selected and get none, by the code that says why.
    package let leftOut: [String: [Registration.ID]]
}

/// Invoices for several people.
package struct InvoiceRun: Sendable {
    /// Each once, also where it is about several people; what was handed out before is a copy.
    package let invoices: [(document: LedgerDocument, isCopy: Bool)]
    package let leftOut: [String: [Registration.ID]]
}

/// What a kind of letter is to one person.
package struct OwnLetter: Sendable {
    package let plan: LetterPlan
    /// Why there is none for them now; nil where there is.
    package let refusal: String?
}
