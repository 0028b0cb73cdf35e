/// Bytes that somebody spelled out in a text: in hexadecimal digits, as dumps and programs print them, or behind per cent signs,
/// as in addresses and forms (RFC 3986 section 2.1).
enum SpelledBytes {
    /// Shorter ones are fingerprints.
    private static let shortest = 60

    /// Calls the body with each stretch of lines in hexadecimal digits, and with the text without its per cent signs if it has some.
    static func forEach(
        in text: Span<UInt8>, _ body: (Span<UInt8>) throws(OpenPGPError) -> Void
    ) throws(OpenPGPError) {
        var run = SubmittedBytes(capacity: text.count)
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
            let before = run.count
            if end > start, !appendDigits(start..<end, of: text, to: &run) {
                run.truncate(to: before)
                if before >= shortest { try run.withSpan(body) }
                run.truncate(to: 0)
            }
            start = end + 1
        }
        if run.count >= shortest { try run.withSpan(body) }
        if let plain = withoutPercents(text) { try plain.withSpan(body) }
    }

    // MARK: - Hexadecimal digits

    /// Adds the bytes of a line, past the offset before them and the characters behind them that dumps have.
    ///
    /// - Returns: whether there is nothing else in the line.
    private static func appendDigits(_ line: Range<Int>, of text: Span<UInt8>, to run: inout SubmittedBytes) -> Bool {
        var first = line.lowerBound
        // Mails quote by a sign before each line.
        while first < line.upperBound, [0x20, 0x09, 0x3E].contains(text[first]) { first += 1 }
        var position = endOfOffset(first..<line.upperBound, of: text) ?? first
        let begin = position
        var isBehindBlanks = false
        while position < line.upperBound {
            let byte = text[position]
            if byte == 0x7C { break }
            if byte == 0x20, position > begin, text[position - 1] == 0x20 {
                // Behind two blanks stand the characters, unless the digits go on, as in the middle of a dump.
                guard isPair(at: position + 1, in: line, of: text) else { break }
                isBehindBlanks = true
                position += 1
            } else if isBetween(byte) {
                position += 1
            } else if position + 1 < line.upperBound, isPrefix(byte, text[position + 1]) {
                position += 2
            } else {
                guard position + 1 < line.upperBound, let high = value(byte), let low = value(text[position + 1]) else {
                    return isBehindBlanks
                }
                run.append(high << 4 | low)
                position += 2
            }
        }
        return true
    }

    /// Where the digits begin behind the offset of a dump: six to eight digits and a colon, or blanks and a pair of digits.
    private static func endOfOffset(_ line: Range<Int>, of text: Span<UInt8>) -> Int? {
        var end = line.lowerBound
        while end < line.upperBound, value(text[end]) != nil { end += 1 }
        guard (6...8).contains(end - line.lowerBound), end < line.upperBound else { return nil }
        if text[end] == 0x3A { return end + 1 }
        var next = end
        while next < line.upperBound, text[next] == 0x20 { next += 1 }
        return next > end && isPair(at: next, in: line, of: text) ? next : nil
    }

    /// Whether two digits stand there by themselves.
    private static func isPair(at position: Int, in line: Range<Int>, of text: Span<UInt8>) -> Bool {
        position + 1 < line.upperBound && value(text[position]) != nil && value(text[position + 1]) != nil
            && (position + 2 == line.upperBound || isBetween(text[position + 2]))
    }

    /// `0x` and `\x`, as source code has them.
    private static func isPrefix(_ first: UInt8, _ second: UInt8) -> Bool {
        (first == 0x30 || first == 0x5C) && (second == 0x78 || second == 0x58)
    }

    /// What stands between pairs of digits: blanks, colons, commas, quotation marks, brackets.
    private static func isBetween(_ byte: UInt8) -> Bool {
        [0x20, 0x09, 0x3A, 0x2C, 0x22, 0x27, 0x7B, 0x7D, 0x3B, 0x5B, 0x5D].contains(byte)
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    // MARK: - Per cent signs

    private static func withoutPercents(_ text: Span<UInt8>) -> SubmittedBytes? {
        var plain = SubmittedBytes(capacity: text.count)
        var (index, count) = (0, 0)
        // The name of a form's field.
        if let name = text.firstIndex(of: "=", in: 0..<min(text.count, 40)), text[0] != 0x2D { index = name + 1 }
        while index < text.count {
            let byte = text[index]
            if byte == 0x25, index + 2 < text.count, let high = value(text[index + 1]),
                let low = value(text[index + 2])
            {
                plain.append(high << 4 | low)
                index += 3
                count += 1
            } else {
                // A form has a plus for each blank.
                plain.append(byte == 0x2B ? 0x20 : byte)
                index += 1
            }
        }
        guard count > 0 else { return nil }
        return plain
    }
}
