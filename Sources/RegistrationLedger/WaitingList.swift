package import Conference
package import EventStore
package import Foundation
import GRDB

/// Somebody who waits for a place.
package struct Waiting: Sendable, Hashable, Identifiable {
    /// What names the waiting itself: somebody may wait for several places, and for one place again.
    package typealias ID = Identifier<Waiting, Int64>

    package let id: ID
    package let registration: Registration.ID
    package let place: Place
    package let since: Date
    /// 1 for the head of the list.
    package let position: Int
    /// Until when a seat is held for them; nil for somebody to whom none was offered.
    package let offeredUntil: Date?
}

/// Who waits for places that are full, in order; a freed seat is offered to the head, and charged when it is accepted.
enum WaitingList {
    static func join(
        _ db: Database, _ id: Registration.ID, _ place: Place, context: WriteContext
    ) throws {
        do {
            try db.execute(
                sql: "INSERT INTO waiting (registration, place, since_ms) VALUES (?, ?, ?)",
                arguments: [id, place.description, context.time.milliseconds])
        } catch DatabaseError.SQLITE_CONSTRAINT_UNIQUE {
            throw LedgerError(.waitsAlready, ErrorDetail("place", place))
        }
        try RegistrationRecord.tell(db, id, .waits, place.description, context: context)
    }

    /// How somebody's waiting ended.
    enum Outcome: String, CaseIterable {
        case promoted, left, declined, expired
    }

    /// What ended, and where that freed a seat which was held for an offer.
    struct Ended {
        let count: Int
        let freed: [Place]
    }

    /// Ends the waiting of a registration: for one place, or for all where nil. Seats that were offered to it are free.
    static func end(
        _ db: Database, _ id: Registration.ID, _ place: Place?, as outcome: Outcome, context: WriteContext
    ) throws -> Ended {
        let offered = try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT place FROM waiting
                    WHERE registration = ? AND ended_ms IS NULL AND (place = ? OR ? IS NULL) AND until_ms IS NOT NULL
                    """),
            arguments: [id, place?.description, place?.description]
        ).compactMap { Place($0) }
        try db.execute(
            sql: """
                UPDATE waiting SET ended_ms = ?, outcome = ?
                WHERE registration = ? AND ended_ms IS NULL AND (place = ? OR ? IS NULL)
                """,
            arguments: [
                context.time.milliseconds, outcome.rawValue, id, place?.description, place?.description,
            ])
        let count = db.changesCount
        for place in offered { try Seats.free(db, place) }
        return Ended(count: count, freed: offered)
    }

    /// Ends the offers whose time is over, and offers their seats to the next.
    ///
    /// - Returns: how many they were.
    @discardableResult
    static func expire(_ db: Database, _ definition: EventDefinition, context: WriteContext) throws -> Int {
        let ended = try Waiter.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, registration, place FROM waiting
                    WHERE ended_ms IS NULL AND until_ms IS NOT NULL AND until_ms <= ? ORDER BY until_ms
                    """),
            arguments: [context.time.milliseconds])
        for waiter in ended {
            guard let place = Place(waiter.place) else { continue }
            _ = try end(db, waiter.registration, place, as: .expired, context: context)
            try RegistrationRecord.tell(db, waiter.registration, .offerExpired, place.description, context: context)
        }
        try promote(db, definition, ended.compactMap { Place($0.place) }, context: context)
        return ended.count
    }

    /// How many seats of a place are held for offers.
    static func offers(_ db: Database, of place: Place) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: "SELECT count(*) FROM waiting WHERE place = ? AND ended_ms IS NULL AND until_ms IS NOT NULL"),
            arguments: [place.description]) ?? 0
    }

    static func list(_ db: Database, after id: Waiting.ID?, limit: Int) throws -> [Waiting] {
        try Listed.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, registration, place, since_ms, until_ms,
                           (SELECT count(*) FROM waiting AS earlier
                            WHERE earlier.place = waiting.place AND earlier.id <= waiting.id
                                AND earlier.ended_ms IS NULL) AS position
                    FROM waiting INDEXED BY waiting_for
                    WHERE ended_ms IS NULL
                        AND (place, id) > (coalesce((SELECT place FROM waiting WHERE id = :after), ''), :after)
                    ORDER BY place, id LIMIT :limit
                    """),
            arguments: ["after": id?.rawValue ?? 0, "limit": limit]
        ).compactMap { row in
            Place(row.place).map { place in
                Waiting(
                    id: row.id, registration: row.registration, place: place, since: Date(milliseconds: row.sinceMs),
                    position: row.position, offeredUntil: row.untilMs.map { Date(milliseconds: $0) })
            }
        }
    }

    /// Somebody in a list, with their position in it.
    private struct Listed: RowRecord {
        let id: Waiting.ID
        let registration: Registration.ID
        let place: String
        let sinceMs: Int64
        let untilMs: Int64?
        let position: Int
    }

    private struct Waiter: RowRecord {
        let id: Waiting.ID
        let registration: Registration.ID
        let place: String
    }

    /// Offers the free seats of places to those who wait for them, the first come first, and holds them until the time
    /// that the event's file says. Nothing is charged before they accept.
    ///
    /// Somebody to whom nothing can be sold at the time keeps their place in the list, and the next one is asked.
    static func promote(
        _ db: Database, _ definition: EventDefinition, _ places: [Place], context: WriteContext
    ) throws {
        for place in places {
            let waiting = try Waiter.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT id, registration, place FROM waiting
                        WHERE place = ? AND ended_ms IS NULL AND until_ms IS NULL ORDER BY id
                        """),
                arguments: [place.description])
            for waiter in waiting {
                guard try !Seats.isFull(db, definition, place) else { break }
                let id = waiter.registration
                guard try isSold(db, definition, place, to: id, time: context.time) else { continue }
                try Seats.take(db, definition, place)
                let until = context.time.addingTimeInterval(Double(definition.offerHours) * 3_600)
                try db.execute(
                    sql: "UPDATE waiting SET offered_ms = ?, until_ms = ? WHERE id = ?",
                    arguments: [context.time.milliseconds, until.milliseconds, waiter.id])
                try RegistrationRecord.tell(db, id, .offered, place.description, context: context)
            }
        }
    }

    /// Whether a place could be sold to somebody now.
    private static func isSold(
        _ db: Database, _ definition: EventDefinition, _ place: Place, to id: Registration.ID, time: Date
    ) throws -> Bool {
        guard case .day(let number) = place else { return true }
        let days = DaySet(try RegistrationRecord.fetch(db, id: id).days.numbers + [number])
        do {
            _ = try RegistrationLedger.quote(
                db, definition, QuoteRequest(registration: id, days: days, addOns: nil, voucher: nil), time: time)
            return true
        } catch let error as ConferenceError where error.code == .daysNotOnSale {
            return false
        }
    }

    /// Ends the waiting of a registration for a place, and gives and charges it.
    static func seat(
        _ db: Database, _ definition: EventDefinition, _ place: Place, for id: Registration.ID, context: WriteContext
    ) throws {
        _ = try end(db, id, place, as: .promoted, context: context)
        try RegistrationRecord.tell(db, id, .promoted, place.description, context: context)
        try give(db, definition, place, to: id, context: context)
    }

    private static func give(
        _ db: Database, _ definition: EventDefinition, _ place: Place, to id: Registration.ID, context: WriteContext
    ) throws {
        try Seats.take(db, definition, place)
        switch place {
        case .day(let number):
            let days = try RegistrationRecord.fetch(db, id: id).days
            try RegistrationRecord.setDays(db, id, DaySet(days.numbers + [number]), context: context)
        case .addOn(let addOn):
            try RegistrationRecord.insertAddOn(db, id, addOn)
        }
        try Charges.settle(db, definition, id, memo: "\(place) from the waiting list", context: context)
    }
}

extension RegistrationLedger {
    /// Puts a registration on the waiting list of a place that is full.
    ///
    /// - Throws: `place_free` when it can be booked right away, `place_held` when it is booked, `waits_already`,
    ///   `registration_cancelled`, `day_unknown`, `add_on_unknown`, `registration_unknown`.
    package func wait(
        _ id: Registration.ID, for place: Place, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.wait", to: id, content: [id.description, place.description], context: context) {
            [store] db in
            let definition = try store.definition(db)
            try WaitingList.expire(db, definition, context: context)
            let registration = try Self.active(db, id)
            guard try Seats.isFull(db, definition, place) else {
                throw LedgerError(.placeFree, ErrorDetail("place", place))
            }
            let isHeld =
                switch place {
                case .day(let number): registration.days.contains(number)
                case .addOn(let addOn): registration.addOns.contains(addOn)
                }
            guard !isHeld else { throw LedgerError(.placeHeld, ErrorDetail("place", place)) }
            try WaitingList.join(db, id, place, context: context)
            return registration
        }
    }

    /// Takes a registration off the waiting list of a place. A seat that was offered to it is declined, and offered to the
    /// next.
    ///
    /// - Throws: `waits_not`, `registration_unknown`.
    package func stopWaiting(
        _ id: Registration.ID, for place: Place, context: WriteContext
    ) async throws -> Performed<Registration> {
        let content = [id.description, place.description]
        return try await change("registration.stop-waiting", to: id, content: content, context: context) {
            [store] db in
            let definition = try store.definition(db)
            let registration = try RegistrationRecord.fetch(db, id: id)
            let isOffered = try WaitingList.list(db, after: nil, limit: .max).contains {
                $0.registration == id && $0.place == place && $0.offeredUntil != nil
            }
            let ended = try WaitingList.end(db, id, place, as: isOffered ? .declined : .left, context: context)
            guard ended.count > 0 else { throw LedgerError(.waitsNot, ErrorDetail("place", place)) }
            try RegistrationRecord.tell(
                db, id, isOffered ? .offerDeclined : .leftWaitingList, place.description, context: context)
            try WaitingList.promote(db, definition, ended.freed, context: context)
            return registration
        }
    }

    /// Ends the offers whose time is over, and offers their seats to the next. Every booking does that first.
    ///
    /// - Returns: how many offers ended.
    package func expireOffers(context: WriteContext) async throws -> Performed<Int> {
        try await store.perform("waiting.expire", content: [], context: context) { [store] db in
            try WaitingList.expire(db, try store.definition(db), context: context)
        }
    }

    /// Who waits, by place and in order.
    ///
    /// - Parameters:
    ///   - after: the part of the list after that one, whether or not they still wait.
    ///   - limit: how many at the most.
    package func waitingList(after id: Waiting.ID? = nil, limit: Int = .max) async throws -> [Waiting] {
        try await store.read { try WaitingList.list($0, after: id, limit: limit) }
    }

    /// The heads of the waiting list, with who they are.
    ///
    /// - Parameter limit: how many at the most.
    package func waitingPeople(limit: Int) async throws -> [(waiting: Waiting, registration: Registration)] {
        try await store.read { db in
            try WaitingList.list(db, after: nil, limit: limit).map { waiting in
                (waiting, try RegistrationRecord.fetch(db, id: waiting.registration))
            }
        }
    }
}
