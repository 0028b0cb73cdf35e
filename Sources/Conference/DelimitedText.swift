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
        /// As other programs write it: UTF-16 and Windows-1252 too, a line `sep=;` before all, stray quotation marks as they are.
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
        rows = try Self.parse(bytes, separator ?? Self.likelySeparator(bytes), manner, firstLine: firstLine)
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

    /// The separator that parts most of the first rows into as many cells as one another.
    private static func likelySeparator(_ bytes: [UInt8]) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
        var counts = candidates.map { _ in [Int]() }
        var current = candidates.map { _ in 0 }
        var (isQuoted, isEmpty) = (false, true)
        func finishRow() {
            if !isEmpty { for index in candidates.indices { counts[index].append(current[index]) } }
            current = candidates.map { _ in 0 }
            isEmpty = true
        }
        for byte in bytes.prefix(65_536) {
            if byte == quote { isQuoted.toggle() }
            if byte == lineFeed || byte == carriageReturn, !isQuoted {
                finishRow()
                if counts[0].count >= 50 { break }
            } else {
                isEmpty = false
                if !isQuoted, let index = candidates.firstIndex(of: byte) { current[index] += 1 }
            }
        }
        finishRow()
        let scores = counts.map { counts -> (Int, Int) in
            let alike = Dictionary(grouping: counts.filter { $0 > 0 }) { $0 }.mapValues(\.count)
            return alike.map { ($0.value, $0.key) }.max { $0 < $1 }
                ?? (0, 0)
        }
        let best = scores.indices.max { scores[$0] < scores[$1] }.map { scores[$0] } ?? (0, 0)
        return candidates[scores.firstIndex { $0 == best } ?? 0]
    }

    // MARK: - Rows

    private static func parse(
        _ bytes: [UInt8], _ separator: UInt8, _ manner: Manner, firstLine: Int
    ) throws(Flaw) -> [Row] {
        var rows: [Row] = []
        var cells: [Cell] = []
        var position = 0
        var line = firstLine
        var rowLine = firstLine
        while position < bytes.count {
            let cellLine = line
            var cell: [UInt8] = []
            if bytes[position] == quote {
                position += 1
                while true {
                    guard position < bytes.count else { throw Flaw(kind: .quoteUnclosed, line: cellLine) }
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
                    guard cell.count <= cellMax else { throw Flaw(kind: .cellTooLong, line: cellLine) }
                }
                if manner == .strict, position < bytes.count, bytes[position] != separator,
                    bytes[position] != lineFeed, bytes[position] != carriageReturn
                {
                    throw Flaw(kind: .quoteMisplaced, line: line)
                }
            }
            while position < bytes.count, bytes[position] != separator, bytes[position] != lineFeed,
                bytes[position] != carriageReturn
            {
                guard manner == .lenient || bytes[position] != quote else {
                    throw Flaw(kind: .quoteMisplaced, line: line)
                }
                cell.append(bytes[position])
                position += 1
                guard cell.count <= cellMax else { throw Flaw(kind: .cellTooLong, line: cellLine) }
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
