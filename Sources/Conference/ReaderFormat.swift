package import Foundation

/// Money, numbers, rates, dates and times as people of a language write them in Canada: the one place for it, on pages, on
/// paper and in sentences.
///
/// Not by the formatters of Foundation: their texts change with the version of its locale data, and a document has the
/// same bytes for ever.
package struct ReaderFormat: Sendable {
    package let language: Language
    package let currency: Currency
    package let zone: TimeZone

    package init(_ language: Language, currency: Currency, zone: TimeZone) {
        self.language = language
        self.currency = currency
        self.zone = zone
    }

    package init(_ language: Language, _ event: EventDefinition) {
        self.init(language, currency: event.currency, zone: event.zone)
    }

    // MARK: - Amounts

    /// `$1,350.00`, or `1 350,00 $` in French, with blanks that do not break.
    package func money(_ money: Money) -> String {
        let symbols = ["CAD": "$", "USD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£"]
        let sign = money < .zero ? "−" : ""
        let digits = language.decimal(Money(cents: abs(money.cents)))
        switch language {
        case .english: return sign + (symbols[currency.code] ?? currency.code + "\u{a0}") + digits
        case .french: return "\(sign)\(digits)\u{a0}\(symbols[currency.code] ?? currency.code)"
        }
    }

    /// `1,350.00`, `1 350,00`: for columns whose heading names the currency.
    package func decimal(_ money: Money) -> String { language.decimal(money) }

    /// `CAD 1,350.00`, `1 350,00 CAD`: where the sign alone would not say which dollar.
    package func moneyByCode(_ money: Money) -> String {
        switch language {
        case .english: "\(currency)\u{a0}\(decimal(money))"
        case .french: "\(decimal(money))\u{a0}\(currency)"
        }
    }

    /// `9.975%`, `9,975 %`.
    ///
    /// - Parameter rate: a decimal number.
    package func percent(_ rate: String) -> String {
        switch language {
        case .english: rate + "%"
        case .french: rate.replacing(".", with: ",") + "\u{a0}%"
        }
    }

    /// A whole number: `1,350`, `1 350`.
    package func number(_ number: some BinaryInteger) -> String {
        (number < 0 ? "−" : "") + language.grouped(UInt64(number.magnitude))
    }

    /// What somebody typed as an amount: `350`, `12.50`, `12,50`, `$ 1,350.00`; nil for nothing.
    ///
    /// - Throws: what `Money(decimal:in:)` throws.
    package func amount(_ text: String) throws(ConferenceError) -> Money? {
        guard !text.allSatisfy({ $0.isWhitespace || $0 == "$" || $0 == "€" || $0 == "£" }) else { return nil }
        return try Money(decimal: text, in: currency)
    }

    // MARK: - Dates and times

    /// `Sat 14 Feb`, `sam. 14 févr.`, with blanks that do not break.
    package func day(_ date: CivilDate) -> String {
        "\(language.weekdayLabel(date))\u{a0}\(language.ordinal(date))\u{a0}\(language.monthLabels[date.month - 1])"
    }

    /// The event's dates: `14–17 February 2015`, `14–17 février 2015`.
    package func dates(_ event: EventDefinition) -> String { event.dates(in: language) }

    /// The date on the wall, in full: `February 10, 2015`, `10 février 2015`.
    package func date(_ time: Date) -> String { language.fullDate(civil(time)) }

    /// The same of a date.
    package func fullDate(_ date: CivilDate) -> String { language.fullDate(date) }

    /// The time on the wall: `09:12`, `09 h 12`.
    package func time(_ date: Date) -> String { time(minute: Int(local(date) % 86_400 / 60)) }

    /// The same of a minute since midnight; the next day’s begin at 1,440.
    package func time(minute: Int) -> String {
        let (hour, minute) = (minute % 1_440).quotientAndRemainder(dividingBy: 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return two(hour) + (language == .english ? ":" : "\u{a0}h\u{a0}") + two(minute)
    }

    /// Day and time: `Sat 14 Feb, 09:12`.
    package func moment(_ date: Date) -> String { "\(day(civil(date))), \(time(date))" }

    /// Date and time in full: `February 10, 2015, 09:12`.
    package func fullMoment(_ time: Date) -> String { "\(date(time)), \(self.time(time))" }

    /// The date on the wall.
    package func civil(_ date: Date) -> CivilDate {
        CivilDate(daysSince1970: Int((Double(local(date)) / 86_400).rounded(.down)))
    }

    /// Seconds since 1970 on the clocks of the event.
    private func local(_ date: Date) -> Int {
        Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
    }
}
