import Conference
import Foundation

/// A CSV file (RFC 4180) as rows of cells, each cell with the place it stands at.
///
/// Takes UTF-8 with or without a byte order mark; LF, CRLF or CR between rows; line breaks and doubled quotes within
/// quoted cells. The separator is the comma, or the semicolon or tab where the first row has no comma, as spreadsheets
/// in many countries write it. Empty lines are passed over.
struct CSVTable {
    /// The longest file, in bytes.
    static let sizeLimit = 64 << 20
    /// The longest cell, in bytes.
    static let cellLimit = 10_000

    struct Cell {
        let text: String
        /// Line of the file, from 1, on which the cell begins.
        let line: Int
    }

    struct Row {
        /// Line of the file, from 1, on which the row begins.
        let line: Int
        let cells: [Cell]
    }

    let header: [String]
    let rows: [Row]

    init(header: [String], rows: [Row]) {
        self.header = header
        self.rows = rows
    }

    /// - Throws: `ImportProblems` with one of `file_too_large`, `file_not_utf8`, `file_empty`, `cell_too_long`,
    ///   `quote_unclosed`, `quote_misplaced`.
    init(_ data: Data) throws(ImportProblems) {
        guard data.count <= Self.sizeLimit else {
            throw ImportProblems(code: ConferenceErrorCode.fileTooLarge, line: 1)
        }
        var bytes = Array(data)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if let line = Self.lineOfBadUTF8(bytes) { throw ImportProblems(code: LedgerErrorCode.fileNotUTF8, line: line) }
        let firstLine = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].first { firstLine.contains($0) }
        var all = try Self.parse(bytes, separator: separator ?? UInt8(ascii: ","))
        guard !all.isEmpty else { throw ImportProblems(code: LedgerErrorCode.fileEmpty, line: 1) }
        header = all.removeFirst().cells.map(\.text)
        rows = all
    }

    private static func parse(_ bytes: [UInt8], separator: UInt8) throws(ImportProblems) -> [Row] {
        let (quote, lineFeed, carriageReturn) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var rows: [Row] = []
        var cells: [Cell] = []
        var position = 0
        var line = 1
        var rowLine = 1
        while position < bytes.count {
            let cellLine = line
            var cell: [UInt8] = []
            let quoted = bytes[position] == quote
            if quoted {
                position += 1
                while true {
                    guard position < bytes.count else {
                        throw ImportProblems(code: LedgerErrorCode.quoteUnclosed, line: cellLine)
                    }
                    let byte = bytes[position]
                    position += 1
                    if byte == quote {
                        guard position < bytes.count, bytes[position] == quote else { break }
                        position += 1
                    } else if byte == lineFeed
                        || byte == carriageReturn && (position == bytes.count || bytes[position] != lineFeed)
                    {
                        line += 1
                    }
                    cell.append(byte)
                    guard cell.count <= cellLimit else {
                        throw ImportProblems(code: LedgerErrorCode.cellTooLong, line: cellLine)
                    }
                }
            } else {
                while position < bytes.count, bytes[position] != separator, bytes[position] != lineFeed,
                    bytes[position] != carriageReturn
                {
                    guard bytes[position] != quote else {
                        throw ImportProblems(code: LedgerErrorCode.quoteMisplaced, line: line)
                    }
                    cell.append(bytes[position])
                    position += 1
                    guard cell.count <= cellLimit else {
                        throw ImportProblems(code: LedgerErrorCode.cellTooLong, line: cellLine)
                    }
                }
            }
            cells.append(Cell(text: String(decoding: cell, as: UTF8.self), line: cellLine))
            guard position < bytes.count else { break }
            if bytes[position] == separator {
                position += 1
                if position == bytes.count { cells.append(Cell(text: "", line: line)) }
                continue
            }
            guard bytes[position] == lineFeed || bytes[position] == carriageReturn else {
                throw ImportProblems(code: LedgerErrorCode.quoteMisplaced, line: line)
            }
            if bytes[position] == carriageReturn, position + 1 < bytes.count, bytes[position + 1] == lineFeed {
                position += 1
            }
            position += 1
            line += 1
            finishRow(&rows, &cells, line: rowLine)
            rowLine = line
        }
        finishRow(&rows, &cells, line: rowLine)
        return rows
    }

    private static func finishRow(_ rows: inout [Row], _ cells: inout [Cell], line: Int) {
        if !(cells.isEmpty || cells.count == 1 && cells[0].text.isEmpty) { rows.append(Row(line: line, cells: cells)) }
        cells = []
    }

    /// The line of the first byte that is not UTF-8.
    private static func lineOfBadUTF8(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        // Neither byte occurs within a character, so that the first bad piece lies on the first bad line.
        let pieces = bytes.split(omittingEmptySubsequences: false) { $0 == lineFeed || $0 == carriageReturn }
        let bad = pieces.first { String(validating: $0, as: UTF8.self) == nil }
        let before = bytes[..<(bad?.startIndex ?? 0)]
        return 1
            + before.indices.count { index in
                before[index] == lineFeed
                    || before[index] == carriageReturn
                        && (index + 1 == before.endIndex || before[index + 1] != lineFeed)
            }
    }
}
