/// A set of the event's days, numbered from 1; at most sixteen, as a credential has room for.
package struct DaySet: Sendable, Hashable {
    /// Bit i−1 stands for day i.
    package let bits: UInt16

    /// The largest number of days that an event can have.
    package static let dayLimit = 16

    package init(bits: UInt16) { self.bits = bits }

    /// - Precondition: every number lies in 1 … 16.
    package init(_ numbers: some Sequence<Int>) {
        bits = numbers.reduce(0) { bits, number in
            precondition((1...Self.dayLimit).contains(number), "a day number outside 1…16")
            return bits | 1 << (number - 1)
        }
    }

    /// The set of numbers that nobody has looked at; nil if one lies outside 1 … 16.
    package init?(unchecked numbers: some Sequence<Int>) {
        guard numbers.allSatisfy({ (1...Self.dayLimit).contains($0) }) else { return nil }
        self.init(numbers)
    }

    package static let none = DaySet(bits: 0)

    /// The first `count` days.
    package static func first(_ count: Int) -> DaySet { DaySet(count == 0 ? [] : Array(1...count)) }

    /// Reads `1,3-4` or `all` for an event of `dayCount` days.
    ///
    /// - Throws: `days_invalid` for another form or no day at all, `day_unknown` for a day that the event does not
    ///   have.
    package init(_ text: String, dayCount: Int) throws(ConferenceError) {
        let words = text.lowercased().split(separator: " ")
        if words == ["all"] {
            self = .first(dayCount)
            return
        }
        let invalid = ConferenceError(.daysInvalid, ErrorDetail("value", text))
        var numbers: [Int] = []
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "," || $0 == ";" }) {
            let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
            guard (1...2).contains(bounds.count), let lower = bounds[0], let upper = bounds[bounds.count - 1],
                lower <= upper
            else { throw invalid }
            guard lower >= 1, upper <= dayCount else {
                throw ConferenceError(
                    .dayUnknown, ErrorDetail("value", lower < 1 ? lower : upper), ErrorDetail("days", dayCount))
            }
            numbers.append(contentsOf: lower...upper)
        }
        self.init(numbers)
    }

    /// Spaces may surround digits but not separate them: `1 2` would otherwise be day twelve.
    private static func number(_ text: Substring) -> Int? {
        let words = text.split(separator: " ")
        guard words.count == 1, words[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(words[0])
    }

    package var count: Int { bits.nonzeroBitCount }
    package var isEmpty: Bool { bits == 0 }
    package var numbers: [Int] { (1...Self.dayLimit).filter { contains($0) } }
    package func contains(_ number: Int) -> Bool {
        (1...Self.dayLimit).contains(number) && bits & 1 << (number - 1) != 0
    }
    package func isSubset(of other: DaySet) -> Bool { bits & ~other.bits == 0 }
    package func union(_ other: DaySet) -> DaySet { DaySet(bits: bits | other.bits) }
    package func intersection(_ other: DaySet) -> DaySet { DaySet(bits: bits & other.bits) }
    package func subtracting(_ other: DaySet) -> DaySet { DaySet(bits: bits & ~other.bits) }
}

extension DaySet: CustomStringConvertible {
    /// The form that `init(_:dayCount:)` reads: `1,3,4`.
    package var description: String { numbers.map(String.init).joined(separator: ",") }
}
