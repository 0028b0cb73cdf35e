import Conference
import EventStore
import Foundation
import GRDB

/// The entries that bring the journal to what registrations cost.
enum Charges {
    /// The definitions that one transaction needs, each read once.
    final class Definitions {
        private let db: Database
        private var known: [Int: EventDefinition]

        /// - Parameter current: the definition in force, which is parsed already.
        init(_ db: Database, current: EventDefinition) throws {
            self.db = db
            known = [try EventStore.definitionVersion(db): current]
        }

        func callAsFunction(_ version: Int) throws -> EventDefinition {
            if let definition = known[version] { return definition }
            let definition = try EventStore.definition(db, version: version)
            known[version] = definition
            return definition
        }
    }

    /// What an entry moves besides the charge itself.
    struct Move {
        /// What the registration owes afterwards, whatever it owed before; the difference goes to other registrations.
        let due: Money
    }

    /// What becomes of what a change gives back.
    enum Keeping {
        /// All of it is given back.
        case nothing
        /// The event's rule keeps its part, unless somebody may be lenient.
        case byRule(Leniency?)
    }

    /// What a registration is charged and what it will be.
    struct Plan {
        let before: Charged
        let after: Charged
        let lines: [Assessment.Line]
        let comesFree: Bool
        let hasCategoryPrice: Bool
        /// What the event's rule would keep of what is given back.
        let ruled: [Int: Money]
    }

    /// Finds out what a holding is to be charged.
    ///
    /// - Parameters:
    ///   - before: what it is charged now.
    ///   - other: what comes over from another registration, with its taxes.
    ///   - paid: what was paid so far: no more than that is kept.
    static func plan(
        _ holding: Holding, before: Charged, adding other: Charged = Charged(), paid: Money, version: Int,
        date: CivilDate, current: EventDefinition, _ definitions: Definitions
    ) throws -> Plan {
        let assessment = try Assessment(holding, definition: definitions.callAsFunction)
        let base = before.adding(other)
        // Plans that say the same are one: what was charged under each is rounded together.
        let taxes = try definitions(version).taxes
        let same = try base.versions.last { try definitions($0).taxes == taxes }
        let after = base.moved(to: assessment.lines, under: same ?? version)
        return Plan(
            before: before, after: after, lines: assessment.lines, comesFree: assessment.comesFree,
            hasCategoryPrice: assessment.hasCategoryPrice,
            ruled: try kept(
                base, after, paid: paid, rule: current.refunds, on: date, definitions))
    }

    /// What the event's rule keeps when something is given back, by version: never more than was paid beyond what is
    /// still charged.
    private static func kept(
        _ before: Charged, _ after: Charged, paid: Money, rule: RefundRule, on date: CivilDate,
        _ definitions: Definitions
    ) throws -> [Int: Money] {
        var given: [(version: Int, amount: Money)] = []
        for version in Set(before.versions).union(after.versions).sorted() {
            let amount =
                try before.payable(version, definitions.callAsFunction)
                - after.payable(version, definitions.callAsFunction)
            given.append((version, amount))
        }
        let whole = given.map(\.amount).total()
        let part = whole.times(TaxRate.whole - rule.millionths(on: date), over: TaxRate.whole)
        var rest = min(part, try paid - after.total(definitions.callAsFunction))
        var kept: [Int: Money] = [:]
        for (version, amount) in given where rest > .zero && amount > .zero {
            kept[version] = min(rest, amount)
            rest = rest - min(rest, amount)
        }
        return kept
    }

    /// Charges or credits the difference between what the journal says and what the registration costs now.
    ///
    /// - Parameters:
    ///   - kind: the kind of the entry; nil for a charge or a credit, by its sign.
    ///   - waived: what this entry waives, in listed prices.
    ///   - other: what comes over from another registration, with its taxes.
    ///   - keeping: what becomes of what the change gives back.
    ///   - releasing: how much is given back of what was kept before.
    ///   - move: for a transfer.
    /// - Returns: the entry; nil when there is no difference.
    /// - Throws: `beyond_rule_too_much`.
    @discardableResult
    static func settle(
        _ db: Database, _ current: EventDefinition, _ id: Registration.ID, kind: JournalEntry.Kind? = nil,
        corrects: Int64? = nil, waived: Money = .zero, adding other: Charged = Charged(),
        keeping: Keeping = .nothing, releasing: Money = .zero, move: Move? = nil, memo: String,
        context: WriteContext
    ) throws -> JournalEntry? {
        var holding = try Holding(db, of: id, withdrawn: corrects)
        holding.waived += waived
        let definitions = try Definitions(db, current: current)
        let due = try Journal.due(db, from: id)
        let before = try Charged(db, of: id)
        let plan = try plan(
            holding, before: before, adding: other, paid: before.total(definitions.callAsFunction) - due,
            version: try EventStore.definitionVersion(db), date: current.date(at: context.time), current: current,
            definitions)
        var (after, memo) = (plan.after, memo)
        after.release(releasing)
        if case .byRule(let leniency) = keeping, !plan.ruled.isEmpty {
            let kept = plan.ruled.values.total()
            if let leniency {
                try leniency.check(kept, current)
                memo += ": \(leniency.reason)"
                try RegistrationRecord.tell(db, id, .gaveBackBeyondRule, kept.description, context: context)
            } else {
                after.retained.merge(plan.ruled) { $0 + $1 }
            }
        }
        return try book(
            db, from: before, to: after, of: id, due: due, kind: kind, corrects: corrects, move: move, memo: memo,
            definitions, context: context)
    }

    /// Writes the entry that leads from what was charged to what is to be charged.
    static func book(
        _ db: Database, from before: Charged, to after: Charged, of id: Registration.ID, due: Money,
        kind: JournalEntry.Kind?, corrects: Int64? = nil, move: Move? = nil, memo: String, _ definitions: Definitions,
        context: WriteContext
    ) throws -> JournalEntry? {
        let target = try after.credits(definitions.callAsFunction)
        let charged = try Journal.balances(db, of: id).filter { $0.key.isPriced }
        var postings = Set(target.keys).union(charged.keys).sorted().compactMap { account -> Posting? in
            let difference = -(target[account] ?? .zero) - (charged[account] ?? .zero)
            return difference == .zero ? nil : Posting(account: account, amount: difference)
        }
        let owed = -postings.map(\.amount).total()
        let due = (before: due, after: move?.due ?? due + owed)
        let moved = owed + due.before - due.after
        if moved != .zero { postings.append(Posting(account: .transfer, amount: moved)) }
        postings.insert(contentsOf: Journal.duePostings(from: due.before, to: due.after), at: 0)
        if before.retained != after.retained { try setRetained(db, after.retained, of: id) }
        guard !postings.isEmpty else { return nil }
        return try Journal.append(
            db, kind: kind ?? (owed < .zero ? .credit : .charge), registration: id, corrects: corrects, memo: memo,
            postings: postings,
            particulars: .init(
                lines: try ChargeLine.changes(db, of: id, to: after.lines(definitions.callAsFunction)),
                taxes: try ChargeTax.changes(db, of: id, to: after.taxes(definitions.callAsFunction))),
            context: context)
    }

    private static func setRetained(_ db: Database, _ retained: [Int: Money], of id: Registration.ID) throws {
        try db.execute(sql: "DELETE FROM retained WHERE registration = ?", arguments: [id])
        for (version, amount) in retained where amount != .zero {
            try db.execute(
                sql: "INSERT INTO retained (registration, version, cents) VALUES (?, ?, ?)",
                arguments: [id, version, amount.cents])
        }
    }
}
