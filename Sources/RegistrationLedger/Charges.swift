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

    /// Charges or credits the difference between what the journal says and what the registration costs now.
    ///
    /// - Parameters:
    ///   - kind: the kind of the entry; nil for a charge or a credit, by its sign.
    ///   - move: for a transfer.
    /// - Returns: the entry; nil when there is no difference.
    @discardableResult
    static func settle(
        _ db: Database, _ current: EventDefinition, _ id: Registration.ID, kind: JournalEntry.Kind? = nil,
        corrects: Int64? = nil, waived: Holding.Waived? = nil, move: Move? = nil, memo: String, context: WriteContext
    ) throws -> JournalEntry? {
        try db.cachedStatement(sql: "UPDATE registration SET taxed_version = ? WHERE id = ?")
            .execute(arguments: [try EventStore.definitionVersion(db), id])
        var holding = try Holding(db, of: id, withdrawn: corrects)
        if let waived { holding.waived.append(waived) }
        let assessment = try Assessment(holding, definition: Definitions(db, current: current).callAsFunction)
        let target = assessment.credits
        let charged = try Journal.balances(db, of: id).filter { $0.key.isPriced }
        var postings = Set(target.keys).union(charged.keys).sorted().compactMap { account -> Posting? in
            let difference = -(target[account] ?? .zero) - (charged[account] ?? .zero)
            return difference == .zero ? nil : Posting(account: account, amount: difference)
        }
        let owed = -postings.map(\.amount).total()
        let due = try Journal.due(db, from: id)
        let after = move?.due ?? due + owed
        let moved = owed + due - after
        if moved != .zero { postings.append(Posting(account: .transfer, amount: moved)) }
        postings.insert(contentsOf: Journal.duePostings(from: due, to: after), at: 0)
        guard !postings.isEmpty else { return nil }
        let entry = try Journal.append(
            db, kind: kind ?? (owed < .zero ? .credit : .charge), registration: id, corrects: corrects, memo: memo,
            postings: postings, context: context)
        try ChargeLine.append(db, assessment.lines, of: id, entry: entry.number)
        return entry
    }
}

/// What charges and credits were for, in listed prices.
enum ChargeLine {
    /// Writes what an entry changes of the lines that were charged before.
    static func append(_ db: Database, _ target: [Assessment.Line], of id: Registration.ID, entry: Int64) throws {
        struct Key: Hashable {
            let kind: String
            let item: String
        }
        var differences: [Key: (quantity: Int, cents: Int64)] = [:]
        let charged = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT charge_line.kind, item, sum(quantity) AS quantity, sum(cents) AS cents
                    FROM journal_entry JOIN charge_line ON entry = number
                    WHERE registration = ? GROUP BY charge_line.kind, item
                    """),
            arguments: [id])
        for row in charged {
            differences[Key(kind: row["kind"], item: row["item"])] = (
                -(row["quantity"] as Int), -(row["cents"] as Int64)
            )
        }
        for line in target {
            let key = Key(kind: line.kind.rawValue, item: line.item)
            let before = differences[key] ?? (0, 0)
            differences[key] = (before.quantity + line.quantity, before.cents + line.amount.cents)
        }
        let changed = differences.filter { $0.value.quantity != 0 || $0.value.cents != 0 }
            .sorted { ($0.key.kind, $0.key.item) < ($1.key.kind, $1.key.item) }
        let insertion = try db.cachedStatement(
            sql: "INSERT INTO charge_line (entry, line, kind, item, quantity, cents) VALUES (?, ?, ?, ?, ?, ?)")
        for (line, (key, difference)) in changed.enumerated() {
            try insertion.execute(
                arguments: [entry, line + 1, key.kind, key.item, difference.quantity, difference.cents])
        }
    }
}
