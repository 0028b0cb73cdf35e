import Conference
import LanyardTestSupport
import Testing

struct PriceListTests {
    private static let netdev = PriceList(passes: [pass("day", 1, 10_000), pass("four-days", 4, 35_000)])

    private static func pass(_ id: String, _ days: Int, _ cents: Int64) -> Pass {
        Pass(id: Pass.ID(rawValue: id), name: id, days: days, price: Money(cents: cents))
    }

    /// Every multiset of passes that covers so many days, tried one by one.
    private static func cheapest(_ passes: [Pass], covering days: Int) -> Money? {
        guard days > 0 else { return .zero }
        guard let first = passes.first else { return nil }
        let rest = Array(passes.dropFirst())
        return (0...days).compactMap { quantity in
            cheapest(rest, covering: days - quantity * first.days).map { $0 + first.price * quantity }
        }.min()
    }

    private static func random(_ generator: inout SeededGenerator) -> PriceList {
        PriceList(
            passes: (0..<Int.random(in: 1...4, using: &generator)).map { index in
                pass(
                    "pass-\(index)", Int.random(in: 1...7, using: &generator),
                    Int64.random(in: 0...40, using: &generator) * 500)
            })
    }

    @Test func `Netdev costs 100, 200, 300 and 350`() throws {
        for bits in UInt16(1)..<16 {
            let days = DaySet(bits: bits)
            let price: Int64 = [0, 10_000, 20_000, 30_000, 35_000][days.count]
            #expect(try Self.netdev.quote(for: days).total == Money(cents: price))
        }
        #expect(try Self.netdev.quote(for: .none).lines.isEmpty)
    }

    @Test func `a quote says which passes and how many`() throws {
        let three = try Self.netdev.quote(for: .first(3))
        #expect(three.lines.map { "\($0.quantity) \($0.pass.id) \($0.amount)" } == ["3 day 300.00"])
        let five = try Self.netdev.quote(for: .first(5))
        #expect(
            five.lines.map { "\($0.quantity) \($0.pass.id) \($0.amount)" } == ["1 day 100.00", "1 four-days 350.00"])
    }

    @Test func `a larger pass is taken where it is cheaper than what is needed`() throws {
        let list = PriceList(passes: [Self.pass("day", 1, 10_000), Self.pass("week", 7, 15_000)])
        #expect(try list.quote(for: .first(2)).lines.map(\.pass.id.rawValue) == ["week"])
    }

    @Test func `of equal covers the one of fewer passes is taken, then the earlier one`() throws {
        let list = PriceList(
            passes: [Self.pass("day", 1, 100), Self.pass("pair", 2, 200), Self.pass("couple", 2, 200)])
        #expect(try list.quote(for: .first(2)).lines.map(\.pass.id.rawValue) == ["pair"])
    }

    @Test(arguments: SeededGenerator.seeds(40))
    func `no cover by the passes is cheaper than the quote`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let list = Self.random(&generator)
            for count in 1...9 {
                let quote = try list.quote(for: .first(count))
                #expect(quote.total == Self.cheapest(list.passes, covering: count), "\(list) for \(count) days")
                #expect(quote.lines.map { $0.pass.days * $0.quantity }.reduce(0, +) >= count)
            }
        }
    }

    @Test(arguments: SeededGenerator.seeds(40))
    func `more days never cost less, and which days they are does not matter`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let list = Self.random(&generator)
        let totals = try (0...16).map { try list.quote(for: .first($0)).total }
        #expect(totals == totals.sorted())
        for _ in 0..<50 {
            let days = DaySet(bits: .random(in: .min ... .max, using: &generator))
            #expect(try list.quote(for: days).total == totals[days.count])
        }
    }

    @Test func `without passes nothing is on sale`() {
        #expect(throws: ConferenceError(.daysNotOnSale)) { try PriceList(passes: []).quote(for: .first(1)) }
    }
}
