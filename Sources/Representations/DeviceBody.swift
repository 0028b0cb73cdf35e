package import Conference
package import EventStore
import Foundation

/// A device and its state as JSON.
package struct DeviceBody: Encodable, Sendable {
    package let id: Int64
    package let name: String
    package let role: String
    /// Empty for every gate.
    package let gates: [String]
    /// At whose booth it is; absent for every other role than exhibitor.
    package let exhibitor: String?
    package let revoked: Bool
    /// When it last reported or scanned.
    package let lastSeen: String?
    package let clockAheadMilliseconds: Int64?
    /// Scans that it answered offline and has not sent yet.
    package let queued: Int?
    package let batteryPercent: Int?
    /// True where the file has a report that no device can have sent; absent otherwise.
    package let reportUnreadable: Bool?

    package init(_ condition: DeviceCondition, event: EventDefinition) {
        let zone = event.zone
        id = condition.device.id.rawValue
        name = condition.device.name
        role = condition.device.role.rawValue
        gates = condition.device.gates.map(\.rawValue).sorted()
        exhibitor = condition.device.exhibitor?.rawValue
        revoked = condition.device.isRevoked
        lastSeen = condition.lastSeen.map { Timestamp($0, in: zone).description }
        clockAheadMilliseconds = condition.report?.aheadMilliseconds
        queued = condition.report?.queued
        batteryPercent = condition.report?.batteryPercent
        reportUnreadable = condition.isReportUnreadable ? true : nil
    }
}
