import Conference
package import Foundation
package import GRDB

/// A later life of the event, at another machine, of which devices tell: they carry the highest incarnation that they saw.
extension EventStore {
    /// Notes that a device has seen a later incarnation than this file's.
    ///
    /// - Returns: false where the number cannot be one: it is not above the file's, or beyond `Incarnation.numberMax`.
    @discardableResult
    package func noteSuccessor(_ number: Int, seenBy device: Device.ID, time: Date) async throws -> Bool {
        let isKnown = try await read { db -> Bool? in
            guard try Self.incarnation(db).number < number, number <= Incarnation.numberMax else { return nil }
            return try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM device_report WHERE device = ? AND successor >= ?)",
                arguments: [device.rawValue, number]) ?? false
        }
        guard let isKnown else { return false }
        warn(EventStoreError(.eventTakenOver, ErrorDetail("incarnation", number)))
        guard !isKnown, !isOnlyRead else { return true }
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO device_report (device, seen_ms, successor) VALUES (?, ?, ?)
                    ON CONFLICT (device) DO UPDATE SET successor = excluded.successor
                    """, arguments: [device.rawValue, time.milliseconds, number])
        }
        return true
    }

    /// The latest life of the event of which a device told, and that device's name; nil where it is this file's.
    package static func successor(_ db: Database) throws -> (number: Int, device: String)? {
        let own = try incarnation(db).number
        let row = try SuccessorRow.fetchOne(
            db,
            sql: """
                SELECT device_report.successor AS number, device.name
                FROM device_report JOIN device ON device.id = device_report.device
                WHERE device_report.successor > ? ORDER BY device_report.successor DESC, device.id LIMIT 1
                """, arguments: [own])
        return row.map { ($0.number, $0.name) }
    }

    /// The latest life of the event of which a device told, and that device's name; nil where it is this file's.
    package func successor() async throws -> (number: Int, device: String)? {
        try await read { db in try Self.successor(db) }
    }

    private struct SuccessorRow: RowRecord {
        let number: Int
        let name: String
    }
}
