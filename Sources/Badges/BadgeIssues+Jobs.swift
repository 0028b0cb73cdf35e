package import Conference
import EventStore
package import Foundation
package import GRDB

/// What became of runs, and what happened to one person's badges.
extension BadgeIssues {
    /// A run as it stands. Throws `print_job_unknown`.
    package func job(_ id: PrintJob.ID) async throws -> PrintJob {
        try await store.read { db in
            guard let job = try PrintJobRecord.fetch(db, id) else {
                throw BadgesError(.printJobUnknown, ErrorDetail("job", id))
            }
            return job
        }
    }

    /// Runs as they stand, the newest first.
    package func jobs(before id: PrintJob.ID? = nil, limit: Int) async throws -> [PrintJob] {
        try await store.read { db in try PrintJobRecord.list(db, before: id, limit: limit) }
    }

    /// Runs that can still change, the oldest first.
    package func unfinishedJobs() async throws -> [PrintJob] {
        try await store.read(PrintJobRecord.unfinished)
    }

    /// Changes of runs after a given one, each with the run as it stood then.
    package func jobChanges(after change: Int64, limit: Int) async throws -> [PrintJob] {
        try await store.read { db in try PrintJobRecord.changes(db, after: change, limit: limit) }
    }

    /// The number of the latest change of any run; 0 if there was none.
    package func lastJobChange() async throws -> Int64 { try await store.read(PrintJobRecord.lastChange) }

    /// Notes how a run stands. What it stood at already is not noted again, and what is final stays so.
    ///
    /// - Returns: the run as it stands now.
    /// - Throws: `print_job_unknown`.
    @discardableResult
    package func note(
        _ state: PrintJob.State, of id: PrintJob.ID, queueNumber: Int? = nil, reasons: [String] = [], author: String,
        time: Date
    ) async throws -> PrintJob {
        try await store.write { db in
            guard let job = try PrintJobRecord.fetch(db, id) else {
                throw BadgesError(.printJobUnknown, ErrorDetail("job", id))
            }
            let number = queueNumber ?? job.standing.queueNumber
            let isNew =
                job.standing.state != state || job.standing.reasons != reasons
                || job.standing.queueNumber != number
            guard isNew, !job.standing.state.isFinal else { return job }
            try PrintJobRecord.insert(
                db, state, of: id, queueNumber: number, reasons: reasons, author: author, time: time)
            return try PrintJobRecord.fetch(db, id) ?? job
        }
    }

    /// Everything that happened to a person's badges, in order: who, when, from where, which issue, why.
    ///
    /// An issue is done with before the next one is made, so its number tells the order, whatever the clocks said.
    package func history(of registration: Registration.ID) async throws -> [BadgeHappening] {
        try await store.read { try Self.history($0, of: registration) }
    }

    /// The same within a transaction.
    package static func history(_ db: Database, of registration: Registration.ID) throws -> [BadgeHappening] {
        try BadgeEventRecord.fetchAll(
            db,
            sql: """
                SELECT 1 AS step, issue, 0 AS copy, NULL AS job, reason, author, origin, at_ms
                FROM badge_issue WHERE registration = :registration
                UNION ALL
                SELECT 2, issue, copy, job, reason, author, origin, at_ms
                FROM badge_print WHERE registration = :registration
                UNION ALL
                SELECT 3, issue, 0, NULL, reason, author, origin, at_ms
                FROM badge_revocation WHERE registration = :registration
                ORDER BY issue, step, copy
                """, arguments: ["registration": registration]
        ).map { record in
            let kind: BadgeHappening.Kind =
                switch record.step {
                case 1: .made
                case 2:
                    .printed(copy: record.copy, job: try record.job.flatMap { try PrintJobRecord.fetch(db, $0) })
                default: .voided
                }
            return BadgeHappening(
                kind: kind, issue: record.issue, reason: record.reason, author: record.author,
                origin: record.origin, time: Date(milliseconds: record.atMs))
        }
    }

    /// Something that happened to a badge, out of `badge_issue`, `badge_print` and `badge_revocation`.
    private struct BadgeEventRecord: RowRecord {
        let step: Int
        let issue: Int
        let copy: Int
        let job: PrintJob.ID?
        let reason: String
        let author: String
        let origin: String
        let atMs: Int64
    }
}
