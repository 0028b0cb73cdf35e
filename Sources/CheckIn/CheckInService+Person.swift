package import Badges
package import Conference
import DoorRules
import EventStore
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
    /// Their scans, also those that were taken back, the newest first.
    package let scans: [ScanOutcome]
    /// What happened to their badges, in order.
    package let happenings: [BadgeHappening]

    /// The latest badge, if it is good.
    package var good: BadgeIssue? { issues.last.flatMap { $0.revocation == nil ? $0 : nil } }

    /// Whether the good badge is on paper, or was sent there.
    package var isOnPaper: Bool { (good?.copies ?? 0) > 0 }
}

extension CheckInService {
    /// How many scans of one person are told.
    private static let scansMax = 100

    /// What is known of a person, as this transaction sees it.
    package static func badges(_ db: Database, of registration: Registration) throws -> PersonBadges {
        let id = registration.id
        return PersonBadges(
            issues: try BadgeIssues.all(db, of: id),
            candidate: try BadgeIssues.candidate(db, registration), handOvers: try HandOvers.standing(db, id),
            notes: try NoteRecord.open(db, of: id), scans: try scans(db, of: id),
            happenings: try BadgeIssues.history(db, of: id))
    }

    /// The last scans of a person, whatever their verdict, the newest first.
    package static func scans(_ db: Database, of registration: Registration.ID) throws -> [ScanOutcome] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM scan WHERE registration = ? ORDER BY at_ms DESC, id DESC LIMIT ?"),
            arguments: [registration, scansMax]
        ).map { try ScanRecord.outcome(db, of: ScanOutcome.ScanID(rawValue: $0), isReplayed: false) }
    }
}
