import Conference
import Foundation

/// A statement that is a table: CSV in any layout.
struct TableStatement {
    private let text: DelimitedText
    private let options: StatementOptions

    /// - Throws: `statement_broken`, `statement_empty`, `statement_too_large`.
    init(_ data: Data, _ options: StatementOptions) throws(PaymentsError) {
        self.options = options
        do {
            text = try DelimitedText(data, .lenient)
        } catch {
            switch error.kind {
            case .empty: throw PaymentsError(.statementEmpty)
            case .tooLarge: throw PaymentsError(.statementTooLarge, ErrorDetail("limit", BankStatement.sizeMax))
            case .notUTF8, .cellTooLong, .quoteUnclosed, .quoteMisplaced:
                throw PaymentsError(.statementBroken, ErrorDetail("line", error.line))
            }
        }
    }

    /// - Throws: `statement_columns_unknown`, `statement_too_long`.
    func statement() throws(PaymentsError) -> BankStatement {
        let layout = try StatementLayout(text.rows, options)
        let rows = text.rows.dropFirst(layout.start)
            .filter { $0.cells.map(\.text) != layout.header }
            .map { TableRow($0, layout.columns) }
        let reader = RowReader(rows, layout, options)
        var (lines, unread, steps) = ([StatementLine](), [BankStatement.Unread](), [BalanceCheck.Step]())
        for row in rows where !row.isBlank {
            do {
                guard let line = try reader.line(row) else { continue }
                lines.append(line)
                steps.append(.init(line: row.line, amount: line.amount, balance: reader.balance(row)))
            } catch let error as any DescribedError {
                unread.append(.init(line: row.line, error))
            } catch {
                unread.append(.init(line: row.line, PaymentsError(.statementBroken, ErrorDetail("line", row.line))))
            }
        }
        var notes = [BankStatement.Note.columns(layout.columns.map(\.role))]
        if text.encoding != .utf8 { notes.insert(.encoding(text.encoding), at: 0) }
        if let sign = reader.sign { notes.append(.decimalSign(sign)) }
        if let order = reader.guessedOrder { notes.append(.dates(order)) }
        if let line = BalanceCheck(steps).firstBad { notes.append(.balanceDiffers(line: line)) }
        return try BankStatement(.csv, lines: Self.withTrueReferences(lines), unread: unread, notes: notes)
    }

    /// The shortest number that can be a bank's; shorter ones count rows.
    private static let referenceLengthMin = 4

    /// A number that two different movements share is no number of a movement.
    private static func withTrueReferences(_ lines: [StatementLine]) -> [StatementLine] {
        var seen: [String: (CivilDate, Money)] = [:]
        for line in lines where !line.bankReference.isEmpty {
            let here = (line.dated, line.amount)
            guard line.bankReference.utf8.count >= referenceLengthMin,
                seen[line.bankReference, default: here] == here
            else {
                return lines.map { line in
                    var line = line
                    line.text = [line.text, line.bankReference].filter { !$0.isEmpty }.joined(separator: " ")
                    line.bankReference = ""
                    return line
                }
            }
            seen[line.bankReference] = here
        }
        return lines
    }
}

/// The cells of one row by what they are.
struct TableRow {
    let line: Int
    private let cells: [(column: StatementHeader.Column, text: String)]

    init(_ row: DelimitedText.Row, _ columns: [StatementHeader.Column]) {
        line = row.line
        cells = zip(columns, row.cells).map { ($0, Self.bare($1.text)) }
    }

    /// Whether there is neither a date nor an amount in it.
    var isBlank: Bool {
        !cells.contains { cell in
            [.date, .valueDate, .amount, .debit, .credit].contains(cell.column.role) && !cell.text.isEmpty
        }
    }

    /// The first cell of that kind that is not empty; empty where there is none.
    subscript(role: StatementColumn) -> String {
        cells.first { $0.column.role == role && !$0.text.isEmpty }?.text ?? ""
    }

    /// All cells of that kind that are not empty.
    func all(_ role: StatementColumn) -> [(currency: String?, text: String)] {
        cells.filter { $0.column.role == role && !$0.text.isEmpty }.map { ($0.column.currency, $0.text) }
    }

    /// `="350.00"` and `'350.00` are how texts are kept from a spreadsheet's arithmetic.
    private static func bare(_ text: String) -> String {
        var text = text.trimmingCharacters(in: .whitespaces)
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.count >= 3 { text = String(text.dropFirst(2).dropLast()) }
        if text.hasPrefix("'") { text.removeFirst() }
        return text
    }
}
