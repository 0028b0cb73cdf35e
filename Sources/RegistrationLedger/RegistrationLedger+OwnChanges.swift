package import Conference
package import EventStore
package import Foundation
import GRDB

/// What came of somebody's own change of days and side events.
package struct OwnChange: Sendable, Hashable {
    package let registration: Registration
    /// What was full and is waited for now.
    package let waits: [Place]
}

/// What cancelling would come to, by the event's rule.
package struct CancelQuote: Sendable, Hashable {
    /// What the event keeps of what was paid.
    package let kept: Money
    /// What is owed to the person afterwards; zero where nothing is.
    package let comesBack: Money
}

/// What came of the wish to be forgotten.
package enum OwnErasure: Sendable, Hashable {
    case erased
    /// Money is open between them and the event: an organizer settles it and erases them.
    case asked
}

/// Somebody who wants to be forgotten and is not yet.
package struct ErasureRequest: Sendable, Hashable {
    package let summary: RegistrationSummary
    package let since: Date
}

extension RegistrationLedger {
    /// Changes somebody's days and side events as they ask for it themselves, all of it or nothing.
    ///
    /// What is full is waited for; but nothing is given up for a place in a line. Of what is given back the event's rule keeps
    /// its part.
    /// - Throws: `own_too_late` for a day that has begun and would be given up, a day that is over, or a side event that would be
    ///   given up once the event has begun; what `changeDays`, `addAddOn` and `removeAddOn` throw.
    package func changeOwn(
        _ id: Registration.ID, days: DaySet, addOns: Set<AddOn.ID>, context: WriteContext
    ) async throws -> Performed<OwnChange> {
        let content = [id.description, days.description] + addOns.map(\.rawValue).sorted()
        let done = try await store.perform("registration.own-change", content: content, context: context) {
            [store] db in
            if let seen = context.seen { try Self.check(db, seen: seen, of: id) }
            return try Self.changeOwn(
                db, try store.definition(db), id, days: days, addOns: addOns, context: context
            ).map(\.description)
        }
        let registration = try await store.read { try RegistrationRecord.fetch($0, id: id) }
        return Performed(
            result: OwnChange(registration: registration, waits: done.result.compactMap { Place($0) }),
            replayed: done.replayed)
    }

    /// - Returns: what is waited for.
    private static func changeOwn(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, days: DaySet, addOns: Set<AddOn.ID>,
        context: WriteContext
    ) throws -> [Place] {
        try WaitingList.expire(db, definition, context: context)
        let before = try active(db, id)
        try checkDays(definition, days)
        let (gone, fresh) = (before.addOns.subtracting(addOns), addOns.subtracting(before.addOns))
        let removed = before.days.subtracting(days)
        let added = days.subtracting(before.days)
        let begun = definition.daysBegun(at: context.time)
        let tooLate =
            removed.numbers.first { begun.contains($0) }
            ?? definition.daysOver(added, at: context.time).numbers.first
        if let tooLate { throw LedgerError(.ownTooLate, ErrorDetail("day", tooLate)) }
        if !gone.isEmpty, let first = begun.numbers.first {
            throw LedgerError(.ownTooLate, ErrorDetail("day", first))
        }
        let isExchange = !gone.isEmpty || !removed.isEmpty
        var waits: [Place] = []
        for place in added.numbers.map({ Place.day($0) }) + fresh.map({ .addOn($0) })
        where try !isExchange && Seats.isFull(db, definition, place) { waits.append(place) }
        for addOn in gone.sorted(by: { $0.rawValue < $1.rawValue }) {
            _ = try removeAddOn(db, definition, addOn, from: id, leniency: nil, context: context)
        }
        let had = DaySet(days.numbers.filter { !waits.contains(.day($0)) })
        if had != before.days {
            _ = try changeDays(db, definition, of: id, to: had, leniency: nil, context: context)
        }
        for addOn in fresh.sorted(by: { $0.rawValue < $1.rawValue }) where !waits.contains(.addOn(addOn)) {
            _ = try addAddOn(db, definition, addOn, to: id, context: context)
        }
        let known = try WaitingList.list(db, after: nil, limit: .max).filter { $0.registration == id }.map(\.place)
        for place in waits where !known.contains(place) { try WaitingList.join(db, id, place, context: context) }
        return waits
    }

    /// Says what cancelling would come to now, without doing it.
    ///
    /// - Throws: `registration_cancelled`, `registration_moved`, `registration_unknown`.
    package func quoteCancelling(_ id: Registration.ID, time: Date) async throws -> CancelQuote {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            _ = try Self.active(db, id)
            let held = try Holding(db, of: id)
            let nothing = Holding(
                category: held.category, isActive: false, days: held.days, addOns: held.addOns, priced: held.priced,
                voucher: nil, waived: held.waived)
            let definitions = try Charges.Definitions(db, current: definition)
            let before = try Charged(db, of: id)
            let (charged, due) = (try before.total(definitions.callAsFunction), try Journal.due(db, from: id))
            let plan = try Charges.plan(
                nothing, before: before, paid: charged - due, version: try EventStore.definitionVersion(db),
                date: definition.date(at: time), current: definition, definitions)
            var after = plan.after
            after.retained.merge(plan.ruled) { $0 + $1 }
            let left = try due + after.total(definitions.callAsFunction) - charged
            return CancelQuote(kept: plan.ruled.values.total(), comesBack: max(.zero, -left))
        }
    }

    /// Cancels somebody's place as they ask for it themselves.
    ///
    /// - Throws: `own_too_late` once the first of their days has begun, and what `cancel` throws.
    package func cancelOwn(_ id: Registration.ID, context: WriteContext) async throws -> Performed<Registration> {
        try await change("registration.own-cancel", to: id, content: [id.description], context: context) {
            [store] db in
            let definition = try store.definition(db)
            let registration = try RegistrationRecord.fetch(db, id: id)
            if let day = Self.firstBegun(registration, definition, context.time) {
                throw LedgerError(.ownTooLate, ErrorDetail("day", day))
            }
            return try Self.cancel(db, definition, id, leniency: nil, context: context)
        }
    }

    /// The first of somebody's days that has begun: from then on nobody gives a place back by themselves.
    private static func firstBegun(_ registration: Registration, _ definition: EventDefinition, _ time: Date) -> Int? {
        let begun = definition.daysBegun(at: time)
        return registration.days.numbers.first { begun.contains($0) }
    }

    /// Forgets somebody who asks for it: their place is given up, if its days have not begun, and their person erased. Where
    /// money is open, the wish is noted instead, and an organizer erases them once that is settled.
    ///
    /// - Throws: `registration_moved`, `registration_unknown`.
    package func eraseOwn(_ id: Registration.ID, context: WriteContext) async throws -> Performed<OwnErasure> {
        let done = try await store.perform("registration.own-erasure", content: [id.description], context: context) {
            [store] db in
            let definition = try store.definition(db)
            let before = try RegistrationRecord.fetch(db, id: id)
            try Self.refuseMoved(db, before)
            guard !before.person.isErased else { return true }
            if before.status == .active, Self.firstBegun(before, definition, context.time) == nil {
                _ = try Self.cancel(db, definition, id, leniency: nil, context: context)
            }
            guard try Journal.due(db, from: id) == .zero else {
                let isKnown = try Self.history(db, of: id, after: nil, limit: .max).contains {
                    $0.kind == .erasureAsked
                }
                if !isKnown { try RegistrationRecord.tell(db, id, .erasureAsked, context: context) }
                return false
            }
            for record in try Self.recordsOfPerson(db, id) {
                try Self.erase(db, definition, record, context: context)
            }
            return true
        }
        return Performed(result: done.result ? .erased : .asked, replayed: done.replayed)
    }

    /// Who wants to be forgotten and is not yet, the oldest wish first.
    package func erasureRequests() async throws -> [ErasureRequest] {
        try await store.read { db in
            let rows = try ErasureWish.fetchAll(
                db,
                sql: """
                    SELECT wish.registration, min(wish.at_ms) AS since_ms FROM registration_history AS wish
                    JOIN registration ON registration.id = wish.registration
                    WHERE wish.kind = 'erasure_asked' AND registration.erased_ms IS NULL
                    GROUP BY wish.registration ORDER BY since_ms, wish.registration
                    """)
            return try rows.compactMap { row in
                try Self.summary(db, of: row.registration).map {
                    ErasureRequest(summary: $0, since: Date(milliseconds: row.sinceMs))
                }
            }
        }
    }

    private struct ErasureWish: RowRecord {
        let registration: Registration.ID
        let sinceMs: Int64
    }
}

extension EventDefinition {
    /// The days that have begun.
    package func daysBegun(at now: Date) -> DaySet {
        DaySet(days.filter { start(of: $0) <= now }.map(\.number))
    }
}
