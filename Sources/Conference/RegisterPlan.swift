package import struct Foundation.Date

/// When and how people register themselves: what `register` says in an event's description.
package struct RegisterPlan: Sendable, Hashable {
    /// Nil for at once.
    package let opens: Date?
    /// Nil for until the event is over.
    package let closes: Date?
    /// How many may be registered in all; nil for as many as the days have room for.
    package let places: Int?
    /// What people may choose to be; at least one.
    package let categories: [Category]
    /// How long seats are held for somebody whose address is not confirmed yet; nil where nobody has to confirm it.
    package let confirmHours: Int?
    /// What people may choose as well, and an organizer approves.
    package let approved: [Category]
    /// The age below which a guardian consents; nil where nobody is asked.
    package let guardianUnder: Int?

    package init(
        opens: Date?, closes: Date?, places: Int?, categories: [Category], confirmHours: Int? = nil,
        approved: [Category] = [], guardianUnder: Int? = nil
    ) {
        self.confirmHours = confirmHours
        self.approved = approved
        self.guardianUnder = guardianUnder
        self.opens = opens
        self.closes = closes
        self.places = places
        self.categories = categories
    }

    /// Whether people may register at a moment.
    package enum Standing: Sendable, Hashable {
        case open
        case notYet(Date)
        case over
    }

    package func standing(at now: Date) -> Standing {
        if let opens, now < opens { return .notYet(opens) }
        if let closes, now >= closes { return .over }
        return .open
    }
}
