import Conference
package import EventDesk
package import RegistrationLedger

/// A report as JSON: rows whose keys are the columns. Amounts are decimal strings; cells without a value are left out.
package struct ReportBody: Encodable, Sendable {
    private let report: String
    private let rows: [Row]
    private let total: Row?

    package init(_ report: EventReport, _ table: ReportTable) {
        self.report = report.rawValue
        rows = table.rows.map { Row(columns: table.columns, cells: $0) }
        total = table.total.map { Row(columns: table.columns, cells: $0) }
    }

    private struct Row: Encodable, Sendable {
        let columns: [String]
        let cells: [ReportTable.Cell]

        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            for (column, cell) in zip(columns, cells) {
                let key = Key(stringValue: column)
                switch cell {
                case .text(let text): try container.encode(text, forKey: key)
                case .amount(let amount): try container.encode(amount.description, forKey: key)
                case .number(let number): try container.encode(number, forKey: key)
                case .empty: break
                }
            }
        }
    }
}
