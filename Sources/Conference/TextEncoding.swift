/// How the bytes of a file are characters.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16 = "UTF-16"
    case windows1252 = "Windows-1252"
    case macRoman = "Mac Roman"

    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The bytes as UTF-8 without a byte order mark, and what they were.
    ///
    /// UTF-16 is known by its mark, or by zeros in every other byte at the beginning. What is neither that nor UTF-8 has one byte
    /// a character: it is Windows-1252 unless its words read better as Mac Roman, which Excel for the Mac writes as plain CSV. Lines
    /// that are UTF-8 all the same stay what they are: somebody put two files together.
    package static func decode(_ bytes: [UInt8]) -> (bytes: [UInt8], encoding: TextEncoding) {
        if bytes.starts(with: byteOrderMark) { return (Array(bytes.dropFirst(3)), .utf8) }
        if let isLittleEndian = utf16Order(bytes) {
            let marked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            let units = stride(from: marked ? 2 : 0, to: bytes.count - 1, by: 2).map { index -> UInt16 in
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                return isLittleEndian ? second << 8 | first : first << 8 | second
            }
            return (Array(String(decoding: units, as: UTF16.self).utf8), .utf16)
        }
        if String(validating: bytes, as: UTF8.self) != nil { return (bytes, .utf8) }
        let lineFeed = UInt8(ascii: "\n")
        let lines = bytes.split(separator: lineFeed, omittingEmptySubsequences: false)
        let areUTF8 = lines.map { String(validating: $0, as: UTF8.self) != nil }
        let others = zip(lines, areUTF8).filter { !$0.1 }.flatMap { $0.0 + [lineFeed] }
        let encoding = macRomanFits(others) ? TextEncoding.macRoman : .windows1252
        var decoded: [UInt8] = []
        for (index, line) in lines.enumerated() {
            if index > 0 { decoded.append(lineFeed) }
            decoded +=
                areUTF8[index] ? Array(line) : encoding == .macRoman ? macRoman(Array(line)) : windows1252(Array(line))
        }
        return (decoded, encoding)
    }

    /// Bytes of Windows-1252 (or of its part ISO 8859-1) as UTF-8.
    package static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                decoded.append(byte)
            } else {
                let value = byte < 0xA0 ? special[Int(byte) - 0x80] : UInt16(byte)
                decoded.append(contentsOf: String(decoding: CollectionOfOne(value), as: UTF16.self).utf8)
            }
        }
        return decoded
    }

    /// Bytes of Mac Roman as UTF-8.
    static func macRoman(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                decoded.append(byte)
            } else {
                decoded.append(contentsOf: String(macRomanUpper[Int(byte) - 0x80]).utf8)
            }
        }
        return decoded
    }

    /// Whether the words of a file read better as Mac Roman than as Windows-1252.
    private static func macRomanFits(_ bytes: [UInt8]) -> Bool {
        let asWindows = plausibility(bytes) { byte in
            Character(Unicode.Scalar(byte < 0xA0 ? special[Int(byte) - 0x80] : UInt16(byte)) ?? "\u{FFFD}")
        }
        let asMac = plausibility(bytes) { macRomanUpper[Int($0) - 0x80] }
        return asMac > asWindows
    }

    /// How much the characters beyond ASCII look like letters and marks of words: a small letter beside a letter is what names
    /// have; a sign or a capital in the middle of a word is what a wrong reading makes.
    private static func plausibility(_ bytes: [UInt8], _ character: (UInt8) -> Character) -> Int {
        func isLetter(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            let byte = bytes[index]
            return byte < 0x80 ? Character(Unicode.Scalar(byte)).isLetter : character(byte).isLetter
        }
        func isSmall(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            return bytes[index] < 0x80
                ? (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[index]) : character(bytes[index]).isLowercase
        }
        var score = 0
        for index in bytes.indices where bytes[index] >= 0x80 {
            let character = character(bytes[index])
            let isWithin = isLetter(index - 1) || isLetter(index + 1)
            if character.isLowercase {
                score += isWithin ? 3 : 0
            } else if character.isUppercase {
                score += isSmall(index - 1) ? -3 : isWithin ? 2 : 0
            } else if "’‘“”–—…€«»".contains(character) {
                score += 1
            } else if character.unicodeScalars.allSatisfy({ $0.properties.generalCategory == .control }) {
                score -= 6
            } else {
                score -= isWithin ? 3 : 1
            }
        }
        return score
    }

    /// Whether bytes are UTF-16 with the low byte first; nil where they are not UTF-16.
    private static func utf16Order(_ bytes: [UInt8]) -> Bool? {
        if bytes.starts(with: [0xFF, 0xFE]) { return true }
        if bytes.starts(with: [0xFE, 0xFF]) { return false }
        let start = bytes.prefix(64)
        guard start.count >= 8 else { return nil }
        let zeros = (0...1).map { parity in start.indices.count { $0 % 2 == parity && start[$0] == 0 } }
        if zeros[1] > start.count / 3, zeros[0] == 0 { return true }
        if zeros[0] > start.count / 3, zeros[1] == 0 { return false }
        return nil
    }

    /// 0x80 … 0x9F (Unicode Consortium, "CP1252.TXT"); the five that it leaves open are the controls of ISO 8859-1.
    private static let special: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// 0x80 … 0xFF (Unicode Consortium, "ROMAN.TXT", with the euro sign of Mac OS 8.5).
    private static let macRomanUpper = Array(
        "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
    )
}
