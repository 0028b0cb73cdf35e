/// The short code of a registration, for people: typed at the desk, printed beside the QR code, searched by prefix.
///
/// Six symbols of Douglas Crockford's base 32 (0–9 and A–Z without I, L, O, U) and his check symbol (the value modulo
/// 37). Only values whose check symbol is itself one of the 32 are used, so that a code never holds `*~$=U`. People see
/// `K7X-42MK`; reading takes either case, hyphens and blanks anywhere, a number sign before it (people read out "hash
/// K7X…"), O for 0, and I or L for 1.
package struct RegistrationCode: Sendable, Hashable, CustomStringConvertible {
    /// Seven symbols, without the hyphen.
    package let symbols: String

    /// - Throws: `code_invalid` when the text is no code at all, `code_mistyped` when its check symbol does not fit.
    package init(_ text: String) throws(ConferenceError) {
        var values: [Int] = []
        for character in Self.withoutNumberSign(text) where !Self.isSpacing(character) {
            guard let value = Base32.value(of: character), values.count < 7 else {
                throw ConferenceError(.codeInvalid, ErrorDetail("value", String(text.prefix(40))))
            }
            values.append(value)
        }
        guard values.count == 7 else {
            throw ConferenceError(.codeInvalid, ErrorDetail("value", String(text.prefix(40))))
        }
        guard Self.payload(values.dropLast()) % 37 == values[6] else {
            throw ConferenceError(.codeMistyped, ErrorDetail("value", String(text.prefix(40))))
        }
        symbols = String(values.map { Base32.symbols[$0] })
    }

    /// A random code: about 900 million are possible, so nobody can guess one at a door.
    package static func random(using generator: inout some RandomNumberGenerator) -> RegistrationCode {
        while true {
            let payload = Int.random(in: 0..<(1 << 30), using: &generator)
            guard payload % 37 < 32 else { continue }
            let values = (0..<6).map { payload >> (25 - 5 * $0) & 31 } + [payload % 37]
            return RegistrationCode(checked: String(values.map { Base32.symbols[$0] }))
        }
    }

    /// Takes seven symbols that were already checked, from the event's file.
    package init(checked symbols: String) { self.symbols = symbols }

    /// As people see it: `K7X-42MK`.
    package var description: String { "\(symbols.prefix(3))-\(symbols.dropFirst(3))" }

    /// The symbols of a code that somebody is typing, at least three; nil if no code begins like that.
    package static func beginning(_ text: String) -> String? {
        let values = withoutNumberSign(text).filter { !isSpacing($0) }.map(Base32.value)
        guard (3...7).contains(values.count), !values.contains(nil) else { return nil }
        return String(values.compactMap { $0.map { Base32.symbols[$0] } })
    }

    /// Also what scanners put behind a code: CR, LF, Tab.
    private static func isSpacing(_ character: Character) -> Bool {
        character == "-" || character == " " || character == "\t" || character.isNewline
    }

    private static func withoutNumberSign(_ text: String) -> Substring {
        let rest = text.drop(while: isSpacing)
        return rest.hasPrefix("#") ? rest.dropFirst() : rest
    }

    private static func payload(_ values: ArraySlice<Int>) -> Int { values.reduce(0) { $0 << 5 | $1 } }
}
