package import Foundation

/// A file of rows and cells (RFC 4180), each cell with the line of the file on which it begins.
///
/// LF, CRLF or CR end a row; quoted cells may hold line breaks and doubled quotes. The separator is the comma, semicolon, tab
/// or bar that parts most rows alike. Empty lines are passed over.
package struct DelimitedText: Sendable {
    /// The longest file, in bytes.
    package static let sizeMax = 64 << 20
    /// The longest cell, in bytes.
    package static let cellMax = 10_000

    package struct Cell: Sendable, Hashable {
        package let text: String
        package let line: Int

        package init(text: String, line: Int) {
            self.text = text
            self.line = line
        }
    }

    package struct Row: Sendable, Hashable {
        /// Line of the file, from 1, on which the row begins.
        package let line: Int
        package let cells: [Cell]

        package init(line: Int, cells: [Cell]) {
            self.line = line
            self.cells = cells
        }
    }

    /// What a file cannot be read for.
    package struct Flaw: Error, Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            case tooLarge, notUTF8, empty, cellTooLong, quoteUnclosed, quoteMisplaced
        }

        package let kind: Kind
        package let line: Int
    }

    /// How strictly a file is taken.
    package enum Manner: Sendable, Hashable {
        /// UTF-8 alone; a quotation mark where none may stand is a flaw.
        case strict
        /// As other programs write it: UTF-16, Windows-1252 and Mac Roman too, a line `sep=;` before all, quotation marks in the
        /// middle of a cell as they are.
        case lenient
    }

    package let rows: [Row]
    package let encoding: TextEncoding

    package init(_ data: Data, _ manner: Manner) throws(Flaw) {
        guard data.count <= Self.sizeMax else { throw Flaw(kind: .tooLarge, line: 1) }
        var bytes = Array(data)
        switch manner {
        case .lenient:
            let decoded = TextEncoding.decode(bytes)
            bytes = decoded.bytes
            encoding = decoded.encoding
        case .strict:
            if bytes.starts(with: TextEncoding.byteOrderMark) { bytes.removeFirst(3) }
            if let line = Self.lineOfBadUTF8(bytes) { throw Flaw(kind: .notUTF8, line: line) }
            encoding = .utf8
        }
        var firstLine = 1
        var separator: UInt8?
        if manner == .lenient, let named = Self.namedSeparator(&bytes) {
            separator = named
            firstLine = 2
        }
        rows = try Self.parse(bytes, separator ?? Self.likelySeparator(bytes, manner), manner, firstLine: firstLine)
        guard !rows.isEmpty else { throw Flaw(kind: .empty, line: 1) }
    }

    // MARK: - The separator

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let quote = UInt8(ascii: "\"")

    /// The one of a first line `sep=;`, which is taken away.
    private static func namedSeparator(_ bytes: inout [UInt8]) -> UInt8? {
        let line = bytes.prefix(8).prefix { $0 != lineFeed && $0 != carriageReturn }.filter { $0 != quote }
        guard line.count == 5, line.starts(with: Array("sep=".utf8)) || line.starts(with: Array("SEP=".utf8)) else {
            return nil
        }
        bytes.removeSubrange(..<(bytes.firstIndex { $0 == lineFeed || $0 == carriageReturn } ?? bytes.endIndex))
        if bytes.starts(with: [carriageReturn, lineFeed]) { bytes.removeFirst() }
        if !bytes.isEmpty { bytes.removeFirst() }
        return line.last
    }

    /// The separator that parts the most rows into as many cells as one another, judged by the whole file; of those that do so
    /// alike, the one that makes more cells.
    private static func likelySeparator(_ bytes: [UInt8], _ manner: Manner) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
        var best: (separator: UInt8, rows: Int, cells: Int) = (candidates[0], 0, 0)
        for separator in candidates where bytes.contains(separator) {
            guard let widths = try? widths(bytes, separator, manner).filter({ $0 > 1 }) else { continue }
            for (cells, rows) in Dictionary(grouping: widths, by: \.self).mapValues(\.count)
            where (rows, cells) > (best.rows, best.cells) { best = (separator, rows, cells) }
        }
        return best.separator
    }

    /// How many cells each row would have.
    private static func widths(_ bytes: [UInt8], _ separator: UInt8, _ manner: Manner) throws(Flaw) -> [Int] {
        var widths: [Int] = []
        try eachRow(bytes, separator, manner, firstLine: 1) { row in widths.append(row.cells.count) }
        return widths
    }

    // MARK: - Rows

    private static func parse(
        _ bytes: [UInt8], _ separator: UInt8, _ manner: Manner, firstLine: Int
    ) throws(Flaw) -> [Row] {
        var rows: [Row] = []
        try eachRow(bytes, separator, manner, firstLine: firstLine) { rows.append($0) }
        return rows
    }

    private static func eachRow(
        _ bytes: [UInt8], _ separator: UInt8, _ manner: Manner, firstLine: Int, _ take: (Row) -> Void
    ) throws(Flaw) {
        var cells: [Cell] = []
        var position = 0
        var line = firstLine
        var rowLine = firstLine
        while position < bytes.count {
            let cellLine = line
            let cell: [UInt8]
            if let quoted = try quotedCell(bytes, position, separator, manner, line: line) {
                (cell, position, line) = quoted
            } else {
                cell = try plainCell(bytes, &position, separator, manner, line: line)
            }
            cells.append(Cell(text: String(decoding: cell, as: UTF8.self), line: cellLine))
            guard position < bytes.count else { break }
            if bytes[position] == separator {
                position += 1
                if position == bytes.count { cells.append(Cell(text: "", line: line)) }
                continue
            }
            if bytes[position] == carriageReturn, position + 1 < bytes.count, bytes[position + 1] == lineFeed {
                position += 1
            }
            position += 1
            line += 1
            finishRow(&cells, line: rowLine, take)
            rowLine = line
        }
        finishRow(&cells, line: rowLine, take)
    }

    /// A cell up to the next separator or line break; quotation marks within it are as they are.
    private static func plainCell(
        _ bytes: [UInt8], _ position: inout Int, _ separator: UInt8, _ manner: Manner, line: Int
    ) throws(Flaw) -> [UInt8] {
        let start = position
        while position < bytes.count, bytes[position] != separator, bytes[position] != lineFeed,
            bytes[position] != carriageReturn
        {
            guard manner == .lenient || bytes[position] != quote else { throw Flaw(kind: .quoteMisplaced, line: line) }
            position += 1
            guard position - start <= cellMax else { throw Flaw(kind: .cellTooLong, line: line) }
        }
        return Array(bytes[start..<position])
    }

    /// A cell in quotation marks, where it ends, and the line there; nil where the cell is not one.
    ///
    /// A lenient reader lets blanks stand before it. What goes on behind the closing mark was no quoted cell: a name with a
    /// nickname in quotation marks is then read as it stands.
    private static func quotedCell(
        _ bytes: [UInt8], _ start: Int, _ separator: UInt8, _ manner: Manner, line startLine: Int
    ) throws(Flaw) -> (cell: [UInt8], position: Int, line: Int)? {
        var position = start
        if manner == .lenient { while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 } }
        guard position < bytes.count, bytes[position] == quote else { return nil }
        position += 1
        var (cell, line) = ([UInt8](), startLine)
        while true {
            guard position < bytes.count else { throw Flaw(kind: .quoteUnclosed, line: startLine) }
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
            guard cell.count <= cellMax else { throw Flaw(kind: .cellTooLong, line: startLine) }
        }
        if manner == .lenient { while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 } }
        let isClosed =
            position == bytes.count || bytes[position] == separator || bytes[position] == lineFeed
            || bytes[position] == carriageReturn
        if isClosed { return (cell, position, line) }
        guard manner == .lenient else { throw Flaw(kind: .quoteMisplaced, line: line) }
        // Quoted over several lines and then going on: a mark in it was not doubled, and where it ends cannot be told.
        guard line == startLine else { throw Flaw(kind: .quoteMisplaced, line: line) }
        return nil
    }

    private static func finishRow(_ cells: inout [Cell], line: Int, _ take: (Row) -> Void) {
        if !(cells.isEmpty || cells.count == 1 && cells[0].text.isEmpty) { take(Row(line: line, cells: cells)) }
        cells = []
    }

    /// The line of the first byte that is not UTF-8.
    private static func lineOfBadUTF8(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
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
