import Conference

/// A user id's bytes as GnuPG prints them in a UTF-8 locale.
///
/// `gpgsigs` finds a user id in a list only if it is written exactly so. Control characters and broken UTF-8 become
/// `\n` or `\x1b`; a colon and a backslash stay. Two things are stricter here, because a list has to be valid UTF-8
/// that no terminal obeys: C1 control characters, and sequences that only GnuPG takes for UTF-8 (overlong forms,
/// surrogates, five and six octets), are escaped as well.
enum UserIDText {
    /// The printable text.
    static func text(of bytes: some Collection<UInt8>) -> String {
        var output = ""
        var pending: [UInt8] = []
        var missing = 0
        var isResynchronizing = false
        for byte in bytes {
            if isResynchronizing {
                guard byte < 0x80 || (0xC0...0xFD).contains(byte) else {
                    output += escape(byte)
                    continue
                }
                isResynchronizing = false
            }
            if missing > 0 {
                pending.append(byte)
                if byte & 0xC0 == 0x80 {
                    missing -= 1
                    if missing == 0 { output += character(pending) }
                } else {
                    output += pending.map(escape).joined()
                    missing = 0
                    isResynchronizing = true
                }
            } else if byte < 0x80 {
                output += ascii(byte)
            } else if let count = continuations(after: byte) {
                pending = [byte]
                missing = count
            } else {
                output += escape(byte)
                isResynchronizing = true
            }
        }
        return output
    }

    private static func continuations(after byte: UInt8) -> Int? {
        switch byte {
        case 0xC0...0xDF: 1
        case 0xE0...0xEF: 2
        case 0xF0...0xF7: 3
        case 0xF8...0xFB: 4
        case 0xFC...0xFD: 5
        default: nil
        }
    }

    private static func character(_ bytes: [UInt8]) -> String {
        guard let text = String(validating: bytes, as: UTF8.self), let scalar = text.unicodeScalars.first,
            scalar.value >= 0xA0
        else {
            return bytes.map(escape).joined()
        }
        return text
    }

    private static func ascii(_ byte: UInt8) -> String {
        switch byte {
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x0C: "\\f"
        case 0x0B: "\\v"
        case 0x08: "\\b"
        case 0x00: "\\0"
        case 0x20..<0x7F: String(UnicodeScalar(byte))
        default: escape(byte)
        }
    }

    private static func escape(_ byte: UInt8) -> String {
        "\\x" + [byte].hexadecimal
    }
}
