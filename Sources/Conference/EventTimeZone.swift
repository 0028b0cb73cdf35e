package import Foundation

/// A time zone of the IANA database that this machine knows: read once, so that no time is ever shown in the wrong
/// zone.
package struct EventTimeZone: Sendable, Hashable {
    /// As the organizer wrote it: `America/Toronto`, `UTC`.
    package let identifier: String
    package let zone: TimeZone

    /// - Throws: `time_zone_unknown`, also for abbreviations such as `EST`, which say nothing about daylight-saving time.
    package init(_ identifier: String) throws(ConferenceError) {
        guard identifier.contains("/") || identifier == "UTC", let zone = TimeZone(identifier: identifier) else {
            throw ConferenceError(.timeZoneUnknown)
        }
        self.identifier = identifier
        self.zone = zone
    }
}

extension EventDefinition {
    /// The time zone in which the event's times are shown.
    package var zone: TimeZone { timeZone.zone }
}
