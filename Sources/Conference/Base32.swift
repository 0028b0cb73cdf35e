/// Douglas Crockford's base 32: digits and letters without I, L, O and U, for codes that people read out and type.
package enum Base32 {
    package static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// The value of a symbol as somebody typed it: either case, O for 0, I and L for 1; nil for any other.
    package static func value(of character: Character) -> Int? {
        // Outside ASCII, one letter may become two in upper case.
        guard character.isASCII else { return nil }
        switch character.uppercased() {
        case "O": return 0
        case "I", "L": return 1
        case let upper: return symbols.firstIndex(of: Character(upper))
        }
    }

    /// Symbols that nobody guesses.
    package static func random(_ count: Int) -> String {
        String((0..<count).map { _ in symbols[Int.random(in: 0..<32)] })
    }
}
