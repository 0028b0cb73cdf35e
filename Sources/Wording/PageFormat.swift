package import Conference
package import Foundation

/// Money, dates and times as people of a language write them.
package struct PageFormat: Sendable {
    package let language: Language
    package let currency: Currency
    package let zone: TimeZone

    package init(_ language: Language, _ event: EventDefinition) {
        self.language = language
        currency = event.currency
        zone = event.zone
    }

    /// `$1,350.00`, or `1 350,00 $` in French, with blanks that do not break.
    package func money(_ money: Money) -> String {
        let sign = money < .zero ? "−" : ""
        let (units, cents) = money.cents.magnitude.quotientAndRemainder(dividingBy: 100)
        let fraction = (cents < 10 ? "0" : "") + String(cents)
        let symbols = ["CAD": "$", "USD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£"]
        switch language {
        case .english:
            let symbol = symbols[currency.code] ?? currency.code + "\u{a0}"
            return "\(sign)\(symbol)\(grouped(units, by: ",")).\(fraction)"
        case .french:
            let symbol = symbols[currency.code] ?? currency.code
            return "\(sign)\(grouped(units, by: "\u{202f}")),\(fraction)\u{a0}\(symbol)"
        }
    }

    /// A whole number: `1,350`, `1 350`.
    package func number(_ number: some BinaryInteger) -> String {
        (number < 0 ? "−" : "") + grouped(UInt64(number.magnitude), by: language == .english ? "," : "\u{202f}")
    }

    private func grouped(_ number: UInt64, by separator: String) -> String {
        let digits = Array(String(number))
        return digits.indices.map { index in
            (index > 0 && (digits.count - index).isMultiple(of: 3) ? separator : "") + String(digits[index])
        }.joined()
    }

    /// What somebody typed as an amount: `350`, `12.50`, `12,50`, `$ 1,350.00`; nil for nothing.
    ///
    /// - Throws: what `Money(decimal:in:)` throws.
    package func amount(_ text: String) throws(ConferenceError) -> Money? {
        guard !text.allSatisfy({ $0.isWhitespace || $0 == "$" || $0 == "€" || $0 == "£" }) else { return nil }
        return try Money(decimal: text, in: currency)
    }

    /// `Sat 14 Feb`, `sam. 14 févr.`
    package func day(_ date: CivilDate) -> String {
        let names = [.english: Self.english, .french: Self.french][language] ?? Self.english
        let weekday = names.weekdays[((date.daysSince1970 % 7) + 7) % 7]
        return "\(weekday)\u{a0}\(date.day)\u{a0}\(names.months[date.month - 1])"
    }

    /// The event's dates: `14–17 February 2015`, `du 14 au 17 février 2015`.
    package func dates(_ event: EventDefinition) -> String {
        guard language == .french, let first = event.days.first?.date, let last = event.days.last?.date else {
            return event.dates
        }
        func text(_ date: CivilDate, year: Bool, month: Bool = true) -> String {
            let day = date.day == 1 ? "1er" : String(date.day)
            return day + (month ? " " + Self.frenchMonths[date.month - 1] : "") + (year ? " \(date.year)" : "")
        }
        if first == last { return text(first, year: true) }
        let sameYear = first.year == last.year
        let sameMonth = sameYear && first.month == last.month
        return "du \(text(first, year: !sameYear, month: !sameMonth)) au \(text(last, year: true))"
    }

    /// The time on the wall: `09:12`, `09 h 12`.
    package func time(_ date: Date) -> String {
        let minutes = local(date) % 86_400 / 60
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return two(hour) + (language == .english ? ":" : "\u{a0}h\u{a0}") + two(minute)
    }

    /// Day and time: `Sat 14 Feb, 09:12`.
    package func moment(_ date: Date) -> String {
        "\(day(civil(date))), \(time(date))"
    }

    /// The date on the wall.
    package func civil(_ date: Date) -> CivilDate {
        CivilDate(daysSince1970: Int((Double(local(date)) / 86_400).rounded(.down)))
    }

    private func local(_ date: Date) -> Int {
        Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// Week days from Thursday, which 1970-01-01 was.
    private static let english = (
        weekdays: ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"],
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    )
    private static let french = (
        weekdays: ["jeu.", "ven.", "sam.", "dim.", "lun.", "mar.", "mer."],
        months: [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
        ]
    )
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
}
