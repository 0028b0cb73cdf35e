import GRDB

/// Reads the particulars of one entry after the other, each table once from its beginning to its end.
final class ParticularsReader {
    private let lines: Groups<ChargeLine>
    private let taxes: Groups<ChargeTax>
    private let payments: Groups<PaymentParticulars>

    init(_ db: Database) throws {
        lines = try Groups(db, "SELECT * FROM charge_line ORDER BY entry, line")
        taxes = try Groups(db, "SELECT * FROM charge_tax ORDER BY entry, line")
        payments = try Groups(db, "SELECT * FROM payment ORDER BY entry")
    }

    /// What the tables say of an entry; entries are asked for in order.
    func next(_ entry: Int64) throws -> Particulars {
        Particulars(
            lines: try lines.next(entry), taxes: try taxes.next(entry), payment: try payments.next(entry).first)
    }

    /// The rows of a table, by entry.
    private final class Groups<Record: FetchableRecord> {
        private let rows: RowCursor
        private var ahead: (entry: Int64, record: Record)?

        init(_ db: Database, _ sql: String) throws {
            rows = try Row.fetchCursor(db, sql: sql)
            try read()
        }

        func next(_ entry: Int64) throws -> [Record] {
            var group: [Record] = []
            while let row = ahead, row.entry <= entry {
                if row.entry == entry { group.append(row.record) }
                try read()
            }
            return group
        }

        private func read() throws {
            ahead = try rows.next().map { (try $0.decode(forColumn: "entry"), try Record(row: $0)) }
        }
    }
}
