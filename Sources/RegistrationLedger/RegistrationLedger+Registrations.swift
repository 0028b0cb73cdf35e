package import Conference
package import EventStore
import GRDB

/// The number that a write gave or touched; what replaying its key returns.
struct RegistrationNumber: Codable, Sendable {
    let number: UInt32
    var id: Registration.ID { Registration.ID(rawValue: number) }

    init(_ id: Registration.ID) { number = id.rawValue }
}

extension RegistrationLedger {
    /// Registers one person and charges what their days and add-ons cost.
    ///
    /// - Throws: `day_unknown`, `days_missing`, `days_not_on_sale`, `category_unknown`, `add_on_unknown`, `day_full`, `add_on_full`,
    ///   `reference_taken`, `person_barred`, what `redeem` throws for a voucher, `idempotency_conflict`.
    package func register(
        _ new: NewRegistration, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.add", content: new.content, context: context) { [store] db in
            try Self.register(db, try store.definition(db), new, status: .active, context: context)
        }
    }

    /// Changes the days of a registration and charges or credits the difference.
    ///
    /// The price is that of the new set, whatever the history: days bought one by one cost what they cost together. A
    /// day that is kept may still be covered by the passes that were on sale when it was taken; every day may be
    /// covered by those that are on sale now. The same days change nothing, whatever they cost by now. Of what is given
    /// back the event's rule keeps its part.
    /// - Parameter leniency: gives back what the rule would keep.
    /// - Throws: as `register`, and `registration_cancelled`, `beyond_rule_too_much`.
    package func changeDays(
        of id: Registration.ID, to days: DaySet, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> Performed<Registration> {
        let content = [id.description, days.description] + Self.content(leniency)
        return try await change("registration.days", to: id, content: content, context: context) { [store] db in
            try Self.changeDays(
                db, try store.definition(db), of: id, to: days, leniency: leniency, context: context)
        }
    }

    /// The same within a transaction.
    static func changeDays(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID, to days: DaySet, leniency: Leniency?,
        context: WriteContext
    ) throws -> Registration {
        try WaitingList.expire(db, definition, context: context)
        let before = try Self.active(db, id)
        guard !days.isEmpty else { throw LedgerError(.daysMissing) }
        try Self.checkDays(definition, days)
        guard days != before.days else { return before }
        let (added, removed) = (days.subtracting(before.days).numbers, before.days.subtracting(days).numbers)
        for number in removed { try Seats.free(db, .day(number)) }
        for number in added {
            _ = try WaitingList.end(db, id, .day(number), as: .promoted, context: context)
            try Seats.take(db, definition, .day(number))
        }
        try RegistrationRecord.setDays(db, id, days, context: context)
        try RegistrationRecord.tell(
            db, id, .daysChanged, days.description,
            correction: Happening.Correction(before: before.days.description, after: days.description),
            context: context)
        try Charges.settle(db, definition, id, keeping: .byRule(leniency), memo: "days \(days)", context: context)
        try WaitingList.promote(db, definition, removed.map { .day($0) }, context: context)
        return try RegistrationRecord.fetch(db, id: id)
    }

    /// Adds a side event to a registration and charges its price; one that is held already changes nothing.
    ///
    /// - Throws: `add_on_unknown`, `add_on_full`, `registration_cancelled`, `registration_unknown`.
    package func addAddOn(
        _ addOn: AddOn.ID, to id: Registration.ID, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.add-on", to: id, content: [id.description, addOn.rawValue], context: context) {
            [store] db in
            try Self.addAddOn(db, try store.definition(db), addOn, to: id, context: context)
        }
    }

    /// The same within a transaction.
    static func addAddOn(
        _ db: Database, _ definition: EventDefinition, _ addOn: AddOn.ID, to id: Registration.ID, context: WriteContext
    ) throws -> Registration {
        try WaitingList.expire(db, definition, context: context)
        let before = try Self.active(db, id)
        guard !before.addOns.contains(addOn) else { return before }
        _ = try WaitingList.end(db, id, .addOn(addOn), as: .promoted, context: context)
        try Seats.take(db, definition, .addOn(addOn))
        try RegistrationRecord.insertAddOn(db, id, addOn)
        try RegistrationRecord.tell(db, id, .addOnAdded, addOn.rawValue, context: context)
        try Charges.settle(db, definition, id, memo: "add-on \(addOn)", context: context)
        return try RegistrationRecord.fetch(db, id: id)
    }

    /// Takes a side event away from a registration and credits what it cost but for what the event's rule keeps; its seat
    /// goes to who waits for it.
    ///
    /// - Parameter leniency: gives back what the rule would keep.
    /// - Throws: `add_on_not_held`, `beyond_rule_too_much`, `registration_cancelled`, `registration_unknown`.
    package func removeAddOn(
        _ addOn: AddOn.ID, from id: Registration.ID, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> Performed<Registration> {
        let content = [id.description, addOn.rawValue] + Self.content(leniency)
        return try await change("registration.remove-add-on", to: id, content: content, context: context) {
            [store] db in
            try Self.removeAddOn(
                db, try store.definition(db), addOn, from: id, leniency: leniency, context: context)
        }
    }

    /// The same within a transaction.
    static func removeAddOn(
        _ db: Database, _ definition: EventDefinition, _ addOn: AddOn.ID, from id: Registration.ID, leniency: Leniency?,
        context: WriteContext
    ) throws -> Registration {
        guard try Self.active(db, id).addOns.contains(addOn) else {
            throw LedgerError(.addOnNotHeld, ErrorDetail("add_on", addOn))
        }
        try db.execute(
            sql: "DELETE FROM registration_add_on WHERE registration = ? AND add_on = ?",
            arguments: [id, addOn.rawValue])
        try Seats.free(db, .addOn(addOn))
        try RegistrationRecord.tell(db, id, .addOnRemoved, addOn.rawValue, context: context)
        try Charges.settle(
            db, definition, id, keeping: .byRule(leniency), memo: "without add-on \(addOn)", context: context)
        try WaitingList.promote(db, definition, [.addOn(addOn)], context: context)
        return try RegistrationRecord.fetch(db, id: id)
    }

    /// Cancels a registration: its seats are free again, and its charges are credited except for what the event's rule
    /// keeps, which is never more than was paid. Cancelling twice changes nothing.
    ///
    /// - Parameter leniency: gives back what the rule would keep.
    /// - Throws: `beyond_rule_too_much`, `registration_unknown`.
    package func cancel(
        _ id: Registration.ID, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> Performed<Registration> {
        let content = [id.description] + Self.content(leniency)
        return try await change("registration.cancel", to: id, content: content, context: context) { [store] db in
            try Self.cancel(db, try store.definition(db), id, leniency: leniency, context: context)
        }
    }

    /// The same within a transaction.
    static func cancel(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, leniency: Leniency?,
        mail: HappeningMail.Choice = .usual, context: WriteContext
    ) throws -> Registration {
        let registration = try RegistrationRecord.fetch(db, id: id)
        guard registration.status == .active else { return registration }
        let places = try Self.end(db, id, as: nil, successor: nil, context: context)
        let before = try Charged(db, of: id).retained.values.total()
        try Charges.settle(
            db, definition, id, keeping: .byRule(leniency), memo: "cancelled", context: context)
        let kept = try Charged(db, of: id).retained.values.total() - before
        try RegistrationRecord.tell(
            db, id, .cancelled, kept == .zero ? "" : kept.description, mail: mail, context: context)
        try WaitingList.promote(db, definition, places, context: context)
        return try RegistrationRecord.fetch(db, id: id)
    }

    /// Blocks a person at every door, with a reason for staff; nil lets them in again.
    ///
    /// - Throws: `registration_unknown`, `reason_missing`, `text_too_long`.
    package func block(
        _ id: Registration.ID, because reason: String?, context: WriteContext
    ) async throws -> Performed<Registration> {
        let reason = try reason.map { try Self.reason($0) }
        return try await change(
            "registration.block", to: id, content: [id.description, reason ?? ""], context: context
        ) { db in
            _ = try RegistrationRecord.fetch(db, id: id)
            try db.execute(
                sql: "UPDATE registration SET blocked_because = ? WHERE id = ?",
                arguments: [reason, id])
            try RegistrationRecord.tell(db, id, reason == nil ? .unblocked : .blocked, context: context)
            return try RegistrationRecord.fetch(db, id: id)
        }
    }

    /// One write that ends with a registration; a replayed key finds that registration as it is now.
    ///
    /// - Parameter edited: the registration that is edited, whose version the context may name.
    /// - Throws: `registration_changed` when somebody else changed it since.
    func change(
        _ operation: String, to edited: Registration.ID? = nil, content: [String], context: WriteContext,
        _ body: @escaping @Sendable (Database) throws -> Registration
    ) async throws -> Performed<Registration> {
        let done = try await store.perform(operation, content: content, context: context) { db in
            if let edited, let seen = context.seen { try Self.check(db, seen: seen, of: edited) }
            return RegistrationNumber(try body(db).id)
        }
        let registration = try await store.read { try RegistrationRecord.fetch($0, id: done.result.id) }
        return Performed(result: registration, replayed: done.replayed)
    }

    /// What leniency adds to what makes two writes the same.
    static func content(_ leniency: Leniency?) -> [String] { leniency.map { ["lenient", $0.reason] } ?? [] }

    /// - Throws: `registration_changed` with who changed what since.
    static func check(_ db: Database, seen: Int64, of id: Registration.ID) throws {
        let changes = try history(db, of: id, after: Happening.ID(rawValue: max(0, seen)), limit: .max)
            .filter(\.kind.isEdit)
        guard !changes.isEmpty else { return }
        let told = changes.suffix(5).map { "\($0.kind.rawValue) \($0.author)" }.joined(separator: ", ")
        throw LedgerError(.registrationChanged, ErrorDetail("changes", told), ErrorDetail("seen", seen))
    }

    /// A reason that staff give, cleaned.
    static func reason(_ text: String) throws -> String {
        let reason = try Person.line(text, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw LedgerError(.reasonMissing) }
        return reason
    }
}

// MARK: - Within a transaction

extension RegistrationLedger {
    static func register(
        _ db: Database, _ definition: EventDefinition, _ new: NewRegistration, status: Registration.Status,
        mail: HappeningMail.Choice = .usual, context: WriteContext
    ) throws -> Registration {
        try checkDays(definition, new.days)
        try checkCategory(definition, new.category)
        if status == .active { try refuseBarred(db, new.person) }
        try WaitingList.expire(db, definition, context: context)
        var (days, addOns, waits) = (new.days, new.addOns, [Place]())
        if status == .active {
            guard !days.isEmpty else { throw LedgerError(.daysMissing) }
            let places =
                days.numbers.map { Place.day($0) }
                + addOns.sorted { $0.rawValue < $1.rawValue }.map { Place.addOn($0) }
            for place in places {
                if new.whenFull == .wait, try Seats.isFull(db, definition, place) {
                    waits.append(place)
                } else {
                    try Seats.take(db, definition, place)
                }
            }
            days = DaySet(days.numbers.filter { !waits.contains(.day($0)) })
            addOns = addOns.filter { !waits.contains(.addOn($0)) }
        }
        let id: Registration.ID
        do {
            id = try RegistrationRecord.insert(
                db, definition, new, days: days, addOns: addOns, status: status, context: context)
        } catch DatabaseError.SQLITE_CONSTRAINT_UNIQUE {
            throw LedgerError(.referenceTaken, ErrorDetail("reference", new.reference ?? ""))
        }
        try RegistrationRecord.tell(db, id, .registered, days.description, mail: mail, context: context)
        try RegistrationRecord.tellAnswers(db, id, to: new.answers, context: context)
        if let voucher = new.voucher {
            try redeem(db, definition, voucher, for: id, category: new.category, context: context)
        }
        for place in waits { try WaitingList.join(db, id, place, context: context) }
        try Charges.settle(db, definition, id, memo: "days \(days)", context: context)
        if status == .cancelled { try RegistrationRecord.tell(db, id, .cancelled, mail: mail, context: context) }
        return try RegistrationRecord.fetch(db, id: id)
    }

    static func checkDays(_ definition: EventDefinition, _ days: DaySet) throws {
        guard days.isSubset(of: definition.allDays) else {
            throw ConferenceError(
                .dayUnknown, ErrorDetail("value", days.subtracting(definition.allDays)),
                ErrorDetail("days", definition.days.count))
        }
    }

    /// A registration whose place is held.
    ///
    /// - Throws: `registration_unknown`, `registration_cancelled`, `registration_moved`.
    static func active(_ db: Database, _ id: Registration.ID) throws -> Registration {
        let registration = try RegistrationRecord.fetch(db, id: id)
        try refuseMoved(db, registration)
        guard registration.status == .active else { throw LedgerError(.registrationCancelled) }
        return registration
    }

    /// - Throws: `registration_moved` for one whose money and place went to another.
    static func refuseMoved(_ db: Database, _ registration: Registration) throws {
        guard let successor = registration.successor else { return }
        throw LedgerError(
            .registrationMoved, ErrorDetail("code", try RegistrationRecord.fetch(db, id: successor).code))
    }

    /// The same of a registration of which nothing else matters.
    ///
    /// - Throws: `registration_unknown`, `registration_moved`.
    static func refuseMoved(_ db: Database, _ id: Registration.ID) throws {
        let stands = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT successor IS NULL FROM registration WHERE id = ?"), arguments: [id])
        if stands != true { try refuseMoved(db, try RegistrationRecord.fetch(db, id: id)) }
    }

    /// Gives up the place of an active registration, its voucher and its waiting.
    ///
    /// - Returns: the places whose seats are free now.
    static func end(
        _ db: Database, _ id: Registration.ID, as ended: Registration.Status?, successor: Registration.ID?,
        context: WriteContext
    ) throws -> [Place] {
        let before = try RegistrationRecord.fetch(db, id: id)
        let places = before.days.numbers.map { Place.day($0) } + before.addOns.map { Place.addOn($0) }
        for place in places { try Seats.free(db, place) }
        let offers = try WaitingList.end(db, id, nil, as: .left, context: context).freed
        try db.execute(
            sql: "UPDATE voucher_use SET released_ms = ? WHERE registration = ? AND released_ms IS NULL",
            arguments: [context.time.milliseconds, id])
        try db.execute(
            sql: "UPDATE registration SET status = 'cancelled', ended = ?, successor = ? WHERE id = ?",
            arguments: [ended?.rawValue, successor, id])
        return places + offers
    }
}
