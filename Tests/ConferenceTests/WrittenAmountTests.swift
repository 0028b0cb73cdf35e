import Conference
import LanyardTestSupport
import Testing

struct WrittenAmountTests {
    @Test(
        arguments: [
            ("350.0", 35_000), ("350.5", 35_050), ("350", 35_000), ("1,234.50", 123_450), ("1.234,50", 123_450),
            ("1 234,50", 123_450), ("1\u{a0}234,50", 123_450), ("1\u{202f}234,50", 123_450), ("1'234.50", 123_450),
            ("1’234.50", 123_450), ("$350.00", 35_000), ("CA$350.00", 35_000), ("350.00 $", 35_000),
            ("CAD 350.00", 35_000), ("CAD350", 35_000), ("$350.00 CAD", 35_000), ("+350.00", 35_000),
            ("350.00+", 35_000), ("350.00-", -35_000), ("(350.00)", -35_000), ("($350.00)", -35_000),
            ("350,0", 35_000), ("350,00 CR", 35_000), ("350.00DR", -35_000), ("350.00 Cr.", 35_000),
            ("−350.00", -35_000), ("1,00", 100), ("0.5", 50), (".50", 50), ("$.50", 50), ("350.1", 35_010),
            ("0.500", 50), ("1234.500", 123_450), ("350.0000", 35_000), ("1,234,567", 123_456_700),
            ("1.234.567", 123_456_700), ("12,34,567.80", 123_456_780), ("350.-", 35_000), ("350,--", 35_000),
            ("350.—", 35_000), ("1,350.-", 135_000), ("٣٥٠٫٥٠", 35_050), ("١٬٢٣٤٫٥", 123_450), ("３５０．５０", 35_050),
            ("350 dollars", 35_000), ("1 dollar", 100), ("350.00 CREDIT", 35_000), ("350,00 débit", -35_000),
            ("\u{200f}350.00", 35_000), ("1,234.567,8", nil), ("350.00 DR-", -35_000),
        ] as [(String, Int64?)])
    func `an amount of a bank or a spreadsheet is what it says`(text: String, cents: Int64?) throws {
        let currency = try Currency("CAD")
        guard let cents else {
            #expect(throws: ConferenceError.self) { try Money(decimal: text, in: currency) }
            return
        }
        #expect(try Money(decimal: text, in: currency) == Money(cents: cents))
    }

    @Test(arguments: [
        "3.5E2", "--350.00", "350..00", "3,50.00", "1 23", "350'50", "1 234'567", "(350.00", "-(350.00)", "-350.00 CR",
        "350.00.", "2015-02-03", "12:30", "50 %", "1٣", "Rs", "350.00 CAD EUR", "$350 EUR", "0,350,000", "1.23.456",
        "12.3456", "", " ", "=350", "1;5",
    ])
    func `what is no amount is refused`(text: String) throws {
        let error = #expect(throws: ConferenceError.self) { try Money(decimal: text, in: try Currency("CAD")) }
        #expect(error?.code == .amountInvalid)
    }

    @Test(arguments: ["350.000", "1,234", "100.000", "1.350", "-1,234", "350.125"])
    func `an amount that could be two is refused until its file says which`(text: String) throws {
        #expect(throws: ConferenceError.self) { try Money(decimal: text) }
        #expect(try errorCode { try WrittenAmount(text).money() } == .amountAmbiguous)
        let readings = DecimalSign.allCases.compactMap { try? WrittenAmount(text).money($0) }
        #expect(!readings.isEmpty && Set(readings).count == readings.count)
    }

    @Test func `the refusal names an amount to write instead`() throws {
        let error = #expect(throws: ConferenceError.self) { try Money(decimal: "350.000") }
        #expect(error?.details["example"] == "350.00")
    }

    @Test(arguments: [("USD 5", "CAD"), ("US$5", "CAD"), ("€5", "CAD"), ("5 $", "EUR"), ("£5", "EUR")])
    func `another currency is refused`(text: String, currency: String) throws {
        #expect(try errorCode { try Money(decimal: text, in: try Currency(currency)) } == .amountCurrencyDiffers)
    }

    @Test(
        arguments: [
            (["350.000", "1,234.50"], .point), (["350,000", "200,5"], .comma), (["350", "1 234"], nil),
            (["350.5", "350,5"], nil), (["1,234,567"], .point), (["100.000"], nil),
        ] as [([String], DecimalSign?)])
    func `a file's amounts settle its decimal sign together`(texts: [String], sign: DecimalSign?) throws {
        #expect(DecimalSign.settled(by: try texts.map { text in try WrittenAmount(text) }) == sign)
    }

    @Test func `a settled sign reads what was open`() throws {
        #expect(try WrittenAmount("350.000").money(.point) == Money(cents: 35_000))
        #expect(try WrittenAmount("350.000").money(.comma) == Money(cents: 35_000_000))
        #expect(try errorCode { try WrittenAmount("350.125").money(.point) } == .amountInvalid)
    }

    private func errorCode(_ body: () throws -> Money) throws -> ConferenceErrorCode? {
        do {
            _ = try body()
            return nil
        } catch let error as ConferenceError {
            return error.code
        }
    }
}

/// Amounts in every notation that spreadsheets, banks and countries use: read as what they are, or refused.
struct AmountNotationTests {
    @Test(arguments: SeededGenerator.seeds(20))
    func `the reader gives the amount that was written or refuses`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let currency = try Currency("CAD")
        var refused = 0
        for _ in 0..<1_000 {
            let written = Notation.random(using: &generator)
            do throws(ConferenceError) {
                let read = try Money(decimal: written.text, in: currency)
                #expect(read == written.money, "\(written.text), seed \(seed)")
            } catch {
                refused += 1
                #expect(error.code == .amountAmbiguous, "\(written.text), seed \(seed): \(error.code)")
            }
            // Whoever knows the sign gets the amount in any case.
            #expect(
                try WrittenAmount(written.text).money(written.sign) == written.money, "\(written.text), seed \(seed)")
        }
        #expect(refused < 300, "seed \(seed)")
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `a file in one notation is read whole, or the rest is refused`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let sign = Bool.random(using: &generator) ? DecimalSign.point : .comma
            let file = (0..<20).map { _ in Notation.random(sign: sign, using: &generator) }
            let amounts = try file.map { line in try WrittenAmount(line.text) }
            let settled = DecimalSign.settled(by: amounts)
            #expect(settled == nil || settled == sign, "seed \(seed)")
            for (line, amount) in zip(file, amounts) {
                guard let money = try? amount.money(settled) else { continue }
                #expect(money == line.money, "\(line.text), seed \(seed)")
            }
        }
    }

    /// One way of writing one amount.
    private struct Notation {
        let text: String
        let money: Money
        let sign: DecimalSign

        static func random(
            sign: DecimalSign? = nil, using generator: inout some RandomNumberGenerator
        ) -> Notation {
            let sign = sign ?? (Bool.random(using: &generator) ? .point : .comma)
            let magnitude = Int64.random(in: 0...(1 << Int64.random(in: 3...29, using: &generator)), using: &generator)
            let cents = pick([magnitude, magnitude / 100 * 100, magnitude / 10 * 10], &generator)
            var text = units(cents / 100, sign, &generator) + decimals(cents % 100, sign, &generator)
            text = digits(text, &generator)
            let money = [text, "$" + text, "CAD " + text, text + " $", text + "\u{a0}CAD", "CA$" + text]
            text = pick([text] + money, &generator)
            let isNegative = cents > 0 && Int.random(in: 0..<4, using: &generator) == 0
            if isNegative {
                // Behind `350.-` a minus could not be told from the dash.
                let behind = text.last?.isNumber == true ? text + "-" : "-" + text
                text = pick(["-" + text, "−" + text, behind, "(" + text + ")", text + " DR", text + " DB"], &generator)
            } else {
                text = pick([text, text, text, "+" + text, text + "+", text + " CR", " " + text + " "], &generator)
            }
            return Notation(text: text, money: Money(cents: isNegative ? -cents : cents), sign: sign)
        }

        private static func pick<Value>(
            _ choices: [Value], _ generator: inout some RandomNumberGenerator
        ) -> Value {
            choices[Int.random(in: choices.indices, using: &generator)]
        }

        private static func units(
            _ units: Int64, _ sign: DecimalSign, _ generator: inout some RandomNumberGenerator
        ) -> String {
            let other = sign == .point ? "," : "."
            let separator = pick(["", "", other, " ", "\u{a0}", "\u{202f}", "\u{2009}", "'", "’"], &generator)
            let digits = Array(String(units))
            return digits.indices.map { index in
                (index > 0 && (digits.count - index).isMultiple(of: 3) ? separator : "") + String(digits[index])
            }.joined()
        }

        private static func decimals(
            _ cents: Int64, _ sign: DecimalSign, _ generator: inout some RandomNumberGenerator
        ) -> String {
            let mark = sign == .point ? "." : ","
            let two = (cents < 10 ? "0" : "") + String(cents)
            var ways = [mark + two, mark + two, mark + two + "0", mark + two + "00"]
            if cents % 10 == 0 { ways.append(mark + String(cents / 10)) }
            if cents == 0 { ways += ["", "", mark + "-", mark + "--", mark + "—"] }
            return pick(ways, &generator)
        }

        /// The digits of another script now and then.
        private static func digits(_ text: String, _ generator: inout some RandomNumberGenerator) -> String {
            let zeros: [UInt32] = [0x30, 0x30, 0x30, 0x30, 0x660, 0x6F0, 0xFF10, 0x966]
            let zero = pick(zeros, &generator)
            return String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map { scalar in
                        (0x30...0x39).contains(scalar.value)
                            ? Unicode.Scalar(zero + scalar.value - 0x30) ?? scalar : scalar
                    }))
        }
    }
}
