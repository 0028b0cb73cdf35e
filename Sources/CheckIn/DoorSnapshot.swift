package import Conference
package import DoorRules
package import EventStore
package import Foundation

/// Everything that a door needs to work offline: complete at first, then what changed since.
package struct DoorSnapshot: Sendable {
    /// Where the next call goes on; the first is made without one.
    package let cursor: Int64
    /// Whether more people follow at once.
    package let hasMore: Bool
    package let event: EventTag
    /// The incarnation of the event's file. Whoever learned from another one forgets those people and begins anew.
    package let incarnation: Int
    package let keys: [SigningKey]
    package let calendar: EventCalendar
    /// An identifier of the IANA time zone database.
    package let timeZone: String
    /// The offsets of that zone from UTC around the event, in order; each is in force from its second on.
    package let offsets: [Offset]
    /// The gates where the device may scan, those that are closed too.
    package let gates: [DoorGate]
    /// Add-ons by their numbers in `gates` and `people`.
    package let addOns: [AddOn]
    /// Categories in the order of the bits in `gates` and `people`.
    package let categories: [Category]
    /// Those about whom something changed.
    package let people: [DoorPerson]

    /// How far the event's time zone is ahead of UTC.
    package struct Offset: Sendable, Hashable {
        /// Seconds since 1970-01-01 UTC.
        package let from: Int64
        /// In seconds.
        package let seconds: Int
    }

    /// A gate as a door that is alone knows it.
    package struct DoorGate: Sendable, Hashable {
        package let id: Gate.ID
        package let name: String
        package let rules: GateRules
        /// How much room was left when the snapshot was made; nil for a gate without a limit.
        package let crowding: Crowding?
    }

    /// A person as a door that is alone knows them: no name that can be read without the badge.
    package struct DoorPerson: Sendable, Hashable {
        package let facts: Holder
        /// Printed on the badge, for one that cannot be scanned.
        package let code: RegistrationCode
        /// The entries that stand, at all gates.
        package let open: [Admission]
        /// The entries of whoever had the place before.
        package let earlier: [Admission]
        /// What `SealedName` locked with the latest badge; nil unless the organizer allows it and there is a badge.
        package let sealedName: Data?
    }

    /// The offset in force at an instant.
    package func offset(at second: Int64) -> Int { offsets.last { $0.from <= second }?.seconds ?? 0 }
}
