/// What is sold: a number of days at a price.
package struct Pass: Sendable, Hashable, Identifiable {
    /// A name for accounts and reports, unique among the passes and add-ons of an event.
    package typealias ID = Identifier<Pass, String>

    package let id: ID
    package let names: LocalizedName
    package var name: String { names.english }
    /// The number of days that it covers, any of them.
    package let days: Int
    package let price: Money
    package let onSale: SaleWindow

    /// - Precondition: `days` is at least 1 and the price is not negative.
    package init(
        id: ID, name: String, french: String? = nil, days: Int, price: Money, onSale: SaleWindow = .always
    ) {
        precondition(days >= 1 && price >= .zero)
        self.id = id
        names = LocalizedName(name, french: french)
        self.days = days
        self.price = price
        self.onSale = onSale
    }
}

/// The passes of an event, and the price of any set of days.
package struct PriceList: Sendable, Hashable {
    package let passes: [Pass]

    package init(passes: [Pass]) { self.passes = passes }

    /// The passes on sale on a date.
    package func onSale(_ date: CivilDate) -> PriceList {
        PriceList(passes: passes.filter { $0.onSale.contains(date) })
    }

    /// The cheapest cover of the set by passes: the price depends only on the set, never on how it came about.
    ///
    /// Among covers of the same price, the one with fewer passes wins; among these, the one whose passes come earlier
    /// in the list. No passes and no days give an empty quote.
    /// - Throws: `days_not_on_sale` when days are asked for and nothing is on sale.
    package func quote(for days: DaySet) throws(ConferenceError) -> Quote {
        try PassCover.cheapest(Array(repeating: self, count: days.count))
    }
}

/// The cheapest way to cover days with passes, where not every pass is available for every day.
package enum PassCover {
    /// The cheapest cover of days, each with the passes that may cover it.
    ///
    /// A pass covers only days that have it in their list. Passes are the same if identifier, days and price are: one
    /// whose price changed is a different pass. Ties are broken as in `PriceList.quote`, by the order of first
    /// appearance in the lists.
    /// - Throws: `days_not_on_sale` for a day without passes.
    package static func cheapest(_ days: [PriceList]) throws(ConferenceError) -> Quote {
        // Days with the same passes are alike: what matters is only how many of each kind are left to cover.
        var offers: [Offer: Int] = [:]
        var passes: [Pass] = []
        var kinds: [(offers: Set<Int>, count: Int)] = []
        for day in days {
            guard !day.passes.isEmpty else { throw ConferenceError(.daysNotOnSale) }
            var known: Set<Int> = []
            for pass in day.passes {
                let offer = Offer(id: pass.id, days: pass.days, price: pass.price)
                if offers[offer] == nil {
                    offers[offer] = passes.count
                    passes.append(pass)
                }
                offers[offer].map { _ = known.insert($0) }
            }
            if let kind = kinds.firstIndex(where: { $0.offers == known }) {
                kinds[kind].count += 1
            } else {
                kinds.append((known, 1))
            }
        }
        var solved: [[Int]: Cover] = [:]
        let all = cover(kinds.map(\.count), kinds.map(\.offers), passes, &solved)
        let counts = Dictionary(grouping: all.passes, by: { $0 }).mapValues(\.count)
        return Quote(
            lines: counts.sorted { $0.key < $1.key }.map { index, quantity in
                Quote.Line(pass: passes[index], quantity: quantity)
            })
    }

    private struct Offer: Hashable {
        let id: Pass.ID
        let days: Int
        let price: Money
    }

    private struct Cover {
        var price = Money.zero
        var passes: [Int] = []
    }

    /// The cheapest cover of what is left: one pass more than the cheapest cover of what that pass leaves.
    private static func cover(
        _ left: [Int], _ kinds: [Set<Int>], _ passes: [Pass], _ solved: inout [[Int]: Cover]
    ) -> Cover {
        guard left.contains(where: { $0 > 0 }) else { return Cover() }
        if let known = solved[left] { return known }
        var best: Cover?
        for index in passes.indices {
            let usable = left.indices.filter { left[$0] > 0 && kinds[$0].contains(index) }
            guard !usable.isEmpty else { continue }
            for rest in afterUsing(passes[index].days, of: usable[...], left) {
                let others = cover(rest, kinds, passes, &solved)
                let candidate = Cover(price: others.price + passes[index].price, passes: others.passes + [index])
                if best.map({ (candidate.price, candidate.passes.count) < ($0.price, $0.passes.count) }) ?? true {
                    best = candidate
                }
            }
        }
        guard let best else { preconditionFailure("a day that no pass covers") }
        solved[left] = best
        return best
    }

    /// What may be left when a pass covers as many days of these kinds as it can.
    private static func afterUsing(_ days: Int, of kinds: ArraySlice<Int>, _ left: [Int]) -> [[Int]] {
        guard let kind = kinds.first else { return [left] }
        let others = kinds.dropFirst()
        let elsewhere = others.reduce(0) { $0 + left[$1] }
        return (max(0, min(left[kind], days - elsewhere))...min(left[kind], days)).flatMap { used in
            var rest = left
            rest[kind] -= used
            return afterUsing(days - used, of: others, rest)
        }
    }
}

/// The price of a set of days, line by line.
package struct Quote: Sendable, Hashable {
    /// A number of passes of one kind.
    package struct Line: Sendable, Hashable {
        package let pass: Pass
        package let quantity: Int
        package var amount: Money { pass.price * quantity }

        package init(pass: Pass, quantity: Int) {
            self.pass = pass
            self.quantity = quantity
        }
    }

    package let lines: [Line]
    package var total: Money { lines.map(\.amount).total() }

    package init(lines: [Line]) { self.lines = lines }
}
