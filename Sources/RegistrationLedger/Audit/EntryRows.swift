import GRDB

/// A row of a table that says something of an entry beside its own row.
protocol EntryRow {
    /// The table, and what is read of it behind `entry` and `line`, in this order.
    static var table: String { get }
    static var columns: String { get }
    /// Whether its rows are numbered within an entry.
    static var hasLines: Bool { get }
    /// - Parameter row: its columns stand at 2, 3, 4 …
    init(row: Row) throws
}

/// The rows of such a table, handed out entry by entry: the table is read once, from its beginning to its end.
final class EntryRows<Record: EntryRow> {
    private let rows: RowCursor
    private var ahead: (entry: Int64, line: Int64, record: Record)?
    /// Rows of entries that were never asked for.
    private(set) var orphans: Set<Int64> = []

    init(_ db: Database) throws {
        let order = Record.hasLines ? "entry, line" : "entry"
        rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT entry, \(Record.hasLines ? "line" : "1"), \(Record.columns) FROM \(Record.table) ORDER BY \(order)
                """)
        try read()
    }

    /// Puts the rows of an entry in the place of those of the last; entries are asked for in order.
    ///
    /// - Returns: whether they are numbered 1, 2, 3 …
    func next(_ entry: Int64, into group: inout [Record]) throws -> Bool {
        group.removeAll(keepingCapacity: true)
        var isNumbered = true
        while let row = ahead, row.entry <= entry {
            if row.entry == entry {
                group.append(row.record)
                if row.line != group.count { isNumbered = false }
            } else {
                orphans.insert(row.entry)
            }
            try read()
        }
        return isNumbered
    }

    /// Reads what is left when every entry was asked for: it belongs to none.
    func finish() throws {
        while let row = ahead {
            orphans.insert(row.entry)
            try read()
        }
    }

    private func read() throws {
        ahead = try rows.next().map { row in
            (try row.decode(atIndex: 0), try row.decode(atIndex: 1), try Record(row: row))
        }
    }
}

extension EntryRow {
    static var hasLines: Bool { true }
}

/// A row of `posting` as it stands there.
struct StoredPosting: EntryRow {
    static let table = "posting"
    static let columns = "account, cents"
    let account: String
    let cents: Int64

    init(row: Row) throws {
        account = try row.decode(atIndex: 2)
        cents = try row.decode(atIndex: 3)
    }
}

/// A row of `charge_line` as it stands there.
struct StoredLine: EntryRow {
    static let table = "charge_line"
    static let columns = "kind, item, quantity, cents, version"
    let kind: String
    let item: String
    let quantity: Int64
    let cents: Int64
    let version: Int64

    init(row: Row) throws {
        kind = try row.decode(atIndex: 2)
        item = try row.decode(atIndex: 3)
        quantity = try row.decode(atIndex: 4)
        cents = try row.decode(atIndex: 5)
        version = try row.decode(atIndex: 6)
    }
}

/// A row of `charge_tax` as it stands there.
struct StoredTax: EntryRow {
    static let table = "charge_tax"
    static let columns = "component, version, cents"
    let component: String
    let version: Int64
    let cents: Int64

    init(row: Row) throws {
        component = try row.decode(atIndex: 2)
        version = try row.decode(atIndex: 3)
        cents = try row.decode(atIndex: 4)
    }
}

/// A row of `payment` as it stands there.
struct StoredPayment: EntryRow {
    static let table = "payment"
    static let columns = "method, cents, tendered_cents, rounding_cents, till, registration"
    static let hasLines = false
    let method: String
    let cents: Int64
    let tendered: Int64?
    let rounding: Int64
    let till: Int64?
    let registration: Int64

    init(row: Row) throws {
        method = try row.decode(atIndex: 2)
        cents = try row.decode(atIndex: 3)
        tendered = try row.decode(atIndex: 4)
        rounding = try row.decode(atIndex: 5)
        till = try row.decode(atIndex: 6)
        registration = try row.decode(atIndex: 7)
    }
}
