import Conference
import LanyardTestSupport
import Testing

struct MoneyTests {
    @Test(arguments: [
        ("0", 0), ("100", 10_000), ("100.5", 10_050), ("100.50", 10_050), ("-3.20", -320), ("0.01", 1), ("-0", 0),
        ("007.10", 710), ("10000000", 1_000_000_000), ("-10000000.00", -1_000_000_000), (".5", 50), ("1,50", 150),
        (" 5 ", 500), ("+5", 500), ("1.", 100),
    ])
    func `an amount reads to its cents`(text: String, cents: Int64) throws {
        #expect(try Money(decimal: text) == Money(cents: cents))
    }

    @Test(arguments: [
        "", "-", ".", "--5", "1e3", "1.-5", "1.2.3", "0x10", "nan", "9999999999999", "$5", "CAD 5", "12.3456",
    ])
    func `a text that is no amount is refused`(text: String) {
        #expect(throws: ConferenceError(.amountInvalid, ErrorDetail("value", text))) { try Money(decimal: text) }
    }

    @Test(arguments: ["10000000.01", "-10000000.01", "999999999999"])
    func `an amount beyond the limit is refused with the limit`(text: String) {
        #expect(
            throws: ConferenceError(
                .amountTooLarge, ErrorDetail("value", text), ErrorDetail("limit", "10000000.00"))
        ) { try Money(decimal: text) }
    }

    @Test(arguments: [
        (0, "0.00"), (1, "0.01"), (-1, "-0.01"), (99, "0.99"), (-100, "-1.00"), (35_000, "350.00"),
        (Int64.min, "-92233720368547758.08"),
    ])
    func `an amount prints with two decimals`(cents: Int64, text: String) {
        #expect(Money(cents: cents).description == text)
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `what is printed reads back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let limit = Money.entryLimit.cents >> Int64.random(in: 0...24, using: &generator)
            let money = Money(cents: Int64.random(in: -limit...limit, using: &generator))
            #expect(try Money(decimal: money.description) == money)
        }
    }

    @Test func `amounts add, subtract, multiply and compare as cents do`() {
        let (five, two) = (Money(cents: 500), Money(cents: 200))
        #expect([five + two, five - two, five * 3, -five].map(\.cents) == [700, 300, 1500, -500])
        #expect(two < five && [five, two, -two].total() == five)
        #expect([Money]().total() == .zero)
    }

    @Test(arguments: ["CAD", "EUR", "USD"])
    func `a currency of hundredths is taken`(code: String) throws {
        #expect(try Currency(code).code == code)
    }

    @Test(arguments: [
        ("cad", ConferenceErrorCode.currencyInvalid), ("CA", .currencyInvalid), ("CADD", .currencyInvalid),
        ("", .currencyInvalid),
        ("ÇAD", .currencyInvalid), ("JPY", .currencyUnsupported), ("KWD", .currencyUnsupported),
    ])
    func `another currency is refused`(code: String, error: ConferenceErrorCode) {
        #expect(throws: ConferenceError(error, ErrorDetail("value", code))) { try Currency(code) }
    }
}
