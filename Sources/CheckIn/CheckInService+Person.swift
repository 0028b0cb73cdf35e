package import Badges
package import Conference
import DoorRules
package import GRDB

/// What badges and doors know of one person, as the desk shows it.
package struct PersonBadges: Sendable {
    /// All issues in order, without the e-ticket.
    package let issues: [BadgeIssue]
    /// The latest badge as a run would find it; nil for somebody who does not come.
    package let candidate: BadgeCandidate?
    package let handOvers: [HandOver]
    /// The notes that the doors show now.
    package let notes: [DoorNote]

    /// The latest badge, if it is good.
    package var good: BadgeIssue? { issues.last.flatMap { $0.revocation == nil ? $0 : nil } }

    /// Whether the good badge is on paper, or was sent there.
    package var isOnPaper: Bool { (good?.copies ?? 0) > 0 }
}

extension CheckInService {
    /// What is known of a person, as this transaction sees it.
    package static func badges(_ db: Database, of registration: Registration) throws -> PersonBadges {
        let id = registration.id
        return PersonBadges(
            issues: try BadgeIssues.all(db, of: id),
            candidate: try BadgeIssues.candidate(db, registration), handOvers: try HandOvers.standing(db, id),
            notes: try NoteRecord.open(db, of: id))
    }
}
