import Conference
import EventStore
import GRDB

/// What an entry says beside its postings: what was charged for what, its taxes, and how money changed hands. The hash of
/// the entry covers it.
struct Particulars: Hashable {
    var lines: [ChargeLine] = []
    var taxes: [ChargeTax] = []
    var payment: PaymentParticulars?

    /// As the hash takes it.
    var texts: [String] {
        var texts: [String] = []
        for line in lines {
            texts += ["line", line.kind, line.item, "\(line.quantity)", "\(line.amount.cents)", "\(line.version)"]
        }
        for tax in taxes { texts += ["tax", tax.component, "\(tax.version)", "\(tax.amount.cents)"] }
        if let payment {
            texts += [
                "payment", payment.method, "\(payment.cents)", payment.tendered.map { "\($0)" } ?? "",
                "\(payment.rounding)", payment.till.map { "\($0)" } ?? "",
            ]
        }
        return texts
    }

    func insert(_ db: Database, entry: Int64, registration: Registration.ID?) throws {
        let line = try db.cachedStatement(
            sql: """
                INSERT INTO charge_line (entry, line, kind, item, quantity, cents, version)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for (index, item) in lines.enumerated() {
            try line.execute(
                arguments: [
                    entry, index + 1, item.kind, item.item, item.quantity, item.amount.cents, item.version,
                ])
        }
        let tax = try db.cachedStatement(
            sql: "INSERT INTO charge_tax (entry, line, component, version, cents) VALUES (?, ?, ?, ?, ?)")
        for (index, item) in taxes.enumerated() {
            try tax.execute(
                arguments: [entry, index + 1, item.component, item.version, item.amount.cents])
        }
        guard let payment else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO payment (entry, registration, method, cents, tendered_cents, rounding_cents, till)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                entry, registration, payment.method, payment.cents, payment.tendered, payment.rounding, payment.till,
            ])
    }

    /// What the tables say about one entry.
    init(_ db: Database, entry: Int64) throws {
        lines = try ChargeLine.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM charge_line WHERE entry = ? ORDER BY line"), arguments: [entry])
        taxes = try ChargeTax.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM charge_tax WHERE entry = ? ORDER BY line"), arguments: [entry])
        payment = try PaymentParticulars.fetch(db, entry: entry)
    }

    init(lines: [ChargeLine] = [], taxes: [ChargeTax] = [], payment: PaymentParticulars? = nil) {
        (self.lines, self.taxes, self.payment) = (lines, taxes, payment)
    }
}

/// What a charge or credit was for, in listed prices, under the definition whose taxes go with it.
struct ChargeLine: Hashable, FetchableRecord {
    let kind: String
    let item: String
    let quantity: Int
    let amount: Money
    let version: Int

    /// What lines are told apart by.
    struct Key: Hashable, Comparable {
        let item: Charged.Item
        let version: Int

        static func < (left: Key, right: Key) -> Bool {
            left.item == right.item ? left.version < right.version : left.item < right.item
        }
    }

    struct Sum: Hashable {
        var quantity: Int
        var amount: Money
    }

    init(row: Row) throws {
        kind = try row.decode(forColumn: "kind")
        item = try row.decode(forColumn: "item")
        quantity = try row.decode(forColumn: "quantity")
        amount = Money(cents: try row.decode(forColumn: "cents"))
        version = try row.decode(forColumn: "version")
    }

    private init(_ key: Key, _ sum: Sum) {
        (kind, item, version) = (key.item.kind.rawValue, key.item.id, key.version)
        (quantity, amount) = (sum.quantity, sum.amount)
    }

    /// The lines of all that was charged so far.
    static func charged(_ db: Database, of id: Registration.ID) throws -> [Key: Sum] {
        let lines = try ChargeLine.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT charge_line.kind, item, charge_line.version, sum(quantity) AS quantity, sum(cents) AS cents
                    FROM journal_entry JOIN charge_line ON entry = number
                    WHERE registration = ? GROUP BY charge_line.kind, item, charge_line.version
                    """),
            arguments: [id])
        var sums: [Key: Sum] = [:]
        for line in lines {
            guard let kind = LedgerDocument.Line.Kind(rawValue: line.kind) else {
                throw LedgerError(.registrationUnreadable, ErrorDetail("number", id))
            }
            let key = Key(item: Charged.Item(kind: kind, id: line.item), version: line.version)
            sums[key] = Sum(quantity: line.quantity, amount: line.amount)
        }
        return sums.filter { $0.value != Sum(quantity: 0, amount: .zero) }
    }

    /// What an entry changes of the lines that were charged before.
    static func changes(_ db: Database, of id: Registration.ID, to target: [Key: Sum]) throws -> [ChargeLine] {
        let before = try charged(db, of: id)
        return Set(before.keys).union(target.keys).sorted().compactMap { key in
            let (old, new) = (before[key] ?? Sum(quantity: 0, amount: .zero), target[key])
            let change = Sum(
                quantity: (new?.quantity ?? 0) - old.quantity, amount: (new?.amount ?? .zero) - old.amount)
            return change == Sum(quantity: 0, amount: .zero) ? nil : ChargeLine(key, change)
        }
    }
}

/// A component of the taxes of a charge or credit.
struct ChargeTax: Hashable, FetchableRecord {
    let component: String
    let version: Int
    let amount: Money

    init(row: Row) throws {
        component = try row.decode(forColumn: "component")
        version = try row.decode(forColumn: "version")
        amount = Money(cents: try row.decode(forColumn: "cents"))
    }

    /// Which component of which definition it is.
    var charged: Charged.Component {
        Charged.Component(id: TaxPlan.Component.ID(rawValue: component), version: version)
    }

    private init(_ component: Charged.Component, _ amount: Money) {
        (self.component, version, self.amount) = (component.id.rawValue, component.version, amount)
    }

    /// The taxes of all that was charged so far.
    static func charged(_ db: Database, of id: Registration.ID) throws -> [Charged.Component: Money] {
        let taxes = try ChargeTax.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT component, version, sum(cents) AS cents
                    FROM journal_entry JOIN charge_tax ON entry = number
                    WHERE registration = ? GROUP BY component, version
                    """),
            arguments: [id])
        return Dictionary(
            uniqueKeysWithValues: taxes.map { ($0.charged, $0.amount) }
        ).filter { $0.value != .zero }
    }

    /// What an entry changes of the taxes that were charged before.
    static func changes(
        _ db: Database, of id: Registration.ID, to target: [Charged.Component: Money]
    ) throws -> [ChargeTax] {
        let before = try charged(db, of: id)
        return Set(before.keys).union(target.keys).sorted().compactMap { key in
            let change = (target[key] ?? .zero) - (before[key] ?? .zero)
            return change == .zero ? nil : ChargeTax(key, change)
        }
    }
}

/// How money changed hands, in cents.
struct PaymentParticulars: Hashable, FetchableRecord {
    let method: String
    let cents: Int64
    let tendered: Int64?
    let rounding: Int64
    let till: Int64?

    init(row: Row) throws {
        method = try row.decode(forColumn: "method")
        cents = try row.decode(forColumn: "cents")
        tendered = try row.decode(forColumn: "tendered_cents")
        rounding = try row.decode(forColumn: "rounding_cents")
        till = try row.decode(forColumn: "till")
    }

    /// How the money of an entry changed hands; nil where none did.
    static func fetch(_ db: Database, entry: Int64) throws -> PaymentParticulars? {
        try fetchOne(db.cachedStatement(sql: "SELECT * FROM payment WHERE entry = ?"), arguments: [entry])
    }

    init(_ movement: MoneyMovement) {
        method = movement.method.rawValue
        cents = movement.amount.cents
        tendered = movement.tendered?.cents
        rounding = movement.rounding.cents
        till = movement.till?.id.rawValue
    }
}
