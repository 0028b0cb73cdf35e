package import Conference
package import DoorRules

/// What a run of badges does.
package enum BadgeRunKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Puts on paper what never was.
    case print
    /// Puts the same issues on paper once more, as after a jam; they stay good.
    case repetition = "repeat"
    /// Makes new issues in the place of others, which are revoked at once.
    case reprint
}

/// Where a run of badges goes.
package enum BadgeMedium: Sendable, Hashable {
    /// By the file's name without its folder.
    case file(String)
    case queue(String)
    /// To whoever asked.
    case answer

    /// The kinds of them, as the job's row has it.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case file, queue, answer
    }

    init(_ kind: Kind, target: String) {
        self =
            switch kind {
            case .file: .file(target)
            case .queue: .queue(target)
            case .answer: .answer
            }
    }

    /// With the name of the file or of the queue, empty where there is none.
    var parts: (kind: Kind, target: String) {
        switch self {
        case .file(let name): (.file, name)
        case .queue(let name): (.queue, name)
        case .answer: (.answer, "")
        }
    }
}

/// A registration and how its badge stands, before a run.
package struct BadgeCandidate: Sendable, Hashable {
    package let registration: Registration
    /// The latest badge; e-tickets do not count.
    package let latest: Latest?

    package init(registration: Registration, latest: Latest?) {
        self.registration = registration
        self.latest = latest
    }

    package struct Latest: Sendable, Hashable {
        package let number: IssueNumber
        package let credential: SignedCredential
        package let isRevoked: Bool
        /// Whether it is on paper, or on its way there.
        package let isPrinted: Bool
        /// What the paper said when it was last printed; nil if it was not, or not known.
        package let facts: BadgeFacts?
        /// How often it was sent to paper.
        package let copies: Int
    }
}

/// Which registrations a run is about; every condition must hold, and a registration must stand.
package struct BadgeFilter: Sendable, Hashable {
    /// Nil for everyone.
    package var registrations: [Registration.ID]?
    /// One of these; empty for any.
    package var categories: Set<Category>
    /// One of these, in whole, without regard to case and diacritics; empty for any.
    package var affiliations: [String]
    /// One of these; empty for any.
    package var days: DaySet
    /// True for those whose good badge was never on paper, and for those who have none yet.
    package var isUnprinted: Bool

    package init(
        registrations: [Registration.ID]? = nil, categories: Set<Category> = [], affiliations: [String] = [],
        days: DaySet = DaySet([]), isUnprinted: Bool = false
    ) {
        self.registrations = registrations
        self.categories = categories
        self.affiliations = affiliations
        self.days = days
        self.isUnprinted = isUnprinted
    }
}

/// Badges on their way to paper.
package struct BadgeRun: Sendable {
    package let kind: BadgeRunKind
    package let medium: BadgeMedium
    package let reason: String
    package let badges: [Badge]
    package let sheets: Int

    package init(kind: BadgeRunKind, medium: BadgeMedium, reason: String, badges: [Badge], sheets: Int) {
        self.kind = kind
        self.medium = medium
        self.reason = reason
        self.badges = badges
        self.sheets = sheets
    }

    package struct Badge: Sendable {
        /// How the registration's badge stood when the run was drawn.
        package let candidate: BadgeCandidate
        package let credential: SignedCredential
        /// Why it takes the place of another, or is printed once more; empty for a first one.
        package let reason: String
        package let facts: BadgeFacts

        package init(
            candidate: BadgeCandidate, credential: SignedCredential, reason: String, facts: BadgeFacts
        ) {
            self.candidate = candidate
            self.credential = credential
            self.reason = reason
            self.facts = facts
        }

        package var number: IssueNumber { credential.credential.issue }
        var isNew: Bool { candidate.latest?.number != number }
    }
}
