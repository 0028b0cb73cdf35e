package import Conference

/// A CSV file that is being written, as RFC 4180 lays it out: CRLF between rows, quotation marks where they are needed.
///
/// Spreadsheets run a cell that begins like a formula, whatever its quotes; such a text gets an apostrophe before it
/// (OWASP, "CSV Injection"). Amounts and numbers are written as they are.
package struct CSVText: Sendable {
    package enum Cell: Sendable, Hashable {
        case text(String)
        case amount(Money)
        case number(Int64)
        case empty
    }

    /// How spreadsheets of some countries want it.
    package enum Style: String, Sendable, Hashable, CaseIterable {
        case plain
        /// With a byte order mark, by which Excel knows UTF-8.
        case excel
        /// The same with a decimal comma, and semicolons between cells.
        case excelComma = "excel-comma"
    }

    package private(set) var text = ""
    private let style: Style

    package init(header: [String], style: Style = .plain) {
        self.style = style
        if style != .plain { text = "\u{FEFF}" }
        append(header.map(Cell.text))
    }

    /// Adds a row.
    package mutating func append(_ row: [Cell]) {
        text += row.map(write).joined(separator: style == .excelComma ? ";" : ",") + "\r\n"
    }

    private func write(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): Self.quoted(Self.defused(text))
        case .amount(let amount):
            style == .excelComma ? amount.description.replacing(".", with: ",") : amount.description
        case .number(let number): String(number)
        case .empty: ""
        }
    }

    /// The full-width signs count too: a spreadsheet set to Japanese or Chinese takes them for the plain ones.
    private static let formulaBeginnings: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    private static func defused(_ text: String) -> String { wouldRun(text) ? "'" + text : text }

    /// A text as it was before `CSVText` put an apostrophe before it.
    static func rearmed(_ text: String) -> String {
        guard text.hasPrefix("'"), wouldRun(String(text.dropFirst())) else { return text }
        return String(text.dropFirst())
    }

    /// Whether a text begins like a formula, or with apostrophes before what does: those count too, so that they come back.
    private static func wouldRun(_ text: String) -> Bool {
        let rest = text.unicodeScalars.drop { $0 == "'" }
        return rest.first.map { formulaBeginnings.contains($0) } ?? false
    }

    /// Semicolons and tabs part cells too where a spreadsheet is set so.
    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { scalar in
            switch scalar {
            case "\"", ",", ";", "\t", "\r", "\n": true
            default: false
            }
        }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
