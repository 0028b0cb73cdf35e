package import Conference
import EventStore
package import GRDB

/// What a place is for, and not whose it is: counts of many thousand people need no names.
package struct HeldPlace: Sendable, Hashable {
    package let registration: Registration.ID
    package let category: Category
    package let days: DaySet
    package let addOns: Set<AddOn.ID>

    /// The places that stand, as this transaction sees them, in the order of their numbers.
    ///
    /// - Throws: `registration_unreadable`.
    package static func all(_ db: Database) throws -> [HeldPlace] {
        try HeldPlace.fetchAll(
            db,
            sql: """
                SELECT id, category, days,
                       (SELECT group_concat(add_on, ' ') FROM registration_add_on WHERE registration = registration.id)
                           AS add_ons
                FROM registration WHERE status = 'active' ORDER BY id
                """)
    }

    /// Whether a gate is for whoever has such a place: on some day, paid or not.
    package func isMeant(for gate: Gate) -> Bool {
        switch gate.admits {
        case .anyPass: !days.intersection(gate.days).isEmpty
        case .categories(let categories): categories.contains(category)
        case .addOn(let id): addOns.contains(id)
        }
    }
}

extension HeldPlace: FetchableRecord {
    package init(row: Row) throws {
        registration = try row.decode(forColumn: "id")
        let word: String = try row.decode(forColumn: "category")
        guard let category = Category(rawValue: word) else {
            throw LedgerError(.registrationUnreadable, ErrorDetail("number", registration))
        }
        self.category = category
        days = DaySet(bits: try row.decode(forColumn: "days"))
        let words: String? = try row.decode(forColumn: "add_ons")
        addOns = Set((words ?? "").split(separator: " ").map { AddOn.ID(rawValue: String($0)) })
    }
}
