package import Conference
package import Foundation
package import GRDB

extension EventStore {
    /// The devices that were shut out, which nothing may let in again.
    package static func revokedDevices(_ db: Database) throws -> [UInt32] {
        try UInt32.fetchAll(db, sql: "SELECT id FROM device WHERE revoked_ms IS NOT NULL ORDER BY id")
    }

    /// Shuts out those of these devices that the file knows and that are not shut out yet.
    ///
    /// - Returns: how many those were.
    package static func revokeAgain(
        _ devices: some Sequence<UInt32>, _ db: Database, context: WriteContext
    ) throws -> Int {
        try end("UPDATE device SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL", devices, db, at: context.time)
    }

    /// Digests of the secrets of reports' addresses that were ended.
    package static func endedReportShares(_ db: Database) throws -> [Data] {
        try Data.fetchAll(db, sql: "SELECT secret_sha256 FROM report_share WHERE ended_ms IS NOT NULL ORDER BY id")
    }

    /// Ends those of these addresses that the file knows and that are not ended yet.
    ///
    /// - Returns: how many those were.
    package static func endReportShares(
        _ digests: some Sequence<Data>, _ db: Database, context: WriteContext
    ) throws -> Int {
        try end(
            "UPDATE report_share SET ended_ms = ? WHERE secret_sha256 = ? AND ended_ms IS NULL", digests, db,
            at: context.time)
    }

    /// Runs a statement for each of these, and returns how many rows it changed.
    private static func end(
        _ sql: String, _ ended: some Sequence<some DatabaseValueConvertible>, _ db: Database, at time: Date
    ) throws -> Int {
        var count = 0
        for each in ended {
            try db.execute(sql: sql, arguments: [time.milliseconds, each])
            count += db.changesCount
        }
        return count
    }
}
