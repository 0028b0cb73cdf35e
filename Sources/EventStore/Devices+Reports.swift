import Conference
package import Foundation
package import GRDB

/// What a device last reported about itself.
package struct DeviceReport: Sendable, Hashable {
    /// How far its clock is ahead of the server's, in milliseconds, as it measured.
    package let aheadMilliseconds: Int64?
    /// How many scans it answered offline and has not sent yet.
    package let queued: Int?
    /// From 0 to 100, if it knows.
    package let batteryPercent: Int?

    /// - Throws: `report_invalid` for a negative count, a charge outside 0 to 100, or a clock a hundred years off.
    package init(aheadMilliseconds: Int64?, queued: Int?, batteryPercent: Int?) throws {
        let invalid = EventStoreError(.reportInvalid)
        if let aheadMilliseconds, abs(aheadMilliseconds) > 3_155_760_000_000 { throw invalid }
        if let queued, queued < 0 { throw invalid }
        if let batteryPercent, !(0...100).contains(batteryPercent) { throw invalid }
        self.aheadMilliseconds = aheadMilliseconds
        self.queued = queued
        self.batteryPercent = batteryPercent
    }
}

/// A device with what is known about its state.
package struct DeviceCondition: Sendable, Hashable {
    package let device: Device
    /// When it last reported or scanned; nil if never.
    package private(set) var lastSeen: Date?
    /// Nil if it never reported.
    package let report: DeviceReport?

    /// The same device, also seen at that time; nil for no time.
    package func seen(_ time: Date?) -> Self {
        var later = self
        later.lastSeen = [lastSeen, time].compactMap(\.self).max()
        return later
    }
}

extension EventStore {
    /// Keeps what a device reports about itself, replacing its last report.
    package func keep(_ report: DeviceReport, of device: Device.ID, time: Date) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO device_report (device, seen_ms, ahead_ms, queued, battery_percent)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (device) DO UPDATE SET seen_ms = excluded.seen_ms, ahead_ms = excluded.ahead_ms,
                        queued = excluded.queued, battery_percent = excluded.battery_percent
                    """,
                arguments: [
                    device.rawValue, time.milliseconds, report.aheadMilliseconds, report.queued,
                    report.batteryPercent,
                ])
        }
    }

    /// The devices by number, including revoked ones, with what they reported.
    ///
    /// - Parameters:
    ///   - after: only those with higher numbers.
    ///   - limit: how many at most.
    package static func deviceConditions(
        _ db: Database, after: Device.ID? = nil, limit: Int = .max
    ) throws -> [DeviceCondition] {
        try devices(db, where: "id > ?", [after?.rawValue ?? 0]).prefix(limit).map { device in
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM device_report WHERE device = ?"),
                arguments: [device.id.rawValue])
            return DeviceCondition(
                device: device, lastSeen: row.map { Date(milliseconds: $0["seen_ms"]) },
                report: try row.map { row in
                    try DeviceReport(
                        aheadMilliseconds: row["ahead_ms"], queued: row["queued"],
                        batteryPercent: row["battery_percent"])
                })
        }
    }
}
