/// A day of the Gregorian calendar, without a time zone.
package struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Reads `2015-02-14` (ISO 8601, extended form).
    ///
    /// - Throws: `date_invalid` for another form or a date that does not exist.
    package init(_ text: String) throws(ConferenceError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            let year = digits(parts[0]), let month = digits(parts[1]), let day = digits(parts[2]),
            year > 0, (1...12).contains(month), (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { throw ConferenceError(.dateInvalid, ErrorDetail("value", text)) }
        self.year = year
        self.month = month
        self.day = day
    }

    /// A date of that year, month and day; nil where there is none.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date that lies that many days after 1970-01-01.
    package init(daysSince1970 ordinal: Int) {
        // Days are counted in eras of 400 years that begin on 1 March, so that a leap day ends its year.
        let shifted = ordinal + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Whole days since 1970-01-01.
    package var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

/// A time of day on the wall clock, to the minute: `00:00` … `24:00`.
package struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Minutes since midnight, 0 … 1440.
    package let minutes: Int

    /// Reads `07:30`.
    ///
    /// - Throws: `time_invalid` for another form.
    package init(_ text: String) throws(ConferenceError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2], let hour = digits(parts[0]), let minute = digits(parts[1]),
            (0...59).contains(minute), hour * 60 + minute <= 1_440
        else { throw ConferenceError(.timeInvalid, ErrorDetail("value", text)) }
        minutes = hour * 60 + minute
    }

    /// Reads a time at which a day can begin: before `24:00`, which is the next day's midnight.
    ///
    /// - Throws: `time_invalid`.
    package init(dayStart text: String) throws(ConferenceError) {
        try self.init(text)
        guard minutes < 1_440 else { throw ConferenceError(.timeInvalid, ErrorDetail("value", text)) }
    }

    package var description: String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }
}

/// The number written in ASCII digits; `Int` alone would also accept a sign.
private func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
}
