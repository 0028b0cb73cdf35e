import Badges
package import Conference
package import EventDesk
import EventStore
import Foundation
import RegistrationLedger

/// What a device did since a time, as JSON.
package struct DeviceTracesBody: Encodable, Sendable {
    package let device: Int64
    package let name: String
    package let since: String
    /// How many scans could be taken back; `scans` lists the first of them.
    package let scanCount: Int
    package let scans: [ScanBody]
    /// The first of them each, and how many there are.
    package let badges: [Badge]
    package let badgeCount: Int
    package let payments: [Change]
    package let paymentCount: Int
    package let edits: [Change]
    package let editCount: Int

    package struct Badge: Encodable, Sendable {
        package let registration: UInt32
        package let issue: Int
        package let reason: String
        package let time: String
    }

    package struct Change: Encodable, Sendable {
        package let registration: UInt32
        package let code: String
        package let name: String
        package let kind: String
        package let detail: String
        package let time: String
    }

    package init(_ traces: DeviceTraces, event: EventDefinition, in language: Language) {
        func text(_ time: Date) -> String { Timestamp(time, in: event.zone).description }
        func body(_ deed: Deed) -> Change {
            Change(
                registration: deed.registration.id.rawValue, code: deed.registration.code.description,
                name: deed.registration.person.nameOnBadge, kind: deed.event.kind.rawValue, detail: deed.event.detail,
                time: text(deed.event.time))
        }
        device = traces.device.id.rawValue
        name = traces.device.name
        since = text(traces.since)
        scanCount = traces.scanCount
        scans = traces.scans.map { ScanBody($0, event: event, in: language) }
        badges = traces.badges.map { badge in
            Badge(
                registration: badge.registration.rawValue, issue: badge.number, reason: badge.reason,
                time: text(badge.time))
        }
        badgeCount = traces.badgeCount
        payments = traces.payments.first.map(body)
        paymentCount = traces.payments.count
        edits = traces.edits.first.map(body)
        editCount = traces.edits.count
    }
}
