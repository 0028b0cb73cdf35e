import Conference

/// The attendee exports of other systems, told by their columns and brought into our own.
///
/// pretix: "Order data", sheet of positions, and "Check-in list", both as CSV in English. Indico: the list of
/// registrations as CSV. Neither books a payment: what they say of money is not read.
enum ForeignExport: CaseIterable {
    case pretix, indico

    /// The system whose columns these are; nil for our own.
    init?(header: [String]) {
        let names = Set(header.map(ImportedRow.columnName))
        let found = Self.allCases.first { names.isSuperset(of: $0.marks) }
        guard let found else { return nil }
        self = found
    }

    /// Columns that this export always has and our own never.
    private var marks: Set<String> {
        switch self {
        case .pretix: ["order_code", "attendee_name", "product"]
        case .indico: ["id", "name", "registration_state"]
        }
    }

    private static let columns = ["reference", "name", "email", "affiliation", "days", "add_ons", "status", "country"]

    /// The same people under our columns.
    ///
    /// - Throws: `row_length`, for all rows at once.
    func translated(_ table: CSVTable, for event: EventDefinition) throws(ImportProblems) -> CSVTable {
        let uneven = table.rows.filter { $0.cells.count != table.header.count }
        guard uneven.isEmpty else {
            throw ImportProblems(
                uneven.map { row in
                    .init(
                        line: row.line, column: nil, code: LedgerErrorCode.rowLength,
                        details: [
                            ErrorDetail("cells", row.cells.count), ErrorDetail("columns", table.header.count),
                        ])
                })
        }
        let names = table.header.map(ImportedRow.columnName)
        let rows = table.rows.map { ForeignRow($0, names: names) }
        return CSVTable(
            header: Self.columns,
            rows: (self == .pretix ? pretixPeople(rows, event) : rows.map(indicoPerson)).map { row, texts in
                CSVTable.Row(line: row.line, cells: texts.map { CSVTable.Cell(text: $0, line: row.line) })
            })
    }

    // MARK: - pretix

    /// A position without an attendee that is an add-on of ours belongs to the person before it in the same order.
    private func pretixPeople(_ rows: [ForeignRow], _ event: EventDefinition) -> [(ForeignRow, [String])] {
        var people: [(row: ForeignRow, order: String, addOns: [String])] = []
        for row in rows {
            let addOn = event.addOns.first {
                Self.same(row["product"], $0.name) || Self.same(row["product"], $0.id.rawValue)
            }
            if let addOn, row["attendee_name"].isEmpty, let last = people.last, last.order == row["order_code"] {
                people[people.count - 1].addOns.append(addOn.id.rawValue)
            } else {
                people.append((row, row["order_code"], []))
            }
        }
        return people.map { row, order, addOns in
            let position = row["position_id"]
            let email = row["attendee_email", "email", "e_mail"]
            let status = ["canceled", "expired"].contains(row["status"].lowercased()) ? "cancelled" : "confirmed"
            return (
                row,
                [
                    position.isEmpty ? order : "\(order)-\(position)", row["attendee_name"], email, row["company"],
                    Self.days(row["product"], row["variation"], event), addOns.joined(separator: ";"), status,
                    row["country", "attendee_country", "invoice_address_country"],
                ]
            )
        }
    }

    /// A pass of all days, or the days that product and variation name; else the product itself, which is no choice of
    /// days and is refused as such.
    private static func days(_ product: String, _ variation: String, _ event: EventDefinition) -> String {
        let pass = event.prices.passes.first { same(product, $0.name) || same(product, $0.id.rawValue) }
        if let pass, pass.days >= event.days.count { return "all" }
        let text =
            " " + SearchText.fold("\(product) \(variation)").map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : " " }
            + " "
        let named = event.days.filter { day in
            [day.label, day.date.description, "Day \(day.number)"].contains {
                text.contains(" \(SearchText.fold($0)) ")
            }
        }
        return named.isEmpty ? product : named.map { String($0.number) }.joined(separator: ",")
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        SearchText.fold(left) == SearchText.fold(right)
    }

    // MARK: - Indico

    private func indicoPerson(_ row: ForeignRow) -> (ForeignRow, [String]) {
        let status =
            switch row["registration_state"].lowercased() {
            case "completed", "awaiting payment": "confirmed"
            case "rejected", "withdrawn": "cancelled"
            // Whoever awaits approval is for the organizer to decide on: it is refused as no status of ours.
            case let other: other
            }
        return (
            row,
            [
                row["id"], row["name"], row["email_address", "email"], row["affiliation"], "", "", status,
                row["country"],
            ]
        )
    }
}

/// A row of another system, its texts by the names of their columns; of several columns of one name the first that says
/// something counts.
private struct ForeignRow {
    let line: Int
    private let texts: [String: String]

    init(_ row: CSVTable.Row, names: [String]) {
        line = row.line
        texts = Dictionary(zip(names, row.cells.map(\.text))) { first, second in first.isEmpty ? second : first }
    }

    subscript(names: String...) -> String { names.lazy.compactMap { texts[$0] }.first { !$0.isEmpty } ?? "" }
}
