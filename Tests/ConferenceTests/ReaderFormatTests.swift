import Conference
import Foundation
import LanyardTestSupport
import Testing

struct ReaderFormatTests {
    private static func format(_ language: Language) throws -> ReaderFormat {
        ReaderFormat(language, currency: try Currency("CAD"), zone: try EventTimeZone("America/Toronto").zone)
    }

    /// 14 February 2015, 09:30 in Ottawa.
    private static let morning = Date(timeIntervalSince1970: 1_423_924_200)

    @Test(
        arguments: [
            (35_000, "$350.00", "350,00\u{a0}$"),
            (-123_456_789, "−$1,234,567.89", "−1\u{202f}234\u{202f}567,89\u{a0}$"),
            (5, "$0.05", "0,05\u{a0}$"),
        ] as [(Int64, String, String)])
    func `money is written as each language does`(cents: Int64, english: String, french: String) throws {
        #expect(try Self.format(.english).money(Money(cents: cents)) == english)
        #expect(try Self.format(.french).money(Money(cents: cents)) == french)
    }

    @Test func `where a sign would not do, the currency's code stands`() throws {
        let money = Money(cents: 123_450)
        #expect(try Self.format(.english).moneyByCode(money) == "CAD\u{a0}1,234.50")
        #expect(try Self.format(.french).moneyByCode(money) == "1\u{202f}234,50\u{a0}CAD")
        #expect(try Self.format(.french).percent("9.975") == "9,975\u{a0}%")
    }

    @Test(
        arguments: [
            ("350", 35_000), ("12.5", 1_250), ("12,50", 1_250), ("$ 1,350.00", 135_000), ("1 350,00 $", 135_000),
            ("1,350.-", 135_000),
            ("1.234,56", 123_456),
        ] as [(String, Int64)])
    func `an amount is understood however it is typed`(text: String, cents: Int64) throws {
        #expect(try Self.format(.english).amount(text) == Money(cents: cents))
    }

    @Test(arguments: ["abc", "1-2", "12.3456", "--1"])
    func `what is no amount is refused`(text: String) async throws {
        let format = try Self.format(.english)
        #expect(try await errorCode { _ = try format.amount(text) } == "amount_invalid")
    }

    @Test func `an amount that could be two is refused with what it could be`() async throws {
        let format = try Self.format(.english)
        #expect(try await errorCode { _ = try format.amount("1,350") } == "amount_ambiguous")
    }

    @Test func `dates and times follow the language and the event's clock`() throws {
        let (english, french) = (try Self.format(.english), try Self.format(.french))
        #expect(english.moment(Self.morning) == "Sat\u{a0}14\u{a0}Feb, 09:30")
        #expect(french.moment(Self.morning) == "sam.\u{a0}14\u{a0}févr., 09\u{a0}h\u{a0}30")
        #expect(english.fullMoment(Self.morning) == "February 14, 2015, 09:30")
        #expect(french.date(Self.morning) == "14 février 2015")
        let first = try CivilDate("2015-03-01")
        #expect(Language.french.fullDate(first) == "1er mars 2015")
        #expect(Language.french.longDay(first) == "dimanche 1er mars")
        #expect(Language.english.longDay(first) == "Sunday 1 March")
        #expect(Language.french.dayLabel(first) == "dim. 1")
        #expect(english.time(minute: 1_500) == "01:00")
    }
}
