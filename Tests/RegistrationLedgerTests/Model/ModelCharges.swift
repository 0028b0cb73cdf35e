/// The taxes of one version of an event's file, as the model computes them: whole cents, a half rounded away from zero.
struct ModelTaxes: Hashable {
    struct Part: Hashable {
        let account: String
        let millionths: Int
    }

    var isIncluded = false
    var parts: [Part] = []

    /// What stands in the event's file.
    var yaml: String {
        guard !parts.isEmpty else { return "" }
        let components = parts.map { part in
            let rate = "\(part.millionths / 10_000).\(String(10_000 + part.millionths % 10_000).dropFirst())"
            return "    - { id: \(part.account), name: \(part.account.uppercased()), rate: \"\(rate)\", number: 1 }\n"
        }
        return "taxes:\n  prices: \(isIncluded ? "included" : "added")\n  components:\n" + components.joined()
    }

    func within(_ total: Int) -> [Int] {
        let whole = 1_000_000 + parts.map(\.millionths).reduce(0, +)
        return parts.map { Self.share(total, $0.millionths, whole) }
    }

    func onListed(_ total: Int) -> [Int] {
        isIncluded ? within(total) : parts.map { Self.share(total, $0.millionths, 1_000_000) }
    }

    func payable(_ listed: Int) -> Int { isIncluded ? listed : listed + onListed(listed).reduce(0, +) }

    static func share(_ amount: Int, _ numerator: Int, _ denominator: Int) -> Int {
        let magnitude = (2 * abs(amount) * numerator + denominator) / (2 * denominator)
        return amount < 0 ? -magnitude : magnitude
    }
}

/// What a registration is charged, as the model sees it: cents by item, and by the version whose taxes go with them.
struct ModelCharges: Equatable {
    /// Passes and side events.
    private(set) var goods: [String: [Int: Int]] = [:]
    /// Vouchers and waivers: how much they take away.
    private(set) var reductions: [String: [Int: Int]] = [:]
    /// What the event's rule kept, with its taxes.
    var kept: [Int: Int] = [:]

    var versions: [Int] {
        var versions = Set(kept.filter { $0.value != 0 }.keys)
        for (_, parts) in goods.merging(reductions, uniquingKeysWith: { first, _ in first }) {
            versions.formUnion(parts.filter { $0.value != 0 }.keys)
        }
        return versions.sorted()
    }

    func listed(_ version: Int) -> Int {
        let sold = goods.values.compactMap { $0[version] }.reduce(0, +)
        return sold - reductions.values.compactMap { $0[version] }.reduce(0, +)
    }

    func total(_ plans: [Int: ModelTaxes]) -> Int {
        versions.map { (plans[$0]?.payable(listed($0)) ?? 0) + (kept[$0] ?? 0) }.reduce(0, +)
    }

    /// By account.
    func taxes(_ plans: [Int: ModelTaxes]) -> [String: Int] {
        var taxes: [String: Int] = [:]
        for version in versions {
            guard let plan = plans[version] else { continue }
            let amounts = zip(plan.onListed(listed(version)), plan.within(kept[version] ?? 0))
            for (part, (held, retained)) in zip(plan.parts, amounts) {
                taxes["tax:\(part.account)", default: 0] += held + retained
            }
        }
        return taxes
    }

    func adding(_ other: ModelCharges) -> ModelCharges {
        var sum = self
        for (item, parts) in other.goods { sum.goods[item, default: [:]].merge(parts, uniquingKeysWith: +) }
        for (item, parts) in other.reductions { sum.reductions[item, default: [:]].merge(parts, uniquingKeysWith: +) }
        sum.kept.merge(other.kept, uniquingKeysWith: +)
        return sum.tidy()
    }

    /// What gets less gives back what was charged last; what gets more takes that first, then comes under `version`.
    func changed(to sold: [String: Int], _ reduced: [String: Int], under version: Int) -> ModelCharges {
        var result = self
        var freed: [Int: Int] = [:]
        for item in Set(goods.keys).union(sold.keys).sorted() {
            freed.merge(Self.shrink(&result.goods[item, default: [:]], to: sold[item] ?? 0), uniquingKeysWith: +)
        }
        for item in Set(reductions.keys).union(reduced.keys).sorted() {
            _ = Self.shrink(&result.reductions[item, default: [:]], to: reduced[item] ?? 0)
        }
        for (item, wanted) in sold.sorted(by: { $0.key < $1.key }) {
            var lacking = wanted - Self.size(result.goods[item])
            for from in freed.keys.sorted() where lacking > 0 {
                let moved = min(lacking, freed[from] ?? 0)
                result.goods[item, default: [:]][from, default: 0] += moved
                freed[from, default: 0] -= moved
                lacking -= moved
            }
            result.goods[item, default: [:]][version, default: 0] += lacking
        }
        for (item, wanted) in reduced.sorted(by: { $0.key < $1.key }) {
            var lacking = wanted - Self.size(result.reductions[item])
            for on in result.versions.reversed() where lacking > 0 {
                let moved = min(lacking, max(0, result.listed(on)))
                result.reductions[item, default: [:]][on, default: 0] += moved
                lacking -= moved
            }
            result.reductions[item, default: [:]][version, default: 0] += lacking
        }
        return result.tidy().levelled()
    }

    /// A version under which less was sold than is reduced hands reductions on to the others.
    private func levelled() -> ModelCharges {
        var result = self
        for version in versions {
            for item in result.reductions.keys.sorted() {
                let lack = -result.listed(version)
                guard lack > 0, let part = result.reductions[item]?[version], part > 0 else { continue }
                var moving = min(lack, part)
                for other in result.versions.reversed() where other != version && moving > 0 {
                    let moved = min(moving, max(0, result.listed(other)))
                    result.reductions[item]?[other, default: 0] += moved
                    result.reductions[item]?[version, default: 0] -= moved
                    moving -= moved
                }
            }
        }
        return result.tidy()
    }

    /// Gives back so much of what was kept, what was kept last first.
    mutating func release(_ amount: Int) {
        _ = Self.shrink(&kept, to: max(0, Self.size(kept) - amount))
        self = tidy()
    }

    private static func size(_ parts: [Int: Int]?) -> Int { (parts ?? [:]).values.reduce(0, +) }

    private static func shrink(_ parts: inout [Int: Int], to wanted: Int) -> [Int: Int] {
        var (excess, freed) = (size(parts) - wanted, [Int: Int]())
        for version in parts.keys.sorted().reversed() where excess > 0 {
            let taken = min(excess, parts[version] ?? 0)
            parts[version, default: 0] -= taken
            freed[version] = taken
            excess -= taken
        }
        return freed
    }

    private func tidy() -> ModelCharges {
        var result = self
        result.goods = goods.mapValues { $0.filter { $0.value != 0 } }.filter { !$0.value.isEmpty }
        result.reductions = reductions.mapValues { $0.filter { $0.value != 0 } }.filter { !$0.value.isEmpty }
        result.kept = kept.filter { $0.value != 0 }
        return result
    }
}
