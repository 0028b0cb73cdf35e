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

    package private(set) var text = ""

    package init(header: [String]) { append(header.map(Cell.text)) }

    /// Adds a row.
    package mutating func append(_ row: [Cell]) {
        text += row.map(Self.write).joined(separator: ",") + "\r\n"
    }

    private static func write(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): quoted(defused(text))
        case .amount(let amount): amount.description
        case .number(let number): String(number)
        case .empty: ""
        }
    }

    /// The full-width signs count too: a spreadsheet set to Japanese or Chinese takes them for the plain ones.
    private static let formulaBeginnings: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    private static func defused(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, formulaBeginnings.contains(first) else { return text }
        return "'" + text
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
