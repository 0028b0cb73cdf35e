/// A point where people are checked, and its rules.
package struct Gate: Sendable, Hashable, Identifiable {
    /// A name for addresses and devices, unique in the event.
    package typealias ID = Identifier<Gate, String>

    /// Whom a gate lets in.
    package enum Entitlement: Sendable, Hashable {
        /// Everyone whose pass covers the day.
        case anyPass
        /// People with the add-on, on any day.
        case addOn(AddOn.ID)
        /// Those of these categories.
        case categories(Set<Category>)
    }

    /// How often a gate lets the same person in.
    package enum Frequency: Sendable, Hashable {
        case once
        case oncePerDay
        /// As often as they left before; at `closesAt` of each day everybody counts as gone.
        case inAndOut(closesAt: TimeOfDay)
    }

    package let id: ID
    package let names: LocalizedName
    package var name: String { names.english }
    /// The event's days on which it is open.
    package let days: DaySet
    package let opensAt: TimeOfDay
    /// Not later than `opensAt` if the gate closes the next morning, before the event's next day begins.
    package let closesAt: TimeOfDay
    package let admits: Entitlement
    /// Whether people who still owe money may pass.
    package let admitsUnpaid: Bool
    package let frequency: Frequency
    /// How many people have room behind it; nil for no limit.
    package let capacity: Int?

    package init(
        id: ID, name: String, french: String? = nil, days: DaySet, opensAt: TimeOfDay, closesAt: TimeOfDay,
        admits: Entitlement, admitsUnpaid: Bool, frequency: Frequency, capacity: Int? = nil
    ) {
        self.id = id
        names = LocalizedName(name, french: french)
        self.days = days
        self.opensAt = opensAt
        self.closesAt = closesAt
        self.admits = admits
        self.admitsUnpaid = admitsUnpaid
        self.frequency = frequency
        self.capacity = capacity
    }
}
