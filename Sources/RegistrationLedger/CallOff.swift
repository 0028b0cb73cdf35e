package import Conference
package import EventStore
import GRDB

/// What cancelling days, or the whole event, does to everybody who has them.
package struct CallOff: Sendable, Hashable {
    /// Nil for the whole event.
    package let days: DaySet?
    /// In the order of their numbers.
    package let people: [Person]
    /// What is owed to these people then, by the way in which it goes back.
    package let refunds: [RefundDue]

    package struct Person: Sendable, Hashable {
        /// As it is then: cancelled, or with the days that are left.
        package let registration: Registration
        /// How much less it costs.
        package let credited: Money
        /// What is due then; negative when money is owed to the person.
        package let due: Money
        /// The label of the credit note; nil for somebody who never got a document.
        package let creditNote: String?
    }

    package var credited: Money { people.map(\.credited).total() }
}

extension RegistrationLedger {
    /// What `callOff` would do; nothing is written.
    ///
    /// - Throws: as `callOff`.
    package func callingOff(_ days: DaySet?, because reason: String, context: WriteContext) async throws -> CallOff {
        /// What takes all of it back.
        struct Shown: Error { let callOff: CallOff }
        let reason = try Self.reason(reason)
        do {
            try await store.write { [store] db in
                throw Shown(
                    callOff: try Self.callOff(
                        db, try store.definition(db), days, reason, predates: true, context: context))
            }
            preconditionFailure("what is only shown is taken back")
        } catch let shown as Shown {
            return shown.callOff
        }
    }

    /// Cancels days of the event for everybody who has them: whoever has no other day is cancelled, the others keep what is
    /// left at its price. All of the difference is given back, whatever the event's rule says, and whoever got a document gets a
    /// credit note. Who waits for such a day waits no more. Done again it finds nobody.
    ///
    /// What is owed then goes back by `refund` or `refundAll`.
    /// - Parameters:
    ///   - days: nil for the whole event.
    ///   - predates: whether an organizer confirmed that the credit notes are dated before the last one.
    /// - Throws: `nobody_concerned`, `day_unknown`, `reason_missing`, `text_too_long`, `document_predates`.
    package func callOff(
        _ days: DaySet?, because reason: String, predates: Bool = false, context: WriteContext
    ) async throws -> Performed<CallOff> {
        let reason = try Self.reason(reason)
        let content = [days?.description ?? "all", reason]
        let done = try await store.perform("event.call-off", content: content, context: context) { [store] db in
            let callOff = try Self.callOff(
                db, try store.definition(db), days, reason, predates: predates, context: context)
            return callOff.people.map {
                CalledOff(
                    number: $0.registration.id.rawValue, creditedCents: $0.credited.cents, creditNote: $0.creditNote)
            }
        }
        let callOff = try await store.read { db in
            let ids = done.result.map { Registration.ID(rawValue: $0.number) }
            return CallOff(
                days: days,
                people: try done.result.map { person in
                    let id = Registration.ID(rawValue: person.number)
                    return CallOff.Person(
                        registration: try RegistrationRecord.fetch(db, id: id),
                        credited: Money(cents: person.creditedCents), due: try Journal.due(db, from: id),
                        creditNote: person.creditNote)
                }, refunds: try RefundDue.fetchAll(db, of: ids))
        }
        return Performed(result: callOff, replayed: done.replayed)
    }

    /// What replaying the key returns, without whom it is about.
    private struct CalledOff: Codable, Sendable {
        let number: UInt32
        let creditedCents: Int64
        let creditNote: String?
    }

    private static func callOff(
        _ db: Database, _ definition: EventDefinition, _ days: DaySet?, _ reason: String, predates: Bool,
        context: WriteContext
    ) throws -> CallOff {
        let called = days ?? definition.allDays
        try checkDays(definition, called)
        guard !called.isEmpty else { throw LedgerError(.daysMissing) }
        let concerned = try RegistrationRecord.fetchAll(
            db, "WHERE status = 'active' AND (? OR days & ?) ORDER BY id", [days == nil, Int(called.bits)])
        guard !concerned.isEmpty else { throw LedgerError(.nobodyConcerned) }
        try endWaiting(db, definition, days, context: context)
        var (people, addOns): ([CallOff.Person], Set<AddOn.ID>) = ([], [])
        for before in concerned {
            let due = try Journal.due(db, from: before.id)
            let left = before.days.subtracting(called)
            try callOff(db, definition, before, keeping: days == nil ? .none : left, reason, context: context)
            if left.isEmpty { addOns.formUnion(before.addOns) }
            let after = try Journal.due(db, from: before.id)
            people.append(
                CallOff.Person(
                    registration: try RegistrationRecord.fetch(db, id: before.id), credited: due - after, due: after,
                    creditNote: try creditNote(db, definition, before.id, predates: predates, context: context)))
        }
        let freed = addOns.sorted { $0.rawValue < $1.rawValue }.map { Place.addOn($0) }
        try WaitingList.promote(db, definition, freed, context: context)
        return CallOff(
            days: days, people: people, refunds: try RefundDue.fetchAll(db, of: people.map(\.registration.id)))
    }

    /// Takes the called days from one person; whoever has none left is cancelled.
    private static func callOff(
        _ db: Database, _ definition: EventDefinition, _ before: Registration, keeping left: DaySet, _ reason: String,
        context: WriteContext
    ) throws {
        guard !left.isEmpty else {
            _ = try end(db, before.id, as: nil, successor: nil, context: context)
            try Charges.settle(db, definition, before.id, memo: "called off: \(reason)", context: context)
            try RegistrationRecord.tell(
                db, before.id, .cancelled, mail: .occasion(.calledOff, reason), context: context)
            return
        }
        for number in before.days.subtracting(left).numbers { try Seats.free(db, .day(number)) }
        try RegistrationRecord.setDays(db, before.id, left, context: context)
        try RegistrationRecord.tell(
            db, before.id, .daysChanged, left.description, mail: .occasion(.calledOff, reason), context: context)
        try Charges.settle(db, definition, before.id, memo: "called off: \(reason)", context: context)
    }

    /// Who waits for a day that is called off waits no more; a seat that was offered is free again.
    private static func endWaiting(
        _ db: Database, _ definition: EventDefinition, _ days: DaySet?, context: WriteContext
    ) throws {
        let places = days.map { $0.numbers.map { Place.day($0) } }
        for waiting in try WaitingList.list(db, after: nil, limit: .max)
        where places?.contains(waiting.place) ?? true {
            _ = try WaitingList.end(db, waiting.registration, waiting.place, as: .left, context: context)
            try RegistrationRecord.tell(
                db, waiting.registration, .leftWaitingList, waiting.place.description, context: context)
        }
    }

    /// Whoever got a document gets one about what was credited; nil for others, and where nothing was.
    private static func creditNote(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, predates: Bool, context: WriteContext
    ) throws -> String? {
        guard let missing = try MissingDocument.fetchAll(db, definition, of: id).first, missing.kind == .creditNote
        else { return nil }
        return try DocumentRecord.issue(
            db, definition, DocumentOrder(people: [id], wish: .whatIsNew, predates: predates),
            context: context
        ).label(slug: definition.slug)
    }
}
