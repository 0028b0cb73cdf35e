import Conference

/// ASCII armour as it arrives from mail and web pages, repaired and decoded (RFC 4880 section 6, RFC 9580 section 6).
///
/// CRLF, a byte order mark, quoting by `> `, indentation, a missing blank line, a missing checksum, typographic dashes,
/// a whole block on one line and text around the blocks are all read. A block without its footer is refused: GnuPG
/// would read it and silently lose the subkeys at the end.
enum Armor {
    /// The bytes of all public key blocks of a text, one after the other.
    struct Decoded: ~Copyable {
        var bytes: SubmittedBytes
        var checksumMismatch: Bool
    }

    /// Where one block stands in the text.
    private struct Block {
        let kind: Kind
        let body: Range<Int>
    }

    /// What a block says that it is.
    enum Kind {
        case publicKey, secretKey, message, signedMessage, signature, other
    }

    /// Whether the text has an armour header.
    static func isPresent(in text: Span<UInt8>) -> Bool {
        firstHeader(in: text, from: 0) != nil
    }

    /// What the blocks of a text say that they are, in order; whether they have an end is not looked at.
    static func kinds(in text: Span<UInt8>) -> [Kind] {
        var kinds: [Kind] = []
        var next = firstHeader(in: text, from: 0)
        while let header = next {
            kinds.append(header.kind)
            next = firstHeader(in: text, from: header.end)
        }
        return kinds
    }

    /// Decodes the first message block.
    ///
    /// Throws `armor_truncated`, `armor_corrupt`, `secret_key`, and `not_openpgp` where there is none.
    static func decodeMessage(_ text: Span<UInt8>) throws(OpenPGPError) -> Decoded {
        guard let block = try blocks(in: text).first(where: { $0.kind == .message }) else {
            throw OpenPGPError(.notOpenPGP)
        }
        var decoded = Decoded(bytes: SubmittedBytes(capacity: text.count), checksumMismatch: false)
        decoded.checksumMismatch = try !decode(block.body, of: text, into: &decoded.bytes)
        return decoded
    }

    /// Decodes every public key block; a signed message around one is taken off.
    ///
    /// Throws `secret_key` as soon as one block is a secret key, `armor_truncated`, `armor_corrupt`, or, when there is
    /// no public key block, `signed_message`, `encrypted_message`, `signature` or `not_openpgp` after the first block.
    static func decode(_ text: Span<UInt8>) throws(OpenPGPError) -> Decoded {
        let blocks = try blocks(in: text)
        let keys = blocks.filter { $0.kind == .publicKey }
        guard !keys.isEmpty else {
            switch blocks.first?.kind {
            case .message: throw OpenPGPError(.encryptedMessage)
            case .signedMessage: throw OpenPGPError(.signedMessage)
            case .signature: throw OpenPGPError(.signature)
            default: throw OpenPGPError(.notOpenPGP)
            }
        }
        var decoded = Decoded(bytes: SubmittedBytes(capacity: text.count), checksumMismatch: false)
        for block in keys {
            if try !decode(block.body, of: text, into: &decoded.bytes) {
                decoded.checksumMismatch = true
            }
        }
        return decoded
    }

    /// Decodes a text that is nothing but base64, which is what remains of a block when only its middle was copied.
    ///
    /// Nil if it is anything else or shorter than any key.
    static func decodeBareBase64(_ text: Span<UInt8>) -> Decoded? {
        guard text.count >= 64 else { return nil }
        var decoded = Decoded(bytes: SubmittedBytes(capacity: text.count), checksumMismatch: false)
        guard let checksumHolds = try? decode(0..<text.count, of: text, into: &decoded.bytes) else { return nil }
        let startsAPacket = decoded.bytes.withSpan { $0.count > 0 && $0[0] & 0x80 != 0 }
        guard startsAPacket else { return nil }
        decoded.checksumMismatch = !checksumHolds
        return decoded
    }

    // MARK: - Finding the blocks

    private static func blocks(in text: Span<UInt8>) throws(OpenPGPError) -> [Block] {
        var blocks: [Block] = []
        var next = firstHeader(in: text, from: 0)
        while let header = next {
            if header.kind == .secretKey {
                throw OpenPGPError(.secretKey)
            }
            let following = firstHeader(in: text, from: header.end)
            if header.kind == .signedMessage {
                // Its text may hold a key block; the block of its signature ends it.
                blocks.append(Block(kind: .signedMessage, body: header.end..<header.end))
            } else {
                let limit = following?.start ?? text.count
                guard let footer = text.firstIndex(of: "END PGP ", in: header.end..<limit) else {
                    throw OpenPGPError(.armorTruncated)
                }
                blocks.append(Block(kind: header.kind, body: header.end..<startOfDashes(before: footer, in: text)))
            }
            next = following
        }
        return blocks
    }

    private struct Header {
        let start: Int
        let end: Int
        let kind: Kind
    }

    private static func firstHeader(in text: Span<UInt8>, from start: Int) -> Header? {
        var from = start
        while let found = text.firstIndex(of: "BEGIN PGP ", in: from..<text.count) {
            from = found + 1
            guard startOfDashes(before: found, in: text) < found else { continue }
            let title = found + 10
            var end = title
            while end < text.count, end - title < 40, isTitle(text[end]) { end += 1 }
            let kind = kind(at: title, in: text)
            while end < text.count, isDash(text[end]) { end += 1 }
            return Header(start: found, end: end, kind: kind)
        }
        return nil
    }

    private static func kind(at title: Int, in text: Span<UInt8>) -> Kind {
        if text.has("PUBLIC KEY", at: title) { return .publicKey }
        if text.has("PRIVATE KEY", at: title) || text.has("SECRET KEY", at: title) { return .secretKey }
        if text.has("SIGNED MESSAGE", at: title) { return .signedMessage }
        if text.has("SIGNATURE", at: title) { return .signature }
        if text.has("MESSAGE", at: title) { return .message }
        return .other
    }

    private static func startOfDashes(before index: Int, in text: Span<UInt8>) -> Int {
        var start = index
        while start > 0, isDash(text[start - 1]) { start -= 1 }
        return start
    }

    /// An ASCII dash or a byte of the dashes that mail programs put in its place (U+2010 to U+2015, U+2212).
    private static func isDash(_ byte: UInt8) -> Bool {
        byte == 0x2D || byte == 0xE2 || (0x80...0x95).contains(byte)
    }

    private static func isTitle(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x20 || byte == 0x2C || byte == 0x2F
    }

    // MARK: - Decoding one block

    /// Appends the decoded block and says whether its checksum holds or is absent.
    private static func decode(
        _ body: Range<Int>, of text: Span<UInt8>, into bytes: inout SubmittedBytes
    ) throws(OpenPGPError) -> Bool {
        var decoder = Base64Decoder(start: bytes.count)
        let lines = lines(of: body, in: text)
        let isOnOneLine = lines.filter { !$0.isEmpty }.count == 1
        for (number, line) in lines.enumerated() {
            var tokens = tokens(of: line, in: text)
            if !decoder.hasStarted {
                if isOnOneLine {
                    tokens = Array(tokens.drop { !isStartOfKey($0, in: text) })
                } else if let first = tokens.first, text[first.upperBound - 1] == 0x3A {
                    continue
                }
            }
            for token in tokens where !decoder.take(token, of: text, into: &bytes) {
                throw OpenPGPError(.armorCorrupt, ["line": "\(number + 1)"])
            }
        }
        guard decoder.finish(into: &bytes) else { throw OpenPGPError(.armorTruncated) }
        guard let expected = decoder.checksum else { return true }
        return bytes.withSpan { checksum(of: $0, from: decoder.start) } == expected
    }

    /// The lines of the block without indentation, marks of quotation and blanks at the end.
    private static func lines(of body: Range<Int>, in text: Span<UInt8>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = body.lowerBound
        for index in body where text[index] == 0x0A || text[index] == 0x0D {
            lines.append(start..<index)
            start = index + 1
        }
        lines.append(start..<body.upperBound)
        return lines.map { line in
            let begun = afterInitials(line, in: text)
            let first = begun.first { !isQuotation(text[$0]) } ?? line.upperBound
            return first..<line.upperBound
        }
    }

    /// The line without the initials of who is quoted, as in `AL> `.
    static func afterInitials(_ line: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
        guard let mark = line.prefix(6).first(where: { text[$0] == 0x3E }),
            (line.lowerBound..<mark).allSatisfy({ isLetter(text[$0]) || isQuotation(text[$0]) })
        else { return line }
        return mark..<line.upperBound
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// `>` and `|` of mail, and the dash that a signed message puts before a line that begins with one.
    private static func isQuotation(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == 0x3E || byte == 0x7C || byte == 0x2D
    }

    /// A blank, a tabulator, or a byte in UTF-8 of a no-break space, a byte order mark, a soft hyphen or another character
    /// that does not show (U+200B to U+200F, U+2060).
    static func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, 0xC2, 0xA0, 0xAD, 0xEF, 0xBB, 0xBF, 0xE2, 0x80, 0x81, 0x8B...0x8F: true
        default: false
        }
    }

    private static func tokens(of line: Range<Int>, in text: Span<UInt8>) -> [Range<Int>] {
        var tokens: [Range<Int>] = []
        var start: Int?
        for index in line {
            if isBlank(text[index]) {
                if let begun = start { tokens.append(begun..<index) }
                start = nil
            } else if start == nil {
                start = index
            }
        }
        if let begun = start { tokens.append(begun..<line.upperBound) }
        return tokens
    }

    /// On one line only the length tells data from the words of a comment; every key's first byte encodes as m or x.
    private static func isStartOfKey(_ token: Range<Int>, in text: Span<UInt8>) -> Bool {
        token.count >= 40 && (text[token.lowerBound] == 0x6D || text[token.lowerBound] == 0x78)
    }

    /// CRC-24 as in RFC 4880 section 6.1.
    static func checksum(of bytes: Span<UInt8>, from start: Int) -> UInt32 {
        var sum: UInt32 = 0xB704CE
        for index in start..<bytes.count {
            sum = (sum << 8) & 0xFFFFFF ^ checksumTable[Int((sum >> 16) & 0xFF) ^ Int(bytes[index])]
        }
        return sum
    }

    private static let checksumTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index) << 16) { sum, _ in
            sum & 0x800000 == 0 ? sum << 1 : (sum << 1 ^ 0x864CFB) & 0xFFFFFF
        }
    }
}

/// Base64 with the checksum line of OpenPGP, over any number of tokens.
private struct Base64Decoder {
    /// Where in the output this block begins.
    let start: Int
    /// The checksum that follows the data, if there is one.
    private(set) var checksum: UInt32?
    private(set) var hasStarted = false
    private var group: UInt32 = 0
    private var digits = 0
    private var padding = 0

    init(start: Int) {
        self.start = start
    }

    /// Reads one token; false if it cannot stand here.
    mutating func take(_ token: Range<Int>, of text: Span<UInt8>, into bytes: inout SubmittedBytes) -> Bool {
        hasStarted = true
        guard checksum == nil else { return false }
        var index = token.lowerBound
        while index < token.upperBound {
            let byte = text[index]
            if byte == 0x3D {
                let rest = index + 1..<token.upperBound
                if digits == 0 || padding > 0 && digits + padding == 4, rest.count == 4 {
                    return takeChecksum(rest, of: text)
                }
                guard digits >= 2, digits + padding < 4 else { return false }
                padding += 1
            } else {
                guard padding == 0, let value = Self.value(of: byte) else { return false }
                add(value, into: &bytes)
            }
            index += 1
        }
        return true
    }

    /// Writes what is pending; false if a character is missing.
    mutating func finish(into bytes: inout SubmittedBytes) -> Bool {
        switch digits {
        case 0: return true
        case 2: bytes.append(UInt8(truncatingIfNeeded: group >> 4))
        case 3:
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        default: return false
        }
        digits = 0
        return true
    }

    private mutating func add(_ value: UInt8, into bytes: inout SubmittedBytes) {
        group = group << 6 | UInt32(value)
        digits += 1
        guard digits == 4 else { return }
        bytes.append(UInt8(truncatingIfNeeded: group >> 16))
        bytes.append(UInt8(truncatingIfNeeded: group >> 8))
        bytes.append(UInt8(truncatingIfNeeded: group))
        (group, digits) = (0, 0)
    }

    private mutating func takeChecksum(_ range: Range<Int>, of text: Span<UInt8>) -> Bool {
        var sum: UInt32 = 0
        for index in range {
            guard let value = Self.value(of: text[index]) else { return false }
            sum = sum << 6 | UInt32(value)
        }
        checksum = sum
        return true
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
