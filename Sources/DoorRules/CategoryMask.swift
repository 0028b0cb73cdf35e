/// A set of categories: bit i stands for the i-th category in the event's order of categories, from 0 to 31.
package struct CategoryMask: OptionSet, Hashable, Sendable {
    /// The bits.
    package var rawValue: UInt32

    /// Wraps bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The set of one category, by its place in the event's order, from 0 to 31.
    package init(index: Int) {
        precondition((0..<32).contains(index), "an event has at most 32 categories")
        self.init(rawValue: 1 << UInt32(index))
    }
}
