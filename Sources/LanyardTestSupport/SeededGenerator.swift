import Conference

/// Random numbers that a seed reproduces, so that a failing property can be run again.
package struct SeededGenerator: RandomNumberGenerator {
    private var numbers: SplitMix64

    package init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    package mutating func next() -> UInt64 { numbers.next() }

    /// Seeds for the arguments of a property test: the name of a failing case contains its seed.
    package static func seeds(_ count: Int) -> [UInt64] {
        var generator = SeededGenerator(seed: 2015)
        return (0..<count).map { _ in generator.next() }
    }
}
