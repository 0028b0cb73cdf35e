extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits a byte.
    package var hexadecimal: String { hexadecimal("0123456789abcdef") }

    /// The same in upper case, as fingerprints of OpenPGP keys are written.
    package var uppercaseHexadecimal: String { hexadecimal("0123456789ABCDEF") }

    private func hexadecimal(_ digits: StaticString) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * underestimatedCount)
        for byte in self {
            text.append(digits.utf8Start[Int(byte >> 4)])
            text.append(digits.utf8Start[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// The bytes of hexadecimal digits in either case, two each; nil for anything else.
    package init?(hexadecimal text: some StringProtocol) {
        let values = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count.isMultiple(of: 2), !values.contains(nil) else { return nil }
        let digits = values.compactMap(\.self)
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
