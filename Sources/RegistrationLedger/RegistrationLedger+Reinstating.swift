package import Conference
package import EventStore
import GRDB

/// What was cancelled by mistake, what was kept, and what is left.
extension RegistrationLedger {
    /// Takes a cancelling back: the seats are taken again, if they are free, and what was credited is charged again, with
    /// its taxes. Money that was given back since is owed again. A badge is good again unless another took its place.
    /// Voucher, waivers, waiting and green dot stay gone.
    ///
    /// - Throws: `not_cancelled`, `registration_moved` for one that was transferred or merged, `registration_erased`,
    ///   `day_full`, `add_on_full`, `days_missing`, `days_not_on_sale`, `add_on_unknown`, `registration_unknown`.
    package func reinstate(_ id: Registration.ID, context: WriteContext) async throws -> Performed<Registration> {
        try await change("registration.reinstate", to: id, content: [id.description], context: context) { [store] db in
            try Self.reinstate(db, try store.definition(db), id, context: context)
        }
    }

    /// The same within a transaction.
    static func reinstate(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, context: WriteContext
    ) throws -> Registration {
        let before = try RegistrationRecord.fetch(db, id: id)
        try Self.refuseMoved(db, before)
        guard !before.person.isErased else { throw LedgerError(.registrationErased) }
        guard before.status == .cancelled else { throw LedgerError(.notCancelled) }
        try WaitingList.expire(db, definition, context: context)
        guard !before.days.isEmpty else { throw LedgerError(.daysMissing) }
        let places =
            before.days.numbers.map { Place.day($0) }
            + before.addOns.sorted { $0.rawValue < $1.rawValue }.map { Place.addOn($0) }
        for place in places { try Seats.take(db, definition, place) }
        try db.execute(
            sql: """
                UPDATE registration SET status = 'active',
                    waivers_after = coalesce((SELECT max(number) FROM journal_entry), 0)
                WHERE id = ?
                """,
            arguments: [id])
        let credited = try Charged.lastCredited(db, to: id)
        let kept = try Self.keptByCancelling(db, id)
        try RegistrationRecord.tell(db, id, .reinstated, context: context)
        try Charges.settle(
            db, definition, id, adding: credited, releasing: kept, memo: "reinstated", context: context)
        return try RegistrationRecord.fetch(db, id: id)
    }

    /// What the last cancelling kept, which its line in the history tells, but for what was given back of it since.
    private static func keptByCancelling(_ db: Database, _ id: Registration.ID) throws -> Money {
        let told = try history(db, of: id, after: nil, limit: .max)
        guard let last = told.lastIndex(where: { $0.kind == .cancelled }) else { return .zero }
        let kept = told[last].detail.isEmpty ? .zero : try Money(decimal: told[last].detail)
        let given = try told[last...].filter { $0.kind == .keptGivenBack }.map { try Money(decimal: $0.detail) }
        return max(.zero, kept - given.total())
    }

    /// Gives back what the event's rule kept: all of it, or a part. The money is owed to the person then.
    ///
    /// - Throws: `nothing_kept`, `kept_less` for more than was kept, `beyond_rule_too_much`, `amount_not_positive`,
    ///   `registration_moved`, `registration_unknown`.
    package func giveBackKept(
        _ amount: Money?, to id: Registration.ID, leniency: Leniency, context: WriteContext
    ) async throws -> Performed<Registration> {
        if let amount, amount <= .zero { throw ConferenceError(.amountNotPositive, ErrorDetail("value", amount)) }
        let content = [id.description, amount?.description ?? "all"] + Self.content(leniency)
        return try await change("registration.give-back", to: id, content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            try Self.refuseMoved(db, try RegistrationRecord.fetch(db, id: id))
            let before = try Charged(db, of: id)
            let kept = before.retained.values.total()
            guard kept > .zero else { throw LedgerError(.nothingKept) }
            let given = amount ?? kept
            guard given <= kept else {
                throw LedgerError(.keptLess, ErrorDetail("amount", given), ErrorDetail("kept", kept))
            }
            try leniency.check(given, definition)
            var after = before
            after.release(given)
            _ = try Charges.book(
                db, from: before, to: after, of: id, due: try Journal.due(db, from: id), kind: nil,
                memo: leniency.reason, Charges.Definitions(db, current: definition), context: context)
            try RegistrationRecord.tell(db, id, .keptGivenBack, given.description, context: context)
            return try RegistrationRecord.fetch(db, id: id)
        }
    }

    /// Makes what is owed to a person a donation to the event: all of it, or a part.
    ///
    /// - Returns: the number of the entry.
    /// - Throws: `nothing_to_refund`, `refund_too_large`, `amount_not_positive`, `registration_moved`,
    ///   `registration_unknown`.
    package func donate(
        _ amount: Money?, of id: Registration.ID, context: WriteContext
    ) async throws -> Performed<Int64> {
        if let amount, amount <= .zero { throw ConferenceError(.amountNotPositive, ErrorDetail("value", amount)) }
        let content = [id.description, amount?.description ?? "all"]
        return try await store.perform("ledger.donate", content: content, context: context) { db in
            try Self.refuseMoved(db, try RegistrationRecord.fetch(db, id: id))
            let due = try Journal.due(db, from: id)
            guard due < .zero else { throw LedgerError(.nothingToRefund) }
            let given = amount ?? -due
            guard given <= -due else {
                throw LedgerError(.refundTooLarge, ErrorDetail("amount", given), ErrorDetail("owed", -due))
            }
            let entry = try Journal.append(
                db, kind: .donation, registration: id, memo: "donation",
                postings: Journal.duePostings(from: due, to: due + given)
                    + [Posting(account: .donation, amount: -given)],
                context: context)
            try RegistrationRecord.tell(db, id, .donated, given.description, context: context)
            return entry.number
        }
    }
}

extension Charged {
    /// Gives back so much of what was kept, what was kept last first.
    mutating func release(_ amount: Money) {
        var rest = amount
        for (version, kept) in retained.sorted(by: { $0.key > $1.key }) where rest > .zero {
            let released = min(rest, kept)
            retained[version] = kept == released ? nil : kept - released
            rest = rest - released
        }
    }

    /// What the last credit of a registration gave back, as it was charged before.
    static func lastCredited(_ db: Database, to id: Registration.ID) throws -> Charged {
        var charged = Charged()
        let lines = try ChargeLine.fetchAll(
            db,
            sql: """
                SELECT * FROM charge_line
                WHERE charge_line.kind <> 'cancellation_fee' AND entry = (
                    SELECT max(number) FROM journal_entry JOIN charge_line AS line ON line.entry = number
                    WHERE registration = ? AND line.kind <> 'cancellation_fee')
                ORDER BY line
                """,
            arguments: [id])
        for line in lines { charged.restore(line) }
        return charged
    }
}
