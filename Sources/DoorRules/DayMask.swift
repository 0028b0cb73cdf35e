/// A set of event days, as a credential carries it: bit i−1 stands for day i, days run from 1 to 16.
package struct DayMask: OptionSet, Hashable, Sendable {
    /// The bits.
    package var rawValue: UInt16

    /// Wraps bits.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The set of the given days, each from 1 to 16.
    package init(days: [Int]) {
        self.init()
        for day in days {
            precondition((1...16).contains(day), "an event has days 1 to 16")
            rawValue |= 1 << UInt16(day - 1)
        }
    }

    /// The days in the set, in ascending order.
    package var days: [Int] {
        var days: [Int] = []
        for day in 1...16 where contains(day: day) { days.append(day) }
        return days
    }

    /// Whether the set holds a day; no number outside 1 to 16 is in any set.
    package func contains(day: Int) -> Bool {
        (1...16).contains(day) && rawValue & (1 << UInt16(day - 1)) != 0
    }
}
