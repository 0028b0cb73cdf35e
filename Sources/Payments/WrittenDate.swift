import Conference

/// Which part of a date such as 02/03/2015 is the month.
package enum DateOrder: String, Sendable, Hashable, CaseIterable {
    case dayFirst = "dmy"
    case monthFirst = "mdy"
}

/// A date as a bank or a spreadsheet wrote it.
struct WrittenDate: Hashable {
    let ifDayFirst: CivilDate?
    let ifMonthFirst: CivilDate?
    /// Whether the parts are joined in a way that countries with either order use.
    private let isOpen: Bool

    /// - Throws: `date_invalid`.
    init(_ text: String) throws(ConferenceError) {
        let invalid = ConferenceError(.dateInvalid, ErrorDetail("value", String(text.prefix(40))))
        let parts = Self.parts(text)
        guard !parts.isEmpty else { throw invalid }
        if parts.count == 1, case .number(let number, 8) = parts[0] {
            ifDayFirst = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
            ifMonthFirst = ifDayFirst
            isOpen = false
        } else {
            guard parts.count >= 3 else { throw invalid }
            switch (parts[0], parts[1], parts[2]) {
            case (.number(let year, 4), .number(let month, 1...2), .number(let day, 1...2)),
                (.number(let year, 4), .month(let month), .number(let day, 1...2)),
                (.number(let day, 1...2), .month(let month), .number(let year, 4)),
                (.month(let month), .number(let day, 1...2), .number(let year, 4)):
                ifDayFirst = CivilDate(year: year, month: month, day: day)
                ifMonthFirst = ifDayFirst
                isOpen = false
            case (.number(let day, 1...2), .month(let month), .number(let year, 2)):
                ifDayFirst = CivilDate(year: 2_000 + year, month: month, day: day)
                ifMonthFirst = ifDayFirst
                isOpen = false
            case (.number(let first, 1...2), .number(let second, 1...2), .number(let last, let width))
            where width == 2 || width == 4:
                let year = width == 2 ? 2_000 + last : last
                ifDayFirst = CivilDate(year: year, month: second, day: first)
                // Nobody joins month, day and year by points.
                ifMonthFirst = text.contains(".") ? ifDayFirst : CivilDate(year: year, month: first, day: second)
                isOpen = !text.contains(".")
            default: throw invalid
            }
        }
        if ifDayFirst == nil, ifMonthFirst == nil { throw invalid }
    }

    /// The order that this date can only have been written in.
    var evidence: DateOrder? {
        guard isOpen, ifDayFirst != ifMonthFirst else { return nil }
        if ifMonthFirst == nil { return .dayFirst }
        return ifDayFirst == nil ? .monthFirst : nil
    }

    /// Whether it means two different days until the order is known.
    var isAmbiguous: Bool { ifDayFirst != nil && ifMonthFirst != nil && ifDayFirst != ifMonthFirst }

    /// - Returns: nil where the order does not allow this text.
    func date(_ order: DateOrder) -> CivilDate? { order == .dayFirst ? ifDayFirst : ifMonthFirst }

    // MARK: - Parts

    private enum Part: Hashable {
        case number(Int, Int)
        case month(Int)
    }

    /// Numbers with their width and names of months, up to where a time begins.
    private static func parts(_ text: String) -> [Part] {
        var parts: [Part] = []
        var digits = ""
        var letters = ""
        var isOrdinal = false
        func finish() -> Bool {
            defer { (digits, letters, isOrdinal) = ("", "", false) }
            if !digits.isEmpty {
                guard digits.utf8.count <= 8, let number = Int(digits) else { return false }
                parts.append(.number(number, digits.utf8.count))
            }
            // `3rd`, `1er`
            if !letters.isEmpty, isOrdinal, ordinals.contains(fold(letters)) { return true }
            if !letters.isEmpty {
                // `Tue, 3 Feb 2015`: a day of the week says nothing; the T of a time ends the date.
                guard let month = months[String(fold(letters).prefix(4))] ?? months[String(fold(letters).prefix(3))]
                else { return parts.isEmpty }
                parts.append(.month(month))
            }
            return true
        }
        for character in text {
            if parts.count >= 3 { break }
            if character.isASCII, character.isNumber {
                if !letters.isEmpty, !finish() { break }
                digits.append(character)
            } else if character.isLetter {
                if !digits.isEmpty {
                    guard finish() else { break }
                    isOrdinal = true
                }
                letters.append(character)
            } else {
                guard " -/.,\u{a0}".contains(character) else { break }
                if !finish() { return [] }
            }
        }
        if !digits.isEmpty || !letters.isEmpty { _ = finish() }
        return parts
    }

    private static func fold(_ text: String) -> String {
        text.lowercased().replacing("é", with: "e").replacing("û", with: "u").replacing("ä", with: "a")
    }

    /// What stands right behind the number of a day.
    private static let ordinals: Set<String> = ["st", "nd", "rd", "th", "er"]

    /// English, French and German, by as many letters as tell them apart.
    private static let months: [String: Int] = [
        "jan": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5, "jun": 6, "juin": 6, "jul": 7,
        "juil": 7, "aug": 8, "aou": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
    ]
}
