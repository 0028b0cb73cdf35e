import Conference
import EventStore
import Foundation
import GRDB

/// The tables of print jobs, read and written as values.
enum PrintJobRecord {
    private static let query = """
        SELECT job.*, state.id AS change, state.state, state.queue_number, state.reasons,
               state.author AS state_author, state.at_ms AS state_ms
        FROM print_job AS job JOIN print_job_state AS state ON state.job = job.id
        """

    static func insert(
        _ db: Database, _ run: BadgeRun, reason: String, state: PrintJob.State, context: WriteContext
    ) throws -> PrintJob.ID {
        let (medium, target) = run.medium.parts
        try db.execute(
            sql: """
                INSERT INTO print_job (kind, medium, target, reason, badges, sheets, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run.kind.rawValue, medium.rawValue, target, reason, run.badges.count, run.sheets, context.author,
                context.origin, context.time.milliseconds,
            ])
        let id = PrintJob.ID(rawValue: db.lastInsertedRowID)
        try insert(db, state, of: id, queueNumber: nil, reasons: [], author: context.author, time: context.time)
        return id
    }

    static func insert(
        _ db: Database, _ state: PrintJob.State, of job: PrintJob.ID, queueNumber: Int?, reasons: [String],
        author: String, time: Date
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO print_job_state (job, state, queue_number, reasons, author, at_ms) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                job.rawValue, state.rawValue, queueNumber, reasons.joined(separator: " "), author, time.milliseconds,
            ])
    }

    /// As it stands now.
    static func fetch(_ db: Database, _ id: PrintJob.ID) throws -> PrintJob? {
        try jobs(db, "WHERE job.id = ? ORDER BY state.id DESC LIMIT 1", [id.rawValue]).first
    }

    /// As they stand now, the newest first.
    static func list(_ db: Database, before id: PrintJob.ID?, limit: Int) throws -> [PrintJob] {
        try jobs(
            db,
            """
            WHERE job.id < ? AND state.id = (SELECT max(id) FROM print_job_state WHERE job = state.job)
            ORDER BY job.id DESC LIMIT ?
            """, [id?.rawValue ?? .max, limit])
    }

    /// Those that can still change, the oldest first.
    static func unfinished(_ db: Database) throws -> [PrintJob] {
        try jobs(
            db,
            """
            WHERE state.id IN (SELECT max(id) FROM print_job_state GROUP BY job)
              AND state.state IN ('waiting', 'queued', 'held', 'printing', 'stopped')
            ORDER BY job.id
            """, [])
    }

    /// Every change after one, as the job stood then.
    static func changes(_ db: Database, after change: Int64, limit: Int) throws -> [PrintJob] {
        try jobs(db, "WHERE state.id > ? ORDER BY state.id LIMIT ?", [change, limit])
    }

    static func lastChange(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(id) FROM print_job_state") ?? 0
    }

    private static func jobs(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [PrintJob] {
        try Stored.fetchAll(db.cachedStatement(sql: "\(query) \(condition)"), arguments: arguments)
            .map { try $0.job() }
    }

    /// A row of `query`.
    private struct Stored: RowRecord {
        let id: PrintJob.ID
        let kind: String
        let medium: String
        let target: String
        let reason: String
        let badges: Int
        let sheets: Int
        let author: String
        let origin: String
        let atMs: Int64
        let change: Int64
        let state: String
        let queueNumber: Int?
        let reasons: String
        let stateAuthor: String
        let stateMs: Int64

        /// - Throws: `print_job_unreadable` for a row that no version of this program writes.
        func job() throws -> PrintJob {
            guard let kind = BadgeRunKind(rawValue: self.kind), let state = PrintJob.State(rawValue: self.state),
                let medium = BadgeMedium.Kind(rawValue: self.medium)
            else {
                throw BadgesError(.printJobUnreadable, ErrorDetail("job", id))
            }
            return PrintJob(
                id: id, kind: kind, medium: BadgeMedium(medium, target: target), reason: reason, badges: badges,
                sheets: sheets, author: author,
                origin: origin, time: Date(milliseconds: atMs),
                standing: PrintJob.Standing(
                    change: change, state: state, queueNumber: queueNumber,
                    reasons: reasons.split(separator: " ").map(String.init), author: stateAuthor,
                    time: Date(milliseconds: stateMs)))
        }
    }
}
