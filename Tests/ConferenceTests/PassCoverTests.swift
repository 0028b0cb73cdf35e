import Conference
import LanyardTestSupport
import Testing

struct PassCoverTests {
    private static func pass(_ id: String, _ days: Int, _ cents: Int64) -> Pass {
        Pass(id: Pass.ID(rawValue: id), name: id, days: days, price: Money(cents: cents))
    }

    private static let early = pass("early", 1, 8_000)
    private static let day = pass("day", 1, 10_000)
    private static let four = pass("four", 4, 35_000)

    @Test func `days that were taken early keep the early price, and a pass for all spans both`() throws {
        let regular = PriceList(passes: [Self.day, Self.four])
        let earlyDay = PriceList(passes: [Self.early, Self.day, Self.four])
        let three = try PassCover.cheapest([earlyDay, earlyDay, earlyDay, regular])
        #expect(three.total == Money(cents: 34_000))
        let one = try PassCover.cheapest([earlyDay, regular, regular, regular])
        #expect(one.total == Money(cents: 35_000))
        #expect(one.lines.map(\.pass.id.rawValue) == ["four"])
    }

    @Test func `a pass whose price changed is another pass`() throws {
        let dearer = Self.pass("four", 4, 40_000)
        let days = [PriceList(passes: [Self.day, Self.four]), PriceList(passes: [Self.day, dearer])]
        let quote = try PassCover.cheapest(days + [days[1], days[1]])
        #expect(quote.total == Money(cents: 40_000))
    }

    @Test func `a day without any pass is not on sale`() {
        #expect(throws: ConferenceError(.daysNotOnSale)) {
            try PassCover.cheapest([PriceList(passes: [Self.day]), PriceList(passes: [])])
        }
    }

    /// Every way to give each day one of its passes, with as many of a pass as its days need.
    private static func cheapestByTrying(_ days: [PriceList], _ chosen: [Pass: Int] = [:]) -> Int64 {
        guard let first = days.first else {
            return chosen.reduce(0) { $0 + Int64(($1.value + $1.key.days - 1) / $1.key.days) * $1.key.price.cents }
        }
        return first.passes.map { pass in
            cheapestByTrying(Array(days.dropFirst()), chosen.merging([pass: 1], uniquingKeysWith: +))
        }.min() ?? .max
    }

    @Test(arguments: SeededGenerator.seeds(60))
    func `no way of covering the days is cheaper`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let passes = (0..<4).map { number in
            Self.pass(
                "p\(number)", .random(in: 1...4, using: &generator), .random(in: 0...400, using: &generator) * 100)
        }
        let days = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
            let some = passes.filter { _ in Bool.random(using: &generator) }
            return PriceList(passes: some.isEmpty ? [passes[0]] : some)
        }
        #expect(try PassCover.cheapest(days).total.cents == Self.cheapestByTrying(days))
    }
}
