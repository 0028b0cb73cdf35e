package import Badges
package import CheckIn
import Conference
package import EventStore
package import Foundation
package import RegistrationLedger

/// What a device did since a time: for somebody who lost it, or who does not trust it any more.
package struct DeviceTraces: Sendable {
    /// How much of each kind is listed.
    package static let listMax = 500

    package let device: Device
    package let since: Date
    /// The scans that were not taken back, the first `listMax` of them.
    package let scans: [ScanOutcome]
    package let scanCount: Int
    /// For a person to judge: nothing of this is taken back by itself.
    package let badges: [MadeBadge]
    package let badgeCount: Int
    package let payments: Deeds
    package let edits: Deeds

    /// How much of that is not listed.
    package var unlisted: Int {
        badgeCount - badges.count + payments.count - payments.first.count + edits.count - edits.first.count
    }
}

extension EventServices {
    /// What a device did since a time, by the server's clock.
    ///
    /// - Throws: `device_unknown`.
    package func traces(of id: Device.ID, since: Date) async throws -> DeviceTraces {
        guard let device = try await store.devices().first(where: { $0.id == id }) else {
            throw EventStoreError(.deviceUnknown, ErrorDetail("device", id))
        }
        // Whoever was at it.
        let author = "device:\(id)"
        let deeds = try await ledger.deeds(by: author, since: since, limit: DeviceTraces.listMax)
        return DeviceTraces(
            device: device, since: since,
            scans: try await checkIn.scans(from: id, since: since, limit: DeviceTraces.listMax),
            scanCount: try await checkIn.scanCount(from: id, since: since),
            badges: try await badges.made(by: author, since: since, limit: DeviceTraces.listMax),
            badgeCount: try await badges.madeCount(by: author, since: since), payments: deeds.payments,
            edits: deeds.edits)
    }
}
