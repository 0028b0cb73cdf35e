import Conference
import Foundation

/// A CSV file with a header, read by `DelimitedText`: UTF-8 with or without a byte order mark.
struct CSVTable {
    /// The longest file, in bytes.
    static let sizeLimit = DelimitedText.sizeMax
    /// The longest cell, in bytes.
    static let cellLimit = DelimitedText.cellMax

    typealias Cell = DelimitedText.Cell
    typealias Row = DelimitedText.Row

    let header: [String]
    let rows: [Row]

    init(header: [String], rows: [Row]) {
        self.header = header
        self.rows = rows
    }

    /// - Throws: `ImportProblems` with one of `file_too_large`, `file_not_utf8`, `file_empty`, `cell_too_long`,
    ///   `quote_unclosed`, `quote_misplaced`.
    init(_ data: Data) throws(ImportProblems) {
        do {
            let text = try DelimitedText(data, .strict)
            header = text.rows[0].cells.map(\.text)
            rows = Array(text.rows.dropFirst())
        } catch {
            throw Self.problems(error)
        }
    }

    private static func problems(_ flaw: DelimitedText.Flaw) -> ImportProblems {
        let code =
            switch flaw.kind {
            case .tooLarge: AnyErrorCode(ConferenceErrorCode.fileTooLarge)
            case .notUTF8: AnyErrorCode(LedgerErrorCode.fileNotUTF8)
            case .empty: AnyErrorCode(LedgerErrorCode.fileEmpty)
            case .cellTooLong: AnyErrorCode(LedgerErrorCode.cellTooLong)
            case .quoteUnclosed: AnyErrorCode(LedgerErrorCode.quoteUnclosed)
            case .quoteMisplaced: AnyErrorCode(LedgerErrorCode.quoteMisplaced)
            }
        return ImportProblems([.init(line: flaw.line, column: nil, code: code, details: [])])
    }
}
