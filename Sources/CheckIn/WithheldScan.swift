package import Conference
import EventStore
package import Foundation

/// Why a scan of an upload counts for nothing until somebody says that it does: the device cannot have seen it so.
package enum Withholding: String, Sendable, Hashable, CaseIterable {
    /// The device was revoked before the scan arrived.
    case revoked
    /// The device may not scan at that gate, or there is none of that name.
    case gate
    /// The scan is older than the device.
    case enrollment
    /// The scan is younger than its arrival.
    case ahead
    /// The device's clock is off by more than a day.
    case clock
    /// The person passed that gate more often on that day than anybody does.
    case crowd
}

/// A scan that waits for somebody's judgement. Nothing that a door accepted is thrown away.
package struct WithheldScan: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<WithheldScan, Int64>

    package let id: ID
    /// What the device sent.
    package let scan: QueuedScan
    package let deviceName: String
    package let received: Date
    package let reason: Withholding
    /// Whom it shows, as far as anybody is found behind it now.
    package let person: Registration?
    /// What came of it; nil while it waits.
    package let end: End?

    /// What somebody decided.
    package struct End: Sendable, Hashable {
        /// The scan that it became; nil where it counts for nothing.
        package let scan: ScanOutcome.ScanID?
        package let note: ScanOutcome.Correction
    }
}
