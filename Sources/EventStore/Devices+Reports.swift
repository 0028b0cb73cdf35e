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

    /// How many scans a device can say that it keeps: more than any event has people and doors for.
    package static let queuedMax = 1_000_000

    /// - Throws: `report_invalid` for a negative count or one beyond `queuedMax`, a charge outside 0 to 100, or a clock a
    ///   hundred years off.
    package init(aheadMilliseconds: Int64?, queued: Int?, batteryPercent: Int?) throws(EventStoreError) {
        let invalid = EventStoreError(.reportInvalid)
        if let aheadMilliseconds, aheadMilliseconds.magnitude > 3_155_760_000_000 { throw invalid }
        if let queued, !(0...Self.queuedMax).contains(queued) { throw invalid }
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
    /// Nil if it never reported, and where what the file has of it cannot be.
    package let report: DeviceReport?
    /// Whether the file has a report of it that no device can have sent: somebody wrote it past this program.
    package let isReportUnreadable: Bool

    /// Whether its battery will not last long.
    package var isLow: Bool { (report?.batteryPercent ?? 100) < Self.batteryPercentLow }

    /// By how many seconds its clock is ahead, where that is so much that it may decide alone by the wrong hour; else nil.
    package var clockSecondsAhead: Double? {
        guard let ahead = report?.aheadMilliseconds, abs(ahead) >= Self.aheadMillisecondsMax else { return nil }
        return Double(ahead) / 1000
    }

    private static let batteryPercentLow = 20
    private static let aheadMillisecondsMax = 30_000

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
            let told = try DeviceReportRecord.fetch(db, of: device.id)
            let report = told.flatMap { try? $0.report() }
            return DeviceCondition(
                device: device, lastSeen: told.map { Date(milliseconds: $0.seenMs) }, report: report,
                isReportUnreadable: told != nil && report == nil)
        }
    }
}
