import Conference
package import Foundation
package import GRDB

extension BadgeIssues {
    /// Badges that another took the place of, or that were revoked, in the order of registration and issue, with the time
    /// from which they were good no more.
    package static func withdrawn(_ db: Database) throws -> [(badge: BadgeIssue, since: Date)] {
        var all: [(badge: BadgeIssue, since: Date)] = []
        let people = try UInt32.fetchAll(
            db,
            sql: """
                SELECT DISTINCT registration FROM badge_issue WHERE issue > 1
                UNION SELECT registration FROM badge_revocation ORDER BY 1
                """)
        for id in people {
            let issues = try Self.all(db, of: Registration.ID(rawValue: id))
            for (index, badge) in issues.enumerated() {
                let replaced = index + 1 < issues.count ? issues[index + 1].time : nil
                guard let since = [badge.revocation?.time, replaced].compactMap(\.self).min() else { continue }
                all.append((badge, since))
            }
        }
        return all
    }
}
