package import Conference
import EventStore
package import GRDB

/// What a registration owes, told apart by what gates ask for: at a gate only that has to be paid.
///
/// Money that was paid settles what was charged first, and of one charge the passes before the side events.
package struct GateDues: Sendable, Hashable {
    /// For passes, and whatever else is not a side event.
    package let passes: Money
    /// For side events; none of zero.
    package let addOns: [AddOn.ID: Money]

    /// Nothing is owed, or no more than the smallest coin can pay.
    static let none = GateDues(passes: .zero, addOns: [:])
}

extension RegistrationLedger {
    /// A charge, or a credit, of one entry.
    private struct Part {
        /// Nil for passes and the rest.
        let addOn: AddOn.ID?
        var amount: Money
    }

    private struct ChargedEntry: RowRecord {
        let number: Int64
        let cents: Int64
    }

    private struct ChargedAddOn: RowRecord {
        let entry: Int64
        let item: String
        let version: Int
        let cents: Int64
    }

    /// What a registration owes for passes and for each side event, as this transaction sees it. What no coin can pay keeps
    /// nobody out.
    package static func gateDues(
        _ db: Database, _ definition: EventDefinition, of summary: RegistrationSummary
    ) throws -> GateDues {
        let due = summary.due
        func payable(_ amount: Money) -> Money { amount.rounded(to: definition.cashStep) > .zero ? amount : .zero }
        guard payable(due) > .zero else { return .none }
        let id = summary.registration.id
        let sold = try ChargedAddOn.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT entry, item, version, cents FROM journal_entry CROSS JOIN charge_line ON entry = number
                    WHERE registration = ? AND charge_line.kind = 'add_on' ORDER BY entry, line
                    """),
            arguments: [id])
        guard !sold.isEmpty else { return GateDues(passes: due, addOns: [:]) }
        let entries = try ChargedEntry.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT number, -sum(cents) AS cents FROM journal_entry CROSS JOIN posting ON entry = number
                    WHERE registration = ? AND (account LIKE 'revenue:%' OR account LIKE 'discount:%'
                        OR account LIKE 'tax:%' OR account = 'waiver')
                    GROUP BY number ORDER BY number
                    """),
            arguments: [id])
        let taxes = try Charges.Definitions(db, current: definition)
        var parts: [Part] = []
        var listed: [AddOn.ID: [Int: Money]] = [:]
        for entry in entries {
            var rest = Money(cents: entry.cents)
            var own: [Part] = []
            for line in sold where line.entry == entry.number {
                let addOn = AddOn.ID(rawValue: line.item)
                let before = listed[addOn]?[line.version] ?? .zero
                let after = before + Money(cents: line.cents)
                let plan = try taxes(line.version).taxes
                let amount = plan.payable(onListed: after) - plan.payable(onListed: before)
                listed[addOn, default: [:]][line.version] = after
                own.append(Part(addOn: addOn, amount: amount))
                rest = rest - amount
            }
            parts.append(Part(addOn: nil, amount: rest))
            parts += own
        }
        return owed(parts, due: due, payable: payable)
    }

    /// What is left of charges when what was paid is taken from them, the oldest first.
    private static func owed(_ parts: [Part], due: Money, payable: (Money) -> Money) -> GateDues {
        var paid = parts.map(\.amount).total() - due
        var open: [Part] = []
        for part in parts {
            var credit = max(.zero, -part.amount)
            // A credit takes back what was charged last of the same.
            for index in open.indices.reversed() where credit > .zero && open[index].addOn == part.addOn {
                let taken = min(credit, open[index].amount)
                open[index].amount = open[index].amount - taken
                credit = credit - taken
            }
            paid += credit
            if part.amount > .zero { open.append(part) }
        }
        var (passes, addOns) = (Money.zero, [AddOn.ID: Money]())
        for part in open {
            let settled = max(.zero, min(paid, part.amount))
            paid = paid - settled
            let left = part.amount - settled
            guard left > .zero else { continue }
            if let addOn = part.addOn { addOns[addOn, default: .zero] += left } else { passes += left }
        }
        return GateDues(passes: payable(passes), addOns: addOns.mapValues(payable).filter { $0.value > .zero })
    }
}
