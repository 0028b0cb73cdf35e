/// Quoted-printable (RFC 2045 section 6.7).
enum QuotedPrintable {
    /// Whether the text has an escaped equals sign or a line that goes on, as armour in it always has.
    static func isLikely(_ text: Span<UInt8>) -> Bool {
        text.firstIndex(of: "=3D", in: 0..<text.count) != nil || text.firstIndex(of: "=\n", in: 0..<text.count) != nil
            || text.firstIndex(of: "=\r\n", in: 0..<text.count) != nil
    }

    /// Decodes the range; there has to be room.
    static func decode(_ text: Span<UInt8>, _ range: Range<Int>, into bytes: inout SubmittedBytes) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = text[index]
            index += 1
            guard byte == 0x3D else {
                bytes.append(byte)
                continue
            }
            var rest = index
            while rest < range.upperBound, text[rest] == 0x20 || text[rest] == 0x09 || text[rest] == 0x0D { rest += 1 }
            if rest < range.upperBound, text[rest] == 0x0A {
                index = rest + 1
            } else if index + 1 < range.upperBound, let high = digit(text[index]), let low = digit(text[index + 1]) {
                bytes.append(high << 4 | low)
                index += 2
            } else {
                bytes.append(byte)
            }
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

/// The text of HTML, as far as armour needs it: lines, and characters written by name or number.
enum HTMLText {
    /// Whether the text has tags or named characters.
    static func isLikely(_ text: Span<UInt8>) -> Bool {
        for mark: StaticString in ["<br", "<BR", "<p", "<P", "</", "&#", "&nbsp;", "&gt;"]
        where text.firstIndex(of: mark, in: 0..<text.count) != nil {
            return true
        }
        return false
    }

    /// Appends the text; there has to be room for as many bytes as the HTML has.
    static func decode(_ html: Span<UInt8>, into bytes: inout SubmittedBytes) {
        var index = 0
        while index < html.count {
            switch html[index] {
            case 0x3C: skipTag(html, &index, into: &bytes)
            case 0x26: readCharacter(html, &index, into: &bytes)
            default:
                bytes.append(html[index])
                index += 1
            }
        }
    }

    private static func skipTag(_ html: Span<UInt8>, _ index: inout Int, into bytes: inout SubmittedBytes) {
        var end = index + 1
        while end < html.count, html[end] != 0x3E, end - index < 2_000 { end += 1 }
        let name = String(decoding: html.copy(index + 1..<min(end, index + 8)), as: UTF8.self).lowercased()
        index = min(end + 1, html.count)
        for closing: (String, StaticString) in [("style", "</style"), ("script", "</script")]
        where name.hasPrefix(closing.0) {
            if let found = html.firstIndex(of: closing.1, in: index..<html.count) { index = found }
        }
        let breaking = ["br", "p", "/p", "div", "/div", "li", "tr", "/tr", "pre", "/pre", "/h", "blockquote"]
        // A tag has at least three bytes, and a line's end has one.
        if breaking.contains(where: { name.hasPrefix($0) }) { bytes.append(0x0A) }
    }

    private static func readCharacter(_ html: Span<UInt8>, _ index: inout Int, into bytes: inout SubmittedBytes) {
        let limit = min(html.count, index + 10)
        guard let end = (index + 1..<limit).first(where: { html[$0] == 0x3B }) else {
            bytes.append(html[index])
            index += 1
            return
        }
        let name = String(decoding: html.copy(index + 1..<end), as: UTF8.self)
        let named: [String: UInt8] = [
            "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "nbsp": 0x20, "apos": 0x27, "plus": 0x2B, "sol": 0x2F,
            "equals": 0x3D, "hyphen": 0x2D, "NewLine": 0x0A, "Tab": 0x09,
        ]
        let number =
            name.hasPrefix("#x") || name.hasPrefix("#X")
            ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        if let byte = named[name] {
            bytes.append(byte)
        } else if let number, number < 0x80 {
            bytes.append(UInt8(number))
        } else {
            // Nothing of armour is outside ASCII.
            bytes.append(number == nil ? 0x26 : number == 0xA0 ? 0x20 : 0x3F)
            if number == nil {
                index += 1
                return
            }
        }
        index = end + 1
    }
}

extension SubmittedBytes {
    /// Adds an ASCII text; there has to be room.
    mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { append(text.utf8Start[index]) }
    }
}
