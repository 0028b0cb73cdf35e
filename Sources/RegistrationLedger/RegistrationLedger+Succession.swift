package import Conference
package import EventStore
import GRDB

extension RegistrationLedger {
    /// Gives a place to another person, who gets a registration of their own with a new number and a new code.
    ///
    /// Days, add-ons, voucher and waivers go over at the price at which they were had, and so does what was paid or is
    /// still due: nothing is charged. What was booked under the old number stays there; badges made for it are refused
    /// at every door, because the registration counts as transferred.
    /// - Returns: the registration of the other person.
    /// - Throws: `registration_cancelled`, `registration_moved`, `registration_unknown`, `person_barred`.
    package func transfer(
        _ id: Registration.ID, to person: Person, language: Language, context: WriteContext
    ) async throws -> Performed<Registration> {
        let content =
            [
                id.description, person.name, person.badgeName, person.affiliation, person.email, language.rawValue,
            ] + (person.country.map { [$0.description] } ?? []) + (person.sortName.isEmpty ? [] : [person.sortName])
        return try await change("registration.transfer", to: id, content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            let old = try Self.active(db, id)
            try Self.refuseBarred(db, person)
            let new = try NewRegistration(
                person: person, category: old.category, days: old.days, addOns: old.addOns, reference: nil,
                language: language)
            let successor = try RegistrationRecord.insert(
                db, definition, new, days: .none, addOns: [], status: .active, context: context)
            let goods = try Goods(db, of: id, keeping: .theirs)
            let voucher = try Holding(db, of: id).voucher
            let due = try Journal.due(db, from: id)
            try Self.moveHoldings(db, from: id, to: successor, context: context)
            let freed = try Self.end(db, id, as: .transferred, successor: successor, context: context)
            // The seats that this freed are the successor's: nobody else may have them in between.
            for place in old.days.numbers.map({ Place.day($0) }) + old.addOns.map({ Place.addOn($0) }) {
                try Seats.take(db, definition, place)
            }
            try WaitingList.promote(db, definition, freed, context: context)
            if let voucher { try Self.insert(db, voucher, for: successor, context: context) }
            let code = try RegistrationRecord.fetch(db, id: successor).code
            try RegistrationRecord.tell(db, id, .transferred, code.description, context: context)
            try RegistrationRecord.tell(db, successor, .tookOver, old.code.description, context: context)
            try Charges.settle(
                db, definition, id, kind: .transfer, move: .init(due: .zero), memo: "to \(code)", context: context)
            try goods.settle(
                db, definition, successor, due: due, memo: "from \(old.code)", context: context)
            return try RegistrationRecord.fetch(db, id: successor)
        }
    }

    /// Merges two records of the same person: days, add-ons and money of the second go to the first, which is charged
    /// what the whole costs. What was kept of the second comes along, so that it can still be given back. What the first
    /// lacks of affiliation, e-mail address, country, badge name, answers, reference and voucher it takes from the second,
    /// whose badges are refused from then on.
    ///
    /// - Returns: the first, as it is then.
    /// - Throws: `merge_with_itself`, `registration_cancelled` when the first is, `registration_moved`,
    ///   `registration_erased`, `registration_unknown`.
    package func merge(
        _ second: Registration.ID, into first: Registration.ID, context: WriteContext
    ) async throws -> Performed<Registration> {
        guard first != second else { throw LedgerError(.mergeWithItself) }
        let content = [second.description, first.description]
        return try await change("registration.merge", to: first, content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            let kept = try Self.active(db, first)
            let dropped = try RegistrationRecord.fetch(db, id: second)
            try Self.refuseMoved(db, dropped)
            guard !kept.person.isErased, !dropped.person.isErased else { throw LedgerError(.registrationErased) }
            let goods = try Goods(db, of: second, keeping: .along)
            let vouchers = (try Holding(db, of: first).voucher, try Holding(db, of: second).voucher)
            let due = (try Journal.due(db, from: first), try Journal.due(db, from: second))
            let isActive = dropped.status == .active
            if isActive { try Self.moveHoldings(db, from: second, to: first, context: context) }
            let freed = isActive ? try Self.end(db, second, as: .merged, successor: first, context: context) : []
            try db.execute(
                sql: "UPDATE registration SET ended = 'merged', successor = ? WHERE id = ?",
                arguments: [first, second])
            let held = try RegistrationRecord.fetch(db, id: first)
            for place in held.days.subtracting(kept.days).numbers.map({ Place.day($0) })
                + held.addOns.subtracting(kept.addOns).map({ Place.addOn($0) })
            {
                _ = try WaitingList.end(db, first, place, as: .promoted, context: context)
                try Seats.take(db, definition, place)
            }
            if vouchers.0 == nil, isActive, let voucher = vouchers.1 {
                try Self.insert(db, voucher, for: first, context: context)
            }
            try Self.mergePeople(db, definition, kept, dropped, context: context)
            try Self.moveExhibitors(db, from: second, to: first, context: context)
            try RegistrationRecord.tell(db, second, .merged, kept.code.description, context: context)
            try RegistrationRecord.tell(db, first, .absorbed, dropped.code.description, context: context)
            try Charges.settle(
                db, definition, second, kind: .transfer, releasing: goods.lines.retained.values.total(),
                move: .init(due: .zero), memo: "into \(kept.code)", context: context)
            // What came over is all that the second had paid.
            let charged = -(try Journal.balances(db, of: first).filter { $0.key.isPriced }.values.total())
            let cost = try Self.cost(db, definition, first, with: goods, context: context)
            let came = goods.charged - due.1
            try goods.settle(
                db, definition, first, due: due.0 + cost - charged - came, memo: "with \(dropped.code)",
                context: context)
            try WaitingList.promote(db, definition, freed, context: context)
            return try RegistrationRecord.fetch(db, id: first)
        }
    }

    private static func mergePeople(
        _ db: Database, _ definition: EventDefinition, _ kept: Registration, _ dropped: Registration,
        context: WriteContext
    ) throws {
        let (first, second) = (kept.person, dropped.person)
        let person = try Person(
            name: first.name, badgeName: first.badgeName.isEmpty ? second.badgeName : first.badgeName,
            affiliation: first.affiliation.isEmpty ? second.affiliation : first.affiliation,
            email: first.email.isEmpty ? second.email : first.email, country: first.country ?? second.country,
            sortName: first.sortName)
        if kept.reference == nil, dropped.reference != nil {
            try RegistrationRecord.setPerson(db, definition, dropped, second, reference: nil)
        }
        let missing = dropped.answers.filter { kept.answers[$0.key] == nil }
        try RegistrationRecord.setAnswers(db, definition, kept, missing, context: context)
        try RegistrationRecord.setPerson(
            db, definition, try RegistrationRecord.fetch(db, id: kept.id), person,
            reference: kept.reference ?? dropped.reference)
    }

    /// Days and add-ons with since when they are held; where both have one, the earlier counts.
    private static func moveHoldings(
        _ db: Database, from old: Registration.ID, to new: Registration.ID, context: WriteContext
    ) throws {
        let numbers: StatementArguments = ["old": old, "new": new]
        try db.execute(
            sql: """
                INSERT INTO registration_day (registration, day, since_ms, since_version)
                SELECT :new, day, since_ms, since_version FROM registration_day WHERE registration = :old
                ON CONFLICT (registration, day) DO UPDATE
                SET since_ms = excluded.since_ms, since_version = excluded.since_version
                WHERE excluded.since_ms < since_ms
                """,
            arguments: numbers)
        try db.execute(
            sql: """
                INSERT INTO registration_add_on (registration, add_on, version)
                SELECT :new, add_on, version FROM registration_add_on WHERE registration = :old
                ON CONFLICT DO NOTHING
                """,
            arguments: numbers)
        try db.execute(
            sql: """
                UPDATE registration SET
                    days = registration.days | old.days,
                    priced_ms = CASE WHEN registration.days = 0 THEN old.priced_ms ELSE :now END,
                    priced_version = CASE WHEN registration.days = 0 THEN old.priced_version ELSE :version END
                FROM registration AS old WHERE registration.id = :new AND old.id = :old
                """,
            arguments: [
                "old": old, "new": new, "now": context.time.milliseconds,
                "version": try EventStore.definitionVersion(db),
            ])
    }

    private static func insert(
        _ db: Database, _ voucher: Holding.VoucherUse, for id: Registration.ID, context: WriteContext
    ) throws {
        try db.execute(
            sql: "INSERT INTO voucher_use (registration, voucher, version, since_ms) VALUES (?, ?, ?, ?)",
            arguments: [id, voucher.id.rawValue, voucher.version, context.time.milliseconds])
    }

    /// What a registration costs with what comes over and is not booked yet.
    private static func cost(
        _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, with goods: Goods, context: WriteContext
    ) throws -> Money {
        var holding = try Holding(db, of: id)
        holding.waived += goods.waived
        let definitions = try Charges.Definitions(db, current: definition)
        return try Charges.plan(
            holding, before: Charged(db, of: id), adding: goods.lines, paid: .zero,
            version: EventStore.definitionVersion(db), date: definition.date(at: context.time), current: definition,
            definitions
        ).after.total(definitions.callAsFunction)
    }

    /// What goes from one registration to another besides days and add-ons.
    private struct Goods {
        /// What the old one was charged.
        let charged: Money
        /// The same by what it was for, with its taxes; what was kept is in it where it comes along.
        let lines: Charged
        /// What was waived there.
        let waived: Money
        /// The last entry there that waived something and still counts.
        private let waivedBy: Int64?

        /// Where what was kept belongs: another person gets nothing that was kept of the one before.
        enum Keeping { case theirs, along }

        init(_ db: Database, of id: Registration.ID, keeping: Keeping) throws {
            let holding = try Holding(db, of: id)
            charged = -(try Journal.balances(db, of: id).filter { $0.key.isPriced }.values.total())
            var lines = try Charged(db, of: id)
            if keeping == .theirs { lines.retained = [:] }
            self.lines = lines
            // What was waived of a place that was given up is gone with it.
            waived = holding.isActive ? holding.waived : .zero
            waivedBy = try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(entry) FROM waiver
                    WHERE registration = ?1
                        AND entry > (SELECT waivers_after FROM registration WHERE id = ?1)
                        AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = entry)
                    """,
                arguments: [id])
        }

        /// Books what came over, with the taxes that it was charged with. The waiver hangs on the entry that does or,
        /// where no money moves, on the one that waived it; the history tells that it came along.
        func settle(
            _ db: Database, _ definition: EventDefinition, _ id: Registration.ID, due: Money, memo: String,
            context: WriteContext
        ) throws {
            let entry = try Charges.settle(
                db, definition, id, kind: .transfer, waived: waived, adding: lines, move: .init(due: due), memo: memo,
                context: context)
            guard waived > .zero, let number = entry?.number ?? waivedBy else { return }
            try RegistrationLedger.insert(db, waived, entry: number, for: id, reason: memo)
            try RegistrationRecord.tell(db, id, .waived, waived.description, context: context)
        }
    }
}
