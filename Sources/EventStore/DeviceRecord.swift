import Conference
import Foundation
import GRDB

/// A row of `device`, with the gates of `device_gate`.
struct DeviceRecord: FetchableRecord {
    let id: Device.ID
    let name: String
    let role: String
    let exhibitor: Exhibitor.ID?
    let revokedMs: Int64?
    /// Separated by blanks, which the name of a gate cannot have; nil for a device of all gates.
    let gates: String?
    let isShared: Bool
    let clerk: Clerk.ID?
    let clerkName: String?
    let clerkSinceMs: Int64?

    init(row: Row) throws {
        id = try row.decode(forColumn: "id")
        name = try row.decode(forColumn: "name")
        role = try row.decode(forColumn: "role")
        exhibitor = try row.decode(forColumn: "exhibitor")
        revokedMs = try row.decode(forColumn: "revoked_ms")
        gates = try row.decode(forColumn: "gates")
        isShared = try row.decode(forColumn: "is_shared")
        clerk = try row.decode(forColumn: "clerk")
        clerkName = try row.decode(forColumn: "clerk_name")
        clerkSinceMs = try row.decode(forColumn: "clerk_since_ms")
    }

    /// Nil for a role that a later version made.
    var device: Device? {
        guard let role = Device.Role(rawValue: self.role) else { return nil }
        return Device(
            id: id, name: name, role: role,
            gates: Set((gates ?? "").split(separator: " ").map { Gate.ID(rawValue: String($0)) }),
            isRevoked: revokedMs != nil, isShared: isShared, clerk: presence, exhibitor: exhibitor)
    }

    private var presence: Clerk.Presence? {
        guard let clerk, let clerkName, let clerkSinceMs else { return nil }
        return Clerk.Presence(id: clerk, name: clerkName, since: Date(milliseconds: clerkSinceMs))
    }
}

/// A row of `device_report`.
struct DeviceReportRecord: RowRecord {
    let seenMs: Int64
    let aheadMs: Int64?
    let queued: Int?
    let batteryPercent: Int?

    static func fetch(_ db: Database, of device: Device.ID) throws -> DeviceReportRecord? {
        try fetchOne(
            db.cachedStatement(
                sql: "SELECT seen_ms, ahead_ms, queued, battery_percent FROM device_report WHERE device = ?"),
            arguments: [device.rawValue])
    }

    /// - Throws: `report_invalid`.
    func report() throws -> DeviceReport {
        try DeviceReport(aheadMilliseconds: aheadMs, queued: queued, batteryPercent: batteryPercent)
    }
}

/// A row of `enrollment`, with the gates of `enrollment_gate`.
struct EnrollmentRecord: RowRecord {
    let id: Int64
    let name: String
    let role: String
    let author: String
    let expiresMs: Int64
    /// At whose booth it will be.
    let exhibitor: Exhibitor.ID?
    /// The device that it became.
    let device: Device.ID?

    static func fetch(_ db: Database, secret: String) throws -> EnrollmentRecord? {
        try fetchOne(
            db,
            sql: """
                SELECT id, name, role, author, expires_ms, exhibitor, device FROM enrollment WHERE secret_sha256 = ?
                """,
            arguments: [DeviceToken.digest(of: secret)])
    }

    func gates(_ db: Database) throws -> Set<Gate.ID> {
        try Gate.ID.fetchSet(db, sql: "SELECT gate FROM enrollment_gate WHERE enrollment = ?", arguments: [id])
    }
}
