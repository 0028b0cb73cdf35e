import Conference
import LanyardTestSupport
import Testing

struct RegistrationCodeTests {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    private static func codes(_ seed: UInt64, _ count: Int) -> [RegistrationCode] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in RegistrationCode.random(using: &generator) }
    }

    /// Computed independently of the code under test: 32 to the power of the place, modulo 37.
    @Test func `a known value has its known check symbol`() throws {
        // 123456 = 3·32³ + 24·32² + 18·32 + 0, so 003RJ0; 123456 mod 37 = 24, which is R.
        #expect(try RegistrationCode("003RJ0R").symbols == "003RJ0R")
        #expect(throws: ConferenceError(.codeMistyped, ErrorDetail("value", "003RJ0S"))) {
            try RegistrationCode("003RJ0S")
        }
    }

    @Test(arguments: SeededGenerator.seeds(10))
    func `a code reads back in every way of writing it`(seed: UInt64) throws {
        for code in Self.codes(seed, 50) {
            let shown = code.description
            #expect(shown.count == 8 && shown.dropFirst(3).first == "-")
            let sloppy = shown.replacing("0", with: "o").replacing("1", with: "l")
            for text in [
                shown, code.symbols, shown.lowercased(), " " + shown + " ", sloppy,
                shown.replacing("0", with: "O").replacing("1", with: "i"), shown.replacing("-", with: " "),
            ] {
                #expect(try RegistrationCode(text) == code)
            }
        }
    }

    @Test(arguments: SeededGenerator.seeds(10))
    func `every wrong symbol is noticed`(seed: UInt64) {
        for code in Self.codes(seed, 10) {
            for place in 0..<7 {
                for symbol in Self.alphabet {
                    var symbols = Array(code.symbols)
                    guard symbols[place] != symbol else { continue }
                    symbols[place] = symbol
                    let text = String(symbols)
                    #expect(throws: ConferenceError(.codeMistyped, ErrorDetail("value", text))) {
                        try RegistrationCode(text)
                    }
                }
            }
        }
    }

    /// 32 − 1 and 2 are units modulo 37, so that the check symbol catches all of them.
    @Test(arguments: SeededGenerator.seeds(10))
    func `every swap of neighbours is noticed`(seed: UInt64) {
        for code in Self.codes(seed, 50) {
            for place in 0..<6 {
                var symbols = Array(code.symbols)
                guard symbols[place] != symbols[place + 1] else { continue }
                symbols.swapAt(place, place + 1)
                let text = String(symbols)
                #expect(throws: ConferenceError(.codeMistyped, ErrorDetail("value", text))) {
                    try RegistrationCode(text)
                }
            }
        }
    }

    @Test(arguments: [
        "", "K7X", "K7X-42M", "K7X-42MKP", "K7X-42U0", "K7X_42MK", "K7X-42M*", "ßßß1", "Ｋ7X42MK", "Emma Smith",
    ])
    func `a text that cannot be a code is refused`(text: String) {
        #expect(throws: ConferenceError(.codeInvalid, ErrorDetail("value", text))) { try RegistrationCode(text) }
    }

    @Test(arguments: [
        ("k7x", "K7X"), ("K7X-4", "K7X4"), (" k7x 42mk ", "K7X42MK"), ("olI", "011"), ("K7", nil), ("K7X-42MK0", nil),
        ("usb", nil), ("a_b", nil),
    ])
    func `the beginning of a code is recognised`(text: String, symbols: String?) {
        #expect(RegistrationCode.beginning(text) == symbols)
    }

    @Test func `random codes differ`() {
        #expect(Set(Self.codes(7, 2_000)).count == 2_000)
    }
}
