/// What a keyboard's layout makes of the keys of a hand scanner.
///
/// A hand scanner is a keyboard: it presses the keys that carry its signs on a keyboard of the United States, and the
/// computer writes what its own layout has there. Each layout is given by what it writes for the same row of keys; the rows
/// are from the layouts of Windows, with which those of Linux agree in these keys.
package enum KeyboardLayout: UInt8, CaseIterable, Hashable, Sendable {
    case unitedStates, canadianFrench, french, belgian, german, swissGerman, swissFrench, italian, spanish, portuguese
    case brazilian, swedish, danish, norwegian

    /// The keys, by what they write on a keyboard of the United States without Shift.
    static var keys: StaticString { "abcdefghijklmnopqrstuvwxyz0123456789-=;./" }

    /// The same keys with Shift.
    static var shiftedKeys: StaticString { "ABCDEFGHIJKLMNOPQRSTUVWXYZ)!@#$%^&*(_+:>?" }

    /// What the keys write without Shift.
    var plain: StaticString {
        switch self {
        case .unitedStates: Self.keys
        case .canadianFrench: "abcdefghijklmnopqrstuvwxyz0123456789-=;.é"
        case .french: "qbcdefghijkl,noparstuvzxywà&é\"'(-è_ç)=m:!"
        case .belgian: "qbcdefghijkl,noparstuvzxywà&é\"'(§è!ç)-m:="
        case .german: "abcdefghijklmnopqrstuvwxzy0123456789ß´ö.-"
        case .swissGerman: "abcdefghijklmnopqrstuvwxzy0123456789'^ö.-"
        case .swissFrench: "abcdefghijklmnopqrstuvwxzy0123456789'^é.-"
        case .italian: "abcdefghijklmnopqrstuvwxyz0123456789'ìò.-"
        case .spanish: "abcdefghijklmnopqrstuvwxyz0123456789'¡ñ.-"
        case .portuguese: "abcdefghijklmnopqrstuvwxyz0123456789'«ç.-"
        case .brazilian: "abcdefghijklmnopqrstuvwxyz0123456789-=ç.;"
        case .swedish: "abcdefghijklmnopqrstuvwxyz0123456789+´ö.-"
        case .danish: "abcdefghijklmnopqrstuvwxyz0123456789+´æ.-"
        case .norwegian: "abcdefghijklmnopqrstuvwxyz0123456789+\\ø.-"
        }
    }

    /// What the keys write with Shift.
    var shifted: StaticString {
        switch self {
        case .unitedStates: Self.shiftedKeys
        case .canadianFrench: "ABCDEFGHIJKLMNOPQRSTUVWXYZ)!\"/$%?&*(_+:.É"
        case .french: "QBCDEFGHIJKL?NOPARSTUVZXYW0123456789°+M/§"
        case .belgian: "QBCDEFGHIJKL?NOPARSTUVZXYW0123456789°_M/+"
        case .german: "ABCDEFGHIJKLMNOPQRSTUVWXZY=!\"§$%&/()?`Ö:_"
        case .swissGerman: "ABCDEFGHIJKLMNOPQRSTUVWXZY=+\"*ç%&/()?`é:_"
        case .swissFrench: "ABCDEFGHIJKLMNOPQRSTUVWXZY=+\"*ç%&/()?`ö:_"
        case .italian: "ABCDEFGHIJKLMNOPQRSTUVWXYZ=!\"£$%&/()?^ç:_"
        case .spanish: "ABCDEFGHIJKLMNOPQRSTUVWXYZ=!\"·$%&/()?¿Ñ:_"
        case .portuguese: "ABCDEFGHIJKLMNOPQRSTUVWXYZ=!\"#$%&/()?»Ç:_"
        case .brazilian: "ABCDEFGHIJKLMNOPQRSTUVWXYZ)!@#$%¨&*(_+Ç>:"
        case .swedish: "ABCDEFGHIJKLMNOPQRSTUVWXYZ=!\"#¤%&/()?`Ö:_"
        case .danish: "ABCDEFGHIJKLMNOPQRSTUVWXYZ=!\"#¤%&/()?`Æ:_"
        case .norwegian: "ABCDEFGHIJKLMNOPQRSTUVWXYZ=!\"#¤%&/()?`Ø:_"
        }
    }

    /// What Caps Lock does to the keys.
    package enum CapsLock: UInt8, CaseIterable, Hashable, Sendable {
        case off
        /// Letters change their case, as everywhere.
        case letters
        /// All keys change their level, as with the French layouts of Windows.
        case allKeys
    }

    /// What this layout writes, sign by sign, where a keyboard of the United States would have written `signs`.
    struct Table {
        /// The signs of the United States, without Shift and then with it.
        let signs: [UInt32]
        /// What stands in their place.
        let written: [UInt32]

        /// The sign of the QR alphanumeric set for which this was written; nil for what is written for none of them.
        func sign(for scalar: UInt32) -> UInt32? {
            if scalar == 0x20 { return scalar }
            for (index, written) in written.enumerated() where written == scalar && Base45.isPrinted(signs[index]) {
                return signs[index]
            }
            return nil
        }

        /// What is written for a sign; nil for one that is on none of the keys.
        func scalar(for sign: UInt32) -> UInt32? {
            if sign == 0x20 { return sign }
            for (index, one) in signs.enumerated() where one == sign { return written[index] }
            return nil
        }
    }

    /// - Parameter caps: what Caps Lock does, where it is on.
    func table(_ caps: CapsLock) -> Table {
        let keys = Scalars.read(Self.keys)
        let (plain, shifted) = (Scalars.read(plain), Scalars.read(shifted))
        var (first, second) = (plain, shifted)
        for index in keys.indices
        where caps == .allKeys || caps == .letters && Scalars.areCases(plain[index], shifted[index]) {
            (first[index], second[index]) = (shifted[index], plain[index])
        }
        return Table(signs: keys + Scalars.read(Self.shiftedKeys), written: first + second)
    }

    /// Whether Shift and the key of `=` is an accent that waits for the next letter: `+` and `A` become `À`.
    var hasWaitingAccent: Bool {
        switch self {
        case .german, .swissGerman, .swissFrench, .swedish, .danish, .norwegian: true
        default: false
        }
    }
}

/// Texts as numbers of Unicode's scalars, without the tables that `String` would bring to a phone.
enum Scalars {
    /// The scalars of a constant.
    static func read(_ text: StaticString) -> [UInt32] {
        var bytes: [UInt8] = []
        for index in 0..<text.utf8CodeUnitCount { bytes.append(text.utf8Start[index]) }
        return read(bytes)
    }

    /// The scalars of UTF-8; U+FFFD for each byte that is none.
    static func read(_ bytes: [UInt8]) -> [UInt32] {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            let more = first < 0x80 ? 0 : first >= 0xC2 && first < 0xE0 ? 1 : first >= 0xE0 && first < 0xF0 ? 2 : 3
            var scalar = more == 0 ? UInt32(first) : UInt32(first & (more == 1 ? 0x1F : more == 2 ? 0x0F : 0x07))
            var isWhole = first < 0x80 || first >= 0xC2 && first < 0xF5
            for offset in 0..<more where isWhole {
                let place = index + offset + 1
                if place < bytes.count, bytes[place] & 0xC0 == 0x80 {
                    scalar = scalar << 6 | UInt32(bytes[place] & 0x3F)
                } else {
                    isWhole = false
                }
            }
            scalars.append(isWhole ? scalar : 0xFFFD)
            index += isWhole ? more + 1 : 1
        }
        return scalars
    }

    /// Whether one is the other in lower case, as far as keyboards have both on one key.
    static func areCases(_ lower: UInt32, _ upper: UInt32) -> Bool {
        let isLower = (0x61...0x7A).contains(lower) || (0xE0...0xFE).contains(lower) && lower != 0xF7
        return isLower && upper + 0x20 == lower
    }

    /// The letter in upper case; any other scalar as it is.
    static func upper(_ scalar: UInt32) -> UInt32 { (0x61...0x7A).contains(scalar) ? scalar - 0x20 : scalar }

    /// The letter below a grave accent; nil for a scalar that has none.
    static func withoutGrave(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0xC0: 0x41
        case 0xC8: 0x45
        case 0xCC: 0x49
        case 0xD2: 0x4F
        case 0xD9: 0x55
        case 0x1F8: 0x4E
        case 0x1E80: 0x57
        case 0x1EF2: 0x59
        case 0xE0: 0x61
        case 0xE8: 0x65
        case 0xEC: 0x69
        case 0xF2: 0x6F
        case 0xF9: 0x75
        case 0x1F9: 0x6E
        case 0x1E81: 0x77
        case 0x1EF3: 0x79
        default: nil
        }
    }
}
