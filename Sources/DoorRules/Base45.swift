/// Base45 as RFC 9285 defines it: two bytes become three characters of the QR alphanumeric set, one byte becomes two.
///
/// The form of a byte string is unique, and the decoder accepts no other: RFC 9285, section 4.
package enum Base45 {
    /// The characters for some bytes, as ASCII: 3 for every 2 bytes, and 2 for a last odd one.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count / 2) * 3 + (bytes.count % 2) * 2)
        var index = 0
        while index + 1 < bytes.count {
            let value = Int(bytes[index]) << 8 | Int(bytes[index + 1])
            text.append(character(of: value % 45))
            text.append(character(of: value / 45 % 45))
            text.append(character(of: value / 2025))
            index += 2
        }
        if index < bytes.count {
            text.append(character(of: Int(bytes[index]) % 45))
            text.append(character(of: Int(bytes[index]) / 45))
        }
        return text
    }

    /// The bytes of a Base45 text, or nil if the encoder never writes it: a character outside the set (lower case
    /// included), a length of 1 modulo 3, or a group whose value does not fit its bytes.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 3 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 3 * 2 + 1)
        var group = 0
        var weight = 1
        for character in text {
            guard let digit = digit(of: character) else { return nil }
            group += digit * weight
            weight *= 45
            if weight == 45 * 45 * 45 {
                guard group <= 0xFFFF else { return nil }
                bytes.append(UInt8(group >> 8))
                bytes.append(UInt8(group & 0xFF))
                group = 0
                weight = 1
            }
        }
        if weight > 1 {
            guard group <= 0xFF else { return nil }
            bytes.append(UInt8(group))
        }
        return bytes
    }

    /// Whether a Unicode scalar is one of the 45 characters.
    static func isPrinted(_ scalar: UInt32) -> Bool { scalar < 0x80 && digit(of: UInt8(scalar)) != nil }

    private static func character(of digit: Int) -> UInt8 {
        switch digit {
        case 0...9: UInt8(ascii: "0") + UInt8(digit)
        case 10...35: UInt8(ascii: "A") + UInt8(digit - 10)
        case 36: UInt8(ascii: " ")
        case 37: UInt8(ascii: "$")
        case 38: UInt8(ascii: "%")
        case 39: UInt8(ascii: "*")
        case 40: UInt8(ascii: "+")
        case 41: UInt8(ascii: "-")
        case 42: UInt8(ascii: ".")
        case 43: UInt8(ascii: "/")
        default: UInt8(ascii: ":")
        }
    }

    private static func digit(of character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character - UInt8(ascii: "A")) + 10
        case UInt8(ascii: " "): 36
        case UInt8(ascii: "$"): 37
        case UInt8(ascii: "%"): 38
        case UInt8(ascii: "*"): 39
        case UInt8(ascii: "+"): 40
        case UInt8(ascii: "-"): 41
        case UInt8(ascii: "."): 42
        case UInt8(ascii: "/"): 43
        case UInt8(ascii: ":"): 44
        default: nil
        }
    }
}
