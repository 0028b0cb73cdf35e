import Conference

/// The fingerprint of an OpenPGP key: 40 hexadecimal digits of a version 4 key, 64 of a version 6 key.
///
/// RFC 4880 section 12.2 and RFC 9580 section 5.5.4.
package struct Fingerprint: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The digits in upper case without blanks.
    package let digits: String

    /// Reads a fingerprint as people type, paste or scan it.
    ///
    /// Blanks of every kind, colons, dots and hyphens between digits, `0x`, lower case, the URI prefix `OPENPGP4FPR:`
    /// and everything from `#` on are accepted. Key ids are refused: they do not identify a key. Throws
    /// `fingerprint_empty`, `fingerprint_not_hexadecimal`, `fingerprint_is_key_id`, `fingerprint_version_3` or
    /// `fingerprint_length`.
    package init(_ text: String) throws(OpenPGPError) {
        let digits = try Self.normalizedDigits(of: text)
        switch digits.utf8.count {
        case 40, 64: self.digits = digits
        case 8, 16: throw OpenPGPError(.fingerprintIsKeyID, ["digits": "\(digits.utf8.count)"])
        case 32: throw OpenPGPError(.fingerprintVersion3)
        default: throw OpenPGPError(.fingerprintLength, ["digits": "\(digits.utf8.count)"])
        }
    }

    /// The fingerprint whose bytes these are; 20 or 32 of them.
    package init(bytes: some Collection<UInt8>) {
        precondition(bytes.count == 20 || bytes.count == 32, "a fingerprint has 20 or 32 bytes")
        digits = bytes.uppercaseHexadecimal
    }

    /// The version of the key: 4 or 6. (A LibrePGP version 5 key has 64 digits as well.)
    package var keyVersion: Int { digits.utf8.count == 40 ? 4 : 6 }

    /// The digits in groups of four with a double space in the middle, as GnuPG prints them; never shortened.
    package var grouped: String {
        let all = Array(digits.utf8)
        let groups = stride(from: 0, to: all.count, by: 4).map { String(decoding: all[$0..<$0 + 4], as: UTF8.self) }
        let half = groups.count / 2
        return groups[..<half].joined(separator: " ") + "  " + groups[half...].joined(separator: " ")
    }

    /// The URI for a QR code, all upper case so that it fits the alphanumeric mode; nil for a version 6 key, for which
    /// none is registered.
    package var uri: String? {
        keyVersion == 4 ? "OPENPGP4FPR:" + digits : nil
    }

    /// The key id of a version 4 key: its last 16 digits. It identifies nothing; signatures name their maker by it.
    var keyID: String { String(digits.suffix(16)) }

    /// The digits.
    package var description: String { digits }

    /// In the order of the digits.
    package static func < (left: Fingerprint, right: Fingerprint) -> Bool {
        left.digits < right.digits
    }

    /// The positions, from 1, at which two fingerprints of the same length differ; nil if their lengths differ.
    package func difference(from other: Fingerprint) -> [Int]? {
        guard digits.utf8.count == other.digits.utf8.count else { return nil }
        return zip(digits.utf8, other.digits.utf8).enumerated().compactMap { $1.0 == $1.1 ? nil : $0 + 1 }
    }

    /// The hexadecimal digits of a typed text in upper case, however many there are.
    ///
    /// Throws `fingerprint_empty` and `fingerprint_not_hexadecimal`, whose `position` counts characters from 1.
    static func normalizedDigits(of text: String) throws(OpenPGPError) -> String {
        var rest = text.prefix { $0 != "#" }
        var position = 1
        func skipBlanks() {
            while let first = rest.first, isSeparator(first) {
                rest.removeFirst()
                position += 1
            }
        }
        skipBlanks()
        for prefix in ["OPENPGP4FPR:", "0X"] where rest.prefix(prefix.count).uppercased() == prefix {
            rest.removeFirst(prefix.count)
            position += prefix.count
            skipBlanks()
        }
        var digits = ""
        for character in rest {
            if let value = character.hexDigitValue, character.isASCII {
                digits += String(value, radix: 16, uppercase: true)
            } else if !isSeparator(character) {
                throw OpenPGPError(.fingerprintNotHexadecimal, ["position": "\(position)"])
            }
            position += 1
        }
        guard !digits.isEmpty else { throw OpenPGPError(.fingerprintEmpty) }
        return digits
    }

    /// What separates digits when a fingerprint is copied from a program, a page or a card.
    private static func isSeparator(_ character: Character) -> Bool {
        switch character {
        case ":", ".", "-", "\u{FEFF}", "\u{200B}": true
        default: character.isWhitespace
        }
    }
}
