/// Names of months and days, and numbers, as a language writes them: what `ReaderFormat` is made of, and all that a badge
/// needs.
extension Language {
    /// January to December, as they stand within a date.
    package var monthNames: [String] {
        switch self {
        case .english:
            [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
        case .french:
            [
                "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                "novembre", "décembre",
            ]
        }
    }

    /// The same, short.
    package var monthLabels: [String] {
        switch self {
        case .english: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        case .french:
            [
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
            ]
        }
    }

    /// `Sat 14`, `sam. 14`: a day of an event as badges show it.
    package func dayLabel(_ date: CivilDate) -> String { "\(weekdayLabel(date)) \(date.day)" }

    /// `Saturday 14 February`, `samedi 14 février`.
    package func longDay(_ date: CivilDate) -> String {
        "\(weekdayName(date)) \(ordinal(date)) \(monthNames[date.month - 1])"
    }

    /// `February 10, 2015`, `10 février 2015`, `1er mars 2015`.
    package func fullDate(_ date: CivilDate) -> String {
        let month = monthNames[date.month - 1]
        return switch self {
        case .english: "\(month) \(date.day), \(date.year)"
        case .french: "\(ordinal(date)) \(month) \(date.year)"
        }
    }

    /// `Sat`, `sam.`
    package func weekdayLabel(_ date: CivilDate) -> String {
        let names =
            switch self {
            case .english: ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
            case .french: ["jeu.", "ven.", "sam.", "dim.", "lun.", "mar.", "mer."]
            }
        return names[date.daysSinceAThursday]
    }

    /// `Saturday`, `samedi`.
    package func weekdayName(_ date: CivilDate) -> String {
        let names =
            switch self {
            case .english: ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]
            case .french: ["jeudi", "vendredi", "samedi", "dimanche", "lundi", "mardi", "mercredi"]
            }
        return names[date.daysSinceAThursday]
    }

    /// The day within its month: `1`, in French `1er`.
    func ordinal(_ date: CivilDate) -> String { self == .french && date.day == 1 ? "1er" : String(date.day) }

    /// `1,350.00`, `1 350,00`; below zero with a minus sign, not a hyphen.
    package func decimal(_ money: Money) -> String {
        let (units, cents) = money.cents.magnitude.quotientAndRemainder(dividingBy: 100)
        let point = self == .english ? "." : ","
        return (money < .zero ? "−" : "") + grouped(units) + point + (cents < 10 ? "0" : "") + String(cents)
    }

    /// In groups of three digits: `1,350`, `1 350` with a narrow blank that does not break.
    func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        let separator = self == .english ? "," : "\u{202f}"
        return digits.indices.map { index in
            (index > 0 && (digits.count - index).isMultiple(of: 3) ? separator : "") + String(digits[index])
        }.joined()
    }
}

extension CivilDate {
    /// 0 to 6: 1970-01-01 was a Thursday.
    fileprivate var daysSinceAThursday: Int { ((daysSince1970 % 7) + 7) % 7 }
}
