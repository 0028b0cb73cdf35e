import Conference

/// Days of the event as people and shops write them: `Sat 14 – Tue 17`, `Day 1 & 2`, `14.–16. Februar`, `2015-02-14`, `all days`.
///
/// Either the whole text is understood or nothing of it is: a day that the event does not have, a weekday that does not fall on its
/// date, a number of days that the named ones do not make up.
struct DayWords {
    /// The days that a text names; nil where it names none.
    ///
    /// - Throws: `days_unclear` where it names some but not all of it is understood.
    static func days(in text: String, of event: EventDefinition) throws -> DaySet? {
        var words = DayWords(text, event)
        return try words.read()
    }

    private enum Token: Hashable {
        case word(String)
        case number(Int)
        case date(CivilDate)
        /// A dash or a word for it.
        case range
        /// A comma, a semicolon, an ampersand, a word for it.
        case and
        /// Between words an ‘and’; between dates it may be a range.
        case slash
        /// A sign that belongs to a price and the like.
        case other
        /// A sign of which nobody knows what it says.
        case unknown
    }

    private let event: EventDefinition
    private let text: String
    private var tokens: [Token]
    private var position = 0
    /// Whether a weekday, a month or the like was seen, so that a number alone is a day of the month.
    private var isDated = false

    private init(_ text: String, _ event: EventDefinition) {
        self.event = event
        self.text = text
        tokens = Self.connected(Self.tokens(SearchText.fold(text), event))
    }

    private var unclear: LedgerError { LedgerError(.daysUnclear, ErrorDetail("value", String(text.prefix(80)))) }

    private mutating func read() throws -> DaySet? {
        if tokens.contains(where: { if case .word(let word) = $0 { Self.restrictions.contains(word) } else { false } })
        {
            // ‘All days except Sunday’ is for somebody to say.
            if try mentions() != nil || claimsAll { throw unclear }
            return nil
        }
        let count = statedCount()
        let named = try bareNumbers() ?? mentions()
        if let named {
            guard count.map({ $0 == named.count }) ?? true else { throw unclear }
            return named
        }
        if event.days.count == 2, tokens.contains(where: { Self.bothWords.contains($0) }) { return event.allDays }
        if claimsAll { return count.map { $0 == event.days.count } ?? true ? event.allDays : nil }
        return count == event.days.count ? event.allDays : nil
    }

    // MARK: - Days that are named

    /// `1 and 3`, `1 à 3`: numbers of days, and nothing else.
    private func bareNumbers() throws -> DaySet? {
        guard tokens.count > 2 else { return nil }
        var numbers: Set<Int> = []
        var expectsNumber = true
        var start: Int?
        for token in tokens {
            switch token {
            case .number(let number) where expectsNumber && event.days.indices.contains(number - 1):
                if let start {
                    guard start < number else { throw unclear }
                    numbers.formUnion(start...number)
                } else {
                    numbers.insert(number)
                }
                (expectsNumber, start) = (false, nil)
            case .and where !expectsNumber, .slash where !expectsNumber: expectsNumber = true
            case .range where !expectsNumber:
                (expectsNumber, start) = (true, numbers.max())
            default: return nil
            }
        }
        return expectsNumber ? nil : DaySet(numbers.sorted())
    }

    private mutating func mentions() throws -> DaySet? {
        position = 0
        isDated = tokens.contains { token in
            switch token {
            case .word(let word): Self.weekday(word) != nil || Self.month(word) != nil
            case .date: true
            default: false
            }
        }
        var numbers: Set<Int> = []
        var last: Int?
        var isRange = false
        var afterSlash: Int?
        while position < tokens.count {
            if let day = try mention() {
                // ISO 8601 writes a time from one date to another with a slash, others an ‘and’; of neighbours they say the same.
                if let before = afterSlash, isDate(at: position - 1), day != before + 1 { throw unclear }
                afterSlash = nil
                if isRange, let start = last {
                    guard start < day else { throw unclear }
                    numbers.formUnion(start...day)
                } else {
                    numbers.insert(day)
                }
                (last, isRange) = (day, false)
            } else if let days = try weekend() {
                if isRange { throw unclear }
                numbers.formUnion(days)
                last = days.last
                position += 1
            } else {
                if isRange { throw unclear }
                isRange = tokens[position] == .range && last != nil && isMentionNext
                // What two days have between them has to be understood.
                if tokens[position] == .unknown, last != nil, isMentionNext { throw unclear }
                if tokens[position] == .slash, last != nil, isMentionNext { afterSlash = last }
                position += 1
            }
        }
        return numbers.isEmpty ? nil : DaySet(numbers.sorted())
    }

    /// The Saturday and the Sunday of the event at `weekend`.
    private func weekend() throws -> [Int]? {
        guard case .word(let word) = tokens[position], Self.weekendWords.contains(word) else { return nil }
        let days = event.days.filter { [0, 6].contains(Self.weekday(of: $0.date)) }.map(\.number)
        guard days.count == 2, days[0] + 1 == days[1] else { throw unclear }
        return days
    }

    private func isDate(at place: Int) -> Bool {
        guard tokens.indices.contains(place), case .date = tokens[place] else { return false }
        return true
    }

    /// Whether what follows a dash can be a day: `Sat 14 – Lunch` is no range.
    private var isMentionNext: Bool {
        guard position + 1 < tokens.count else { return false }
        switch tokens[position + 1] {
        case .date: return true
        case .number: return true
        case .word(let word):
            return Self.weekday(word) != nil || Self.dayWords.contains(word) || Self.month(word) != nil
        default: return false
        }
    }

    /// One day at this position, which then lies behind it; nil where there is none.
    private mutating func mention() throws -> Int? {
        switch tokens[position] {
        case .date(let date):
            position += 1
            return try number(of: date)
        case .word(let word):
            if let weekday = Self.weekday(word) { return try weekdayMention(weekday) }
            if Self.dayWords.contains(word), case .number(let number)? = next(1) {
                position += 2
                return try checked(number)
            }
            if let ordinal = Self.ordinal(word), case .word(let noun)? = next(1), Self.dayWords.contains(noun) {
                position += 2
                return try checked(ordinal == 0 ? event.days.count : ordinal)
            }
            if let month = Self.month(word), case .number(let day)? = next(1), !isYear(day) {
                position += 2
                skipYear()
                return try number(of: dates { $0.month == month && $0.day == day })
            }
            return nil
        case .number(let number):
            if isYear(number), case .word(let word)? = tokens[..<position].last, Self.month(word) != nil { return nil }
            if case .word(let word)? = next(1), let month = Self.month(word) {
                position += 2
                skipYear()
                return try self.number(of: dates { $0.month == month && $0.day == number })
            }
            return try loneNumber(number)
        default: return nil
        }
    }

    /// `Sat`, `Sat 14`, `Saturday 14 February`, `Saturday, February 14`.
    private mutating func weekdayMention(_ weekday: Int) throws -> Int {
        position += 1
        let isComma = position < tokens.count && tokens[position] == .and
        let ahead = isComma ? position + 1 : position
        if tokens.indices.contains(ahead), case .number(let day) = tokens[ahead], !isYear(day), !isComma {
            position = ahead + 1
            var month: Int?
            if position < tokens.count, case .word(let word) = tokens[position], let named = Self.month(word) {
                month = named
                position += 1
                skipYear()
            }
            return try number(
                of: dates { $0.day == day && Self.weekday(of: $0) == weekday && (month == nil || $0.month == month) })
        }
        if tokens.indices.contains(ahead + 1), case .word(let word) = tokens[ahead], let month = Self.month(word),
            case .number(let day) = tokens[ahead + 1]
        {
            position = ahead + 2
            skipYear()
            return try number(of: dates { $0.day == day && $0.month == month && Self.weekday(of: $0) == weekday })
        }
        return try number(of: dates { Self.weekday(of: $0) == weekday })
    }

    /// A number among days: the second of `Day 1 & 2`, or a day of the month in `Sat 14, 15 and 16`.
    private mutating func loneNumber(_ number: Int) throws -> Int? {
        let before = tokens[..<position]
        let connected = before.last == .and || before.last == .slash || before.last == .range
        guard connected || isDated && monthFollows() else { return nil }
        let isCounted = before.contains { if case .word(let word) = $0 { Self.dayWords.contains(word) } else { false } }
        guard isCounted || isDated else { return nil }
        position += 1
        return isCounted && !isDated ? try checked(number) : try self.number(of: dates { $0.day == number })
    }

    /// Whether a list of numbers that begins here ends with a month: `14–17 February`.
    private func monthFollows() -> Bool {
        for token in tokens[position...] {
            switch token {
            case .number, .range, .and, .slash: continue
            case .word(let word): return Self.month(word) != nil
            case .date: return true
            default: return false
            }
        }
        return false
    }

    private func dates(_ isMeant: (CivilDate) -> Bool) -> [EventDefinition.Day] {
        event.days.filter { isMeant($0.date) }
    }

    /// The one day that is meant.
    private func number(of days: [EventDefinition.Day]) throws -> Int {
        guard days.count == 1 else { throw unclear }
        return days[0].number
    }

    private func number(of date: CivilDate) throws -> Int { try number(of: dates { $0 == date }) }

    private func checked(_ number: Int) throws -> Int {
        guard event.days.indices.contains(number - 1) else { throw unclear }
        return number
    }

    private func next(_ offset: Int) -> Token? {
        tokens.indices.contains(position + offset) ? tokens[position + offset] : nil
    }

    private func isYear(_ number: Int) -> Bool { (1_900...2_200).contains(number) }

    private mutating func skipYear() {
        if position < tokens.count, case .number(let year) = tokens[position], isYear(year) { position += 1 }
        if position + 1 < tokens.count, tokens[position] == .and, case .number(let year) = tokens[position + 1],
            isYear(year)
        {
            position += 2
        }
    }

    // MARK: - How many

    /// `One day`, `4-day pass`, `deux jours`; nil where no number of days is said. `Day 1` is none.
    private func statedCount() -> Int? {
        for (index, token) in tokens.enumerated() {
            guard case .word(let word) = token, Self.dayWords.contains(word), index > 0 else { continue }
            var before = tokens[index - 1]
            if before == .range, index > 1 {
                // ‘4-day pass’ says how many, ‘Day 1 to Day 3’ says which.
                if case .number(let which)? = tokens[(index + 1)...].first, !isYear(which) { continue }
                before = tokens[index - 2]
            }
            switch before {
            case .number(let number) where number <= DaySet.dayLimit:
                // The number of `Sat 14 – Day ticket` is a date.
                if index > 1, case .word(let word) = tokens[max(0, index - 2)], Self.weekday(word) != nil { continue }
                return number
            case .word(let word): if let number = Self.countWords[word] { return number }
            default: continue
            }
        }
        return nil
    }

    /// `All days`, `full pass`, `complete conference`.
    private var claimsAll: Bool {
        let words = Set(
            tokens.compactMap { if case .word(let word) = $0 { word } else { nil } })
        if words == ["all"] || words == ["tous"] || words == ["alle"] || words == ["todos"] { return true }
        return !words.isDisjoint(with: Self.allWords) && !words.isDisjoint(with: Self.passWords)
    }

    // MARK: - Words

    /// The date of the event that numbers between slashes or dots mean, whichever is the month; nil where both could be.
    private static func date(_ first: Substring, _ second: Substring, _ year: Substring, _ event: EventDefinition)
        -> CivilDate?
    {
        let (one, two, year) = (Int(first) ?? 0, Int(second) ?? 0, Int(year) ?? 0)
        let possible = Set(
            [(two, one), (one, two)].compactMap { CivilDate(year: year, month: $0.0, day: $0.1) })
        let meant = possible.filter { date in event.days.contains { $0.date == date } }
        return meant.count == 1 ? meant.first : nil
    }

    /// The same tokens with `a`, `al` and `à` as what they are between two days: words for a dash.
    private static func connected(_ tokens: [Token]) -> [Token] {
        func isDay(_ token: Token) -> Bool {
            switch token {
            case .number, .date: true
            case .word(let word): weekday(word) != nil || month(word) != nil
            default: false
            }
        }
        return tokens.indices.map { index in
            guard case .word(let word) = tokens[index], ["a", "al"].contains(word), index > 0, index + 1 < tokens.count,
                isDay(tokens[index - 1]), isDay(tokens[index + 1])
            else { return tokens[index] }
            return .range
        }
    }

    private static func tokens(_ text: String, _ event: EventDefinition) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let first = rest.first {
            if let match = rest.prefixMatch(of: time) {
                // At what time is not asked.
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /(\d{4})[-\/.](\d{1,2})[-\/.](\d{1,2})/),
                let date = CivilDate(year: Int(match.1) ?? 0, month: Int(match.2) ?? 0, day: Int(match.3) ?? 0)
            {
                tokens.append(.date(date))
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /(\d{1,2})[\/.](\d{1,2})[\/.](\d{4})/) {
                // One that is no day of the event, or could be two, is not understood.
                tokens.append(
                    .date(date(match.1, match.2, match.3, event) ?? CivilDate(daysSince1970: 0)))
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /(\d{1,2})\.\s?(\d{1,2})\.(?!\d)/) {
                // ‘14.2.’ without a year.
                let days = event.days.filter { $0.date.day == Int(match.1) && $0.date.month == Int(match.2) }
                tokens.append(.date(days.count == 1 ? days[0].date : CivilDate(daysSince1970: 0)))
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /([0-9]{1,4})(?:st|nd|rd|th|er|ere|e|º|ª|\.)?/) {
                tokens.append(.number(Int(match.1) ?? 0))
                rest = rest[match.range.upperBound...]
            } else if first.isLetter {
                let word = String(rest.prefix(while: \.isLetter))
                rest = rest.dropFirst(word.count)
                if rest.first == "." { rest = rest.dropFirst() }
                tokens.append(
                    ["to", "through", "thru", "until", "till", "bis", "au", "hasta"].contains(word)
                        ? .range : ["and", "et", "und", "y", "e"].contains(word) ? .and : .word(word))
            } else {
                rest = rest.dropFirst()
                if "-–—‐‑−~→➔➜⇒…".contains(first) || first == "." && rest.first == "." {
                    // ‘->’, ‘...’: one range, however many signs it has.
                    rest = rest.drop { "-–—>.".contains($0) }
                    tokens.append(.range)
                } else if first == "/" {
                    tokens.append(.slash)
                } else if ",;&+|•·".contains(first) {
                    tokens.append(.and)
                } else if "$€£¥#%*!?=@".contains(first) {
                    tokens.append(.other)
                } else if !first.isWhitespace, !"()[]{}.:'\"‘’“”«»".contains(first) {
                    tokens.append(.unknown)
                }
            }
        }
        return tokens
    }

    /// `09:00`, `9h30`, `10 Uhr`, `2 pm`, and from one to another: `10:00–16:00`, `10-16 Uhr`.
    private static var time: Regex<Substring> {
        #/(?:\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?(?:uhr|h|am|pm)\b)?|\d{1,2}\s?(?:-|–|—)\s?\d{1,2}\s?(?:uhr|am|pm|hrs?)\b|\d{1,2}\s?(?:uhr|am|pm|hrs?)\b)(?:\s?(?:-|–|—)\s?\d{1,2}(?:[:h]\d{2}(?::\d{2})?(?:\s?(?:uhr|h|am|pm)\b)?|\s?(?:uhr|am|pm|hrs?)\b))?/#
    }

    /// 0 for Sunday.
    private static func weekday(of date: CivilDate) -> Int { ((date.daysSince1970 + 4) % 7 + 7) % 7 }

    private static let bothWords: Set<Token> = [.word("both"), .word("beide"), .word("ambos"), .word("ambas")]
}
