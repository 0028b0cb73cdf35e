import GRDB

/// Reads the particulars of one entry after the other, each table once from its beginning to its end.
final class ParticularsReader {
    private let lines: RowGroups
    private let taxes: RowGroups
    private let payments: RowGroups

    init(_ db: Database) throws {
        lines = try RowGroups(db, "SELECT * FROM charge_line ORDER BY entry, line")
        taxes = try RowGroups(db, "SELECT * FROM charge_tax ORDER BY entry, line")
        payments = try RowGroups(db, "SELECT * FROM payment ORDER BY entry")
    }

    /// What the tables say of an entry; entries are asked for in order.
    func next(_ entry: Int64) throws -> Particulars {
        Particulars(
            lines: try lines.next(entry).map(ChargeLine.init(row:)),
            taxes: try taxes.next(entry).map(ChargeTax.init(row:)),
            payment: try payments.next(entry).first.map(PaymentParticulars.init(row:)))
    }

    private final class RowGroups {
        private let rows: RowCursor
        private var ahead: Row?

        init(_ db: Database, _ sql: String) throws {
            rows = try Row.fetchCursor(db, sql: sql)
            ahead = try rows.next()?.copy()
        }

        func next(_ entry: Int64) throws -> [Row] {
            var group: [Row] = []
            while let row = ahead {
                let number: Int64 = row["entry"]
                guard number <= entry else { break }
                if number == entry { group.append(row) }
                ahead = try rows.next()?.copy()
            }
            return group
        }
    }
}
