package import Conference
package import Foundation
import GRDB

/// An address by which a spreadsheet fetches one report, and nothing else.
package struct ReportShare: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<ReportShare, Int64>

    package let id: ID
    /// The report's name.
    package let report: String
    package let author: String
    package let made: Date
    /// When it was ended; nil while it is good.
    package let ended: Date?
}

extension EventStore {
    /// Makes an address for one report.
    ///
    /// - Returns: also the secret of the address, which is shown only this once: the file keeps its SHA-256.
    /// - Throws: `secret_shown` if the same key already made it, `idempotency_conflict`.
    package func shareReport(
        _ report: String, context: WriteContext
    ) async throws -> (share: ReportShare, secret: String) {
        let secret = Data.random(24).base64URL
        let done = try await perform("report.share", content: [report], context: context) { db in
            try db.execute(
                sql: "INSERT INTO report_share (report, secret_sha256, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    report, DeviceToken.digest(of: secret), context.author, context.origin, context.time.milliseconds,
                ])
            return db.lastInsertedRowID
        }
        guard !done.replayed else { throw EventStoreError(.secretShown, ErrorDetail("name", report)) }
        let share = ReportShare(
            id: ReportShare.ID(rawValue: done.result), report: report, author: context.author, made: context.time,
            ended: nil)
        return (share, secret)
    }

    /// All addresses of reports, the ended ones too, in the order in which they were made.
    package func reportShares() async throws -> [ReportShare] {
        try await read { db in try ShareRecord.fetchAll(db, sql: "SELECT * FROM report_share ORDER BY id").map(\.share)
        }
    }

    /// Ends an address: it answers nothing any more.
    ///
    /// - Throws: `report_share_unknown`, `idempotency_conflict`.
    package func endReportShare(_ id: ReportShare.ID, context: WriteContext) async throws {
        _ = try await perform("report.share.end", content: [id.description], context: context) { db in
            try db.execute(
                sql: "UPDATE report_share SET ended_ms = coalesce(ended_ms, ?) WHERE id = ?",
                arguments: [context.time.milliseconds, id])
            guard db.changesCount == 1 else { throw EventStoreError(.reportShareUnknown, ErrorDetail("share", id)) }
            return true
        }
    }

    /// The report that a secret is good for; nil for a wrong secret and for one that was ended.
    package func sharedReport(_ secret: String) async throws -> String? {
        guard secret.utf8.count <= 100 else { return nil }
        return try await read { db in
            try String.fetchOne(
                db, sql: "SELECT report FROM report_share WHERE secret_sha256 = ? AND ended_ms IS NULL",
                arguments: [DeviceToken.digest(of: secret)])
        }
    }

    private struct ShareRecord: RowRecord {
        let id: ReportShare.ID
        let report: String
        let author: String
        let atMs: Int64
        let endedMs: Int64?

        var share: ReportShare {
            ReportShare(
                id: id, report: report, author: author, made: Date(milliseconds: atMs),
                ended: endedMs.map { Date(milliseconds: $0) })
        }
    }
}
