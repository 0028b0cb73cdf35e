package import Conference

/// A question about the whole event that the books answer with a table.
package enum LedgerReport: String, Sendable, Hashable, CaseIterable {
    /// What was charged and what came in, date by date.
    case moneyByDay = "money-by-day"
    /// What each pass and add-on brought, and what discounts and waivers took away.
    case moneyByProduct = "money-by-product"
    /// What came in and went out by each way of paying.
    case moneyByMethod = "money-by-method"
    /// What was charged of each component of the tax.
    case moneyByTax = "money-by-tax"
    /// What came in and went out by each way of paying, date by date: what bank and card terminal say of a day.
    case moneyByMethodAndDay = "money-by-method-and-day"
    /// What a tax return asks for: what was sold without taxes, and each component of the tax, as it was charged.
    case taxReturn = "tax-return"
    /// Who redeemed which voucher, and what it saved them: the value of free places.
    case vouchers
    case registrationsByCategory = "registrations-by-category"
    /// How many come on each of the event's days, and how many still can.
    case registrationsByDay = "registrations-by-day"
    case registrationsByAffiliation = "registrations-by-affiliation"
    /// By the country that people gave, else by the one that the domain of the e-mail address tells.
    case registrationsByCountry = "registrations-by-country"
    /// Who owes money, and to whom money is owed.
    case outstanding
    /// Who holds a day that has begun and was let in nowhere on it.
    case noShows = "no-shows"
    /// Every invoice with what is still to be paid of it.
    case invoices
    /// Who should get a document: something was booked since the last one, as by a transfer, a cancelling, a reinstating.
    case documentsMissing = "documents-missing"
    /// To whom money is owed, and by which way of paying it goes back.
    case refundsDue = "refunds-due"
    /// What each person answered to the questions whose answers reports show.
    case answers
    /// How many gave which answer, by day and side event, for the kitchen: no names.
    case kitchen

    /// The headings of the table's columns.
    package var columns: [String] {
        switch self {
        case .moneyByDay: ["date", "revenue", "tax", "other", "received", "refunded", "due"]
        case .moneyByProduct: ["product", "name", "charged", "credited", "net"]
        case .moneyByMethod: ["method", "payments", "received", "refunds", "refunded", "net"]
        case .moneyByTax: ["tax", "charged", "credited", "net"]
        case .moneyByMethodAndDay: ["date", "method", "payments", "received", "refunds", "refunded", "net"]
        case .taxReturn: ["tax", "name", "number", "percent", "base", "charged"]
        case .vouchers: ["voucher", "number", "code", "name", "affiliation", "since", "saved"]
        case .registrationsByCategory: ["category", "label", "active", "cancelled"]
        case .registrationsByDay: ["day", "date", "active", "capacity", "left"]
        case .registrationsByAffiliation: ["affiliation", "active", "cancelled"]
        case .registrationsByCountry: ["country", "name", "active", "cancelled"]
        case .outstanding: ["number", "code", "name", "affiliation", "status", "due"]
        case .invoices: ["invoice", "code", "payer", "people", "issued", "due", "asked", "open"]
        case .documentsMissing: ["number", "code", "name", "status", "document", "amount", "since"]
        case .refundsDue: ["number", "code", "name", "email", "status", "method", "amount"]
        case .answers: ["number", "code", "name", "category", "question", "answer"]
        case .kitchen: ["place", "question", "answer", "people"]
        case .noShows: ["day", "date", "state", "number", "code", "name", "affiliation", "category", "due"]
        }
    }
}

extension LedgerReport {
    /// The columns whose sum says something.
    fileprivate var summedColumns: Set<String> {
        switch self {
        case .moneyByDay: ["revenue", "tax", "other", "received", "refunded", "due"]
        case .moneyByProduct, .moneyByTax: ["charged", "credited", "net"]
        case .moneyByMethod, .moneyByMethodAndDay: ["payments", "received", "refunds", "refunded", "net"]
        // The same sale is the base of several components.
        case .taxReturn: ["charged"]
        case .vouchers: ["saved"]
        // What somebody owes is open on each of their invoices.
        case .invoices: ["asked"]
        case .documentsMissing, .refundsDue: ["amount"]
        case .registrationsByCategory, .registrationsByAffiliation, .registrationsByCountry: ["active", "cancelled"]
        case .outstanding: ["due"]
        // A person comes, or does not come, on several days.
        case .registrationsByDay, .noShows, .answers, .kitchen: []
        }
    }
}

/// A report as a table, whatever form it is written in.
package struct ReportTable: Sendable, Hashable {
    package typealias Cell = CSVText.Cell

    package let columns: [String]
    package let rows: [[Cell]]
    /// The sums of the columns that can be summed; empty cells elsewhere. Nil where no column can.
    package let total: [Cell]?

    /// - Precondition: every row has a cell for each column.
    init(_ report: LedgerReport, rows: [[Cell]]) {
        self.init(columns: report.columns, rows: rows, summing: report.summedColumns)
    }

    /// A table that others than the books fill.
    ///
    /// - Parameter summing: the columns whose sum says something.
    /// - Precondition: every row has a cell for each column.
    package init(columns: [String], rows: [[Cell]], summing: Set<String> = []) {
        self.columns = columns
        precondition(rows.allSatisfy { $0.count == columns.count }, "a cell for each column")
        self.rows = rows
        total =
            summing.isEmpty
            ? nil
            : columns.enumerated().map { index, column in
                summing.contains(column) ? Self.sum(rows.map { $0[index] }) : .empty
            }
    }

    private static func sum(_ cells: [Cell]) -> Cell {
        cells.reduce(.empty) { sum, cell in
            switch (sum, cell) {
            case (.amount(let left), .amount(let right)): .amount(left + right)
            case (.number(let left), .number(let right)): .number(left + right)
            case (.empty, .amount), (.empty, .number): cell
            default: sum
            }
        }
    }

    /// The table as CSV; the total is left to the spreadsheet.
    package var csv: String { csv(.plain) }

    /// The same for a spreadsheet that wants it otherwise.
    package func csv(_ style: CSVText.Style) -> String {
        var csv = CSVText(header: columns, style: style)
        for row in rows { csv.append(row) }
        return csv.text
    }
}

/// From which date until which a report looks, both included; nil for no limit.
package struct ReportPeriod: Sendable, Hashable {
    package let from: CivilDate?
    package let until: CivilDate?

    package static let whole = ReportPeriod(checkedFrom: nil, until: nil)

    private init(checkedFrom from: CivilDate?, until: CivilDate?) { (self.from, self.until) = (from, until) }

    /// - Throws: `ends_before_it_begins`.
    package init(from: CivilDate?, until: CivilDate?) throws(ConferenceError) {
        if let from, let until, until < from {
            throw ConferenceError(.endsBeforeItBegins, ErrorDetail("value", until))
        }
        self.init(checkedFrom: from, until: until)
    }
}
