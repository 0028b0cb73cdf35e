import Conference
import Foundation
import LanyardTestSupport
import Payments

/// Statements as banks send them, with invented people.
enum Fixtures {
    static func file(_ name: String) throws -> Data {
        try Data(contentsOf: Repository.root.appendingPathComponent("Tests/PaymentsTests/Statements/\(name)"))
    }

    static func read(
        _ data: Data, columns: String? = nil, dates: DateOrder? = nil, sign: DecimalSign? = nil
    ) throws -> BankStatement {
        let columns = try columns.map { text in try StatementOptions.columns(text) }
        return try BankStatement(
            data, StatementOptions(currency: try Currency("CAD"), columns: columns, decimalSign: sign, dates: dates))
    }

    static func read(_ text: String, columns: String? = nil, dates: DateOrder? = nil) throws -> BankStatement {
        try read(Data(text.utf8), columns: columns, dates: dates)
    }

    /// `2 2015-02-03 350.00 E-TRANSFER`: the line of the file, date, amount and words.
    static func lines(_ statement: BankStatement) -> [String] {
        statement.lines.map { line in
            [
                "\(line.line)", line.dated.description, line.amount.description, line.currency ?? "",
                line.status == .posted ? "" : line.status.rawValue, line.isReturn ? "return" : "", line.counterparty,
                line.text, line.bankReference.isEmpty ? "" : "#" + line.bankReference,
            ].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    static func unread(_ statement: BankStatement) -> [String] { statement.unread.map { "\($0.line) \($0.code)" } }
}
