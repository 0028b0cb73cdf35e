package import Conference
import EventStore
import GRDB

/// Something that has seats: a day or an add-on.
package enum Place: Sendable, Hashable, CustomStringConvertible {
    case day(Int)
    case addOn(AddOn.ID)

    /// As tables and histories name it: `day:1`, `add-on:dinner`.
    package var description: String {
        switch self {
        case .day(let number): "day:\(number)"
        case .addOn(let id): "add-on:\(id)"
        }
    }

    /// Reads what `description` writes; nil for another text.
    package init?(_ text: some StringProtocol) {
        if text.hasPrefix("day:"), let number = Int(text.dropFirst(4)) {
            self = .day(number)
        } else if text.hasPrefix("add-on:"), text.count > 7 {
            self = .addOn(AddOn.ID(rawValue: String(text.dropFirst(7))))
        } else {
            return nil
        }
    }

    /// How many seats it has; nil for no limit.
    ///
    /// - Throws: `day_unknown`, `add_on_unknown`.
    func seats(_ definition: EventDefinition) throws -> Int? {
        switch self {
        case .day(let number):
            guard definition.allDays.contains(number) else {
                throw ConferenceError(
                    .dayUnknown, ErrorDetail("value", number), ErrorDetail("days", definition.days.count))
            }
            return definition.days[number - 1].capacity
        case .addOn(let id):
            guard let addOn = definition.addOns.first(where: { $0.id == id }) else {
                throw ConferenceError(.addOnUnknown, ErrorDetail("add_on", id))
            }
            return addOn.seats
        }
    }

    /// What to say when all its seats are taken.
    func full(seats: Int, _ definition: EventDefinition) -> LedgerError {
        switch self {
        case .day(let number):
            LedgerError(.dayFull, ErrorDetail("day", number), ErrorDetail("capacity", seats))
        case .addOn(let id):
            LedgerError(
                .addOnFull, ErrorDetail("add_on", id), ErrorDetail("seats", seats),
                ErrorDetail("name", definition.addOns.first { $0.id == id }?.name ?? id.rawValue))
        }
    }
}

extension EventDefinition {
    /// Everything that has seats: days, then add-ons.
    package var places: [Place] { days.map { .day($0.number) } + addOns.map { .addOn($0.id) } }
}

/// The seats that are taken, counted within the transaction that takes or frees them.
enum Seats {
    static func taken(_ db: Database, _ place: Place) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(sql: "SELECT taken FROM place WHERE id = ?"), arguments: [place.description]) ?? 0
    }

    static func isFull(_ db: Database, _ definition: EventDefinition, _ place: Place) throws -> Bool {
        guard let seats = try place.seats(definition) else { return false }
        return try taken(db, place) >= seats
    }

    /// Takes one seat.
    ///
    /// - Throws: `day_full`, `add_on_full`, `day_unknown`, `add_on_unknown`.
    static func take(_ db: Database, _ definition: EventDefinition, _ place: Place) throws {
        if let seats = try place.seats(definition), try taken(db, place) >= seats {
            throw place.full(seats: seats, definition)
        }
        try db.cachedStatement(
            sql: "INSERT INTO place (id, taken) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET taken = taken + 1"
        ).execute(arguments: [place.description])
    }

    /// Frees one seat; `WaitingList.promote` gives it to whom it belongs.
    static func free(_ db: Database, _ place: Place) throws {
        try db.cachedStatement(sql: "UPDATE place SET taken = taken - 1 WHERE id = ?")
            .execute(arguments: [place.description])
    }
}
