package import Conference
package import EventStore
import Foundation
import GRDB

/// Vouchers and waivers: what makes a registration cheaper.
extension RegistrationLedger {
    /// Redeems a voucher for a registration and credits what it saves. It holds for whatever is booked later, too.
    ///
    /// - Throws: `voucher_unknown`, `voucher_not_valid`, `voucher_not_for_category`, `voucher_used_up`, `voucher_held`,
    ///   `registration_cancelled`, `registration_unknown`.
    package func redeem(
        _ voucher: Voucher.ID, for id: Registration.ID, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.voucher", to: id, content: [id.description, voucher.rawValue], context: context)
        {
            [store] db in
            let definition = try store.definition(db)
            let registration = try Self.active(db, id)
            try Self.redeem(db, definition, voucher, for: id, category: registration.category, context: context)
            try Charges.settle(db, definition, id, memo: "voucher \(voucher)", context: context)
            return registration
        }
    }

    /// Takes the voucher of a registration back and charges what it saved, whether or not that was settled before. It can
    /// be redeemed again, by anyone whom its terms allow.
    ///
    /// - Throws: `voucher_not_held` when the registration holds none, or another; `registration_cancelled`, whose voucher
    ///   is free already; `registration_moved`, `registration_unknown`.
    package func handBack(
        _ voucher: Voucher.ID, of id: Registration.ID, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change(
            "registration.hand-back", to: id, content: [id.description, voucher.rawValue], context: context
        ) {
            [store] db in
            let definition = try store.definition(db)
            let registration = try Self.active(db, id)
            try db.execute(
                sql: """
                    UPDATE voucher_use SET released_ms = ?
                    WHERE registration = ? AND voucher = ? AND released_ms IS NULL
                    """,
                arguments: [context.time.milliseconds, id, voucher.rawValue])
            guard db.changesCount == 1 else {
                throw LedgerError(.voucherNotHeld, ErrorDetail("voucher", String(voucher.rawValue.prefix(63))))
            }
            try RegistrationRecord.tell(db, id, .voucherHandedBack, voucher.rawValue, context: context)
            try Charges.settle(db, definition, id, memo: "without voucher \(voucher)", context: context)
            return registration
        }
    }

    /// Charges less than the price for a reason. A waiver is for what is owed now: it does not grow with what is booked
    /// later.
    ///
    /// - Parameters:
    ///   - amount: in listed prices; nil for all that is owed.
    ///   - leniency: for more than is owed, which gives money back that was paid.
    ///   - isOrganizers: whether an organizer decides, whom the desk's limit does not bind.
    /// - Returns: the entry that says so; `correct` takes it back.
    /// - Throws: `nothing_to_waive`, `waiver_too_large` for more than is owed, `beyond_rule_too_much`, `waiver_beyond_desk`,
    ///   `amount_not_positive`, `reason_missing`, `registration_cancelled`, `registration_unknown`.
    package func waive(
        _ amount: Money?, for id: Registration.ID, because reason: String, leniency: Leniency? = nil,
        isOrganizers: Bool = true, context: WriteContext
    ) async throws -> Performed<Int64> {
        let reason = try Self.reason(reason)
        if let amount, amount <= .zero { throw ConferenceError(.amountNotPositive, ErrorDetail("value", amount)) }
        let content = [id.description, amount?.description ?? "everything", reason]
        return try await store.perform("registration.waive", content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            _ = try Self.active(db, id)
            let waiver = try Waiver(db, definition, of: id, context: context)
            let waived = try waiver.amount(asked: amount, leniency: leniency, definition)
            if !isOrganizers, let limit = definition.deskWaiver, waived > limit {
                throw LedgerError(.waiverBeyondDesk, ErrorDetail("amount", waived), ErrorDetail("limit", limit))
            }
            let entry = try Charges.settle(
                db, definition, id, kind: .waiver, waived: waived, memo: reason, context: context)
            guard let entry else { throw LedgerError(.nothingToWaive) }
            try Self.insert(db, waived, entry: entry.number, for: id, reason: reason)
            try RegistrationRecord.tell(db, id, .waived, waived.description, context: context)
            return entry.number
        }
    }

    /// Waives so much that a price agreed elsewhere is left, taxes included; less where the event's own price is lower. Who paid
    /// more by now is owed the rest.
    ///
    /// - Returns: what the person owes then, and what they paid.
    static func settle(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, at price: Money, because reason: String,
        context: WriteContext
    ) throws -> (due: Money, paid: Money) {
        let waiver = try Waiver(db, definition, of: id, context: context)
        guard let waived = try waiver.leaving(price - waiver.paid) else { return (waiver.due, waiver.paid) }
        let entry = try Charges.settle(
            db, definition, id, kind: .waiver, waived: waived, memo: reason, context: context)
        if let entry {
            try insert(db, waived, entry: entry.number, for: id, reason: reason)
            try RegistrationRecord.tell(db, id, .waived, waived.description, context: context)
        }
        return (try Journal.due(db, from: id), waiver.paid)
    }

    static func redeem(
        _ db: Database, _ definition: EventDefinition, _ id: Voucher.ID, for registration: Registration.ID,
        category: Category, context: WriteContext
    ) throws {
        try check(db, definition, id, category: category, time: context.time)
        do {
            try db.execute(
                sql: "INSERT INTO voucher_use (registration, voucher, version, since_ms) VALUES (?, ?, ?, ?)",
                arguments: [
                    registration, id.rawValue, try EventStore.definitionVersion(db),
                    context.time.milliseconds,
                ])
        } catch DatabaseError.SQLITE_CONSTRAINT_UNIQUE {
            throw LedgerError(.voucherHeld)
        }
        try RegistrationRecord.tell(db, registration, .voucherRedeemed, id.rawValue, context: context)
    }

    /// Whether a voucher can be redeemed now.
    static func check(
        _ db: Database, _ definition: EventDefinition, _ id: Voucher.ID, category: Category, time: Date
    ) throws {
        let detail = ErrorDetail("voucher", String(id.rawValue.prefix(63)))
        guard let voucher = definition.vouchers.first(where: { $0.id == id }) else {
            throw LedgerError(.voucherUnknown, detail)
        }
        guard voucher.valid.contains(definition.date(at: time)) else {
            throw LedgerError(
                .voucherNotValid, detail, ErrorDetail("from", voucher.valid.from?.description ?? "always"),
                ErrorDetail("until", voucher.valid.until?.description ?? "ever"))
        }
        try checkCategory(category, of: voucher)
        let used = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM voucher_use WHERE voucher = ? AND released_ms IS NULL"),
            arguments: [id.rawValue])
        if let uses = voucher.uses, used ?? 0 >= uses {
            throw LedgerError(.voucherUsedUp, detail, ErrorDetail("uses", uses))
        }
    }

    /// Whether a voucher is for a category.
    static func checkCategory(_ category: Category, of voucher: Voucher) throws {
        guard voucher.categories.isEmpty || voucher.categories.contains(category) else {
            throw LedgerError(
                .voucherNotForCategory, ErrorDetail("voucher", voucher.id),
                ErrorDetail("category", category.rawValue))
        }
    }

    static func insert(
        _ db: Database, _ waived: Money, entry: Int64, for id: Registration.ID, reason: String
    ) throws {
        try db.execute(
            sql: "INSERT INTO waiver (entry, registration, cents, reason) VALUES (?, ?, ?, ?)",
            arguments: [entry, id, waived.cents, reason])
    }
}

/// What can be waived of what a registration owes.
private struct Waiver {
    /// Negative when money is owed to the person.
    let due: Money
    private let before: Money
    /// What the lines add up to.
    private let listed: Money
    private let plan: (Money) throws -> Money

    init(_ db: Database, _ definition: EventDefinition, of id: Registration.ID, context: WriteContext) throws {
        let holding = try Holding(db, of: id)
        let charged = try Charged(db, of: id)
        let definitions = try Charges.Definitions(db, current: definition)
        let version = try EventStore.definitionVersion(db)
        due = try Journal.due(db, from: id)
        before = try charged.total(definitions.callAsFunction)
        listed = try Assessment(holding, definition: definitions.callAsFunction).listed
        plan = { waived in
            var holding = holding
            holding.waived += waived
            return try Charges.plan(
                holding, before: charged, paid: .zero, version: version, date: definition.date(at: context.time),
                current: definition, definitions
            ).after.total(definitions.callAsFunction)
        }
    }

    var paid: Money { before - due }

    /// What is due once an amount is waived.
    private func due(after waived: Money) throws -> Money { try due + plan(waived) - before }

    /// How much is waived, in listed prices.
    func amount(asked: Money?, leniency: Leniency?, _ definition: EventDefinition) throws -> Money {
        guard listed > .zero else { throw LedgerError(.nothingToWaive) }
        guard let asked else { return try everything() }
        let waived = min(asked, listed)
        let givenBack = min(try plan(.zero) - plan(waived), -(try due(after: waived)))
        guard givenBack > .zero else { return waived }
        guard let leniency else {
            throw LedgerError(
                .waiverTooLarge, ErrorDetail("amount", asked), ErrorDetail("owed", max(.zero, due)))
        }
        try leniency.check(givenBack, definition)
        return waived
    }

    /// The amount that leaves nothing due: with taxes on top, the one that comes closest without leaving a cent.
    private func everything() throws -> Money {
        guard due > .zero else { throw LedgerError(.nothingToWaive) }
        return try closest(to: .zero)
    }

    /// The amount that leaves so much due; nil where no more is due already.
    func leaving(_ rest: Money) throws -> Money? {
        guard due > rest, listed > .zero else { return nil }
        return try closest(to: rest)
    }

    private func closest(to rest: Money) throws -> Money {
        let guess = before > .zero ? (due - rest).times(listed.cents, over: before.cents) : listed
        let candidates = (-8...8).map { Money(cents: guess.cents + Int64($0)) }.filter { $0 > .zero && $0 <= listed }
        var best: (amount: Money, due: Money)?
        for amount in candidates + [listed] {
            let left = try due(after: amount)
            if left <= rest, best.map({ left > $0.due }) ?? true { best = (amount, left) }
        }
        return best?.amount ?? listed
    }
}
