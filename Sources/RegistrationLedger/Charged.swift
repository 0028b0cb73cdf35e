import Conference
import EventStore
import GRDB

/// What a registration is charged, each amount under the definition whose taxes were charged with it.
///
/// Tax belongs to the charge: what changes later takes the taxes of the definition in force then, and what is given back
/// gives back the taxes that it was charged with.
struct Charged: Hashable {
    /// What a line is about; lines of one item are one line with several parts.
    struct Item: Hashable, Comparable {
        let kind: LedgerDocument.Line.Kind
        /// The identifier of a pass, an add-on or a voucher; empty for the others.
        let id: String

        var isReduction: Bool { kind == .voucher || kind == .waiver }

        static func < (left: Item, right: Item) -> Bool {
            (left.kind.rawValue, left.id) < (right.kind.rawValue, right.id)
        }
    }

    /// A component of the taxes of a definition.
    struct Component: Hashable, Comparable {
        let id: TaxPlan.Component.ID
        let version: Int

        static func < (left: Component, right: Component) -> Bool {
            (left.version, left.id.rawValue) < (right.version, right.id.rawValue)
        }
    }

    private(set) var quantities: [Item: Int] = [:]
    /// In listed prices, by version; none of zero. What is kept stands in `retained`.
    private(set) var parts: [Item: [Int: Money]] = [:]
    /// What was kept of what was given back, with its taxes, by version.
    var retained: [Int: Money] = [:]

    init() {}

    /// What lines say that was charged so far.
    init(_ lines: [ChargeLine.Key: ChargeLine.Sum], retained: [Int: Money]) {
        for (key, sum) in lines where key.item.kind != .cancellationFee {
            quantities[key.item, default: 0] += sum.quantity
            parts[key.item, default: [:]][key.version, default: .zero] += sum.amount
        }
        self.retained = retained
        clean()
    }

    /// What was charged to a registration so far.
    init(_ db: Database, of id: Registration.ID) throws {
        let lines = try ChargeLine.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT charge_line.kind, item, charge_line.version, sum(quantity) AS quantity, sum(cents) AS cents
                    FROM journal_entry JOIN charge_line ON entry = number
                    WHERE registration = ? AND charge_line.kind <> 'cancellation_fee'
                    GROUP BY charge_line.kind, item, charge_line.version
                    """),
            arguments: [id])
        for line in lines {
            guard let kind = LedgerDocument.Line.Kind(rawValue: line.kind) else {
                throw LedgerError(.registrationUnreadable, ErrorDetail("number", id))
            }
            let item = Item(kind: kind, id: line.item)
            quantities[item, default: 0] += line.quantity
            parts[item, default: [:]][line.version, default: .zero] += line.amount
        }
        let kept = try Kept.fetchAll(
            db.cachedStatement(sql: "SELECT version, cents FROM retained WHERE registration = ?"), arguments: [id])
        for row in kept { retained[row.version] = Money(cents: row.cents) }
        clean()
    }

    private struct Kept: RowRecord {
        let version: Int
        let cents: Int64
    }

    /// Together with what is charged elsewhere.
    func adding(_ other: Charged) -> Charged {
        var sum = self
        sum.retained.merge(other.retained) { $0 + $1 }
        for (item, quantity) in other.quantities { sum.quantities[item, default: 0] += quantity }
        for (item, versions) in other.parts {
            sum.parts[item, default: [:]].merge(versions) { $0 + $1 }
        }
        sum.clean()
        return sum
    }

    /// Takes back what a line gave back.
    mutating func restore(_ line: ChargeLine) {
        guard let kind = LedgerDocument.Line.Kind(rawValue: line.kind) else { return }
        let item = Item(kind: kind, id: line.item)
        quantities[item, default: 0] -= line.quantity
        parts[item, default: [:]][line.version, default: .zero] += -line.amount
        clean()
    }

    private mutating func clean() {
        quantities = quantities.filter { $0.value != 0 }
        parts = parts.mapValues { $0.filter { $0.value != .zero } }.filter { !$0.value.isEmpty }
    }

    /// The versions that something is charged under, in order.
    var versions: [Int] { Set(parts.values.flatMap(\.keys)).union(retained.keys).sorted() }

    /// The sum of the lines of a version, but for what was kept.
    func listed(_ version: Int) -> Money { parts.values.compactMap { $0[version] }.total() }

    // MARK: - Changes

    /// What is charged after the lines have changed.
    ///
    /// What gets less gives back what was charged last; what gets more takes that first, with its taxes, and is charged
    /// under the version that is given beyond it.
    func moved(to lines: [Assessment.Line], under version: Int) -> Charged {
        var (result, wanted) = (self, [Item: Money]())
        result.quantities = [:]
        for line in lines {
            wanted[line.id, default: .zero] += line.amount
            result.quantities[line.id, default: 0] += line.quantity
        }
        let items = Set(parts.keys).union(wanted.keys).sorted()
        var given: [Int: Money] = [:]
        for item in items {
            let taken = result.take(result.size(item) - Self.size(wanted[item] ?? .zero, of: item), from: item)
            if !item.isReduction { given.merge(taken) { $0 + $1 } }
        }
        for item in items where !item.isReduction {
            var more = (wanted[item] ?? .zero) - result.size(item)
            for (from, amount) in given.sorted(by: { $0.key < $1.key }) where more > .zero {
                let moved = min(more, amount)
                result.add(moved, to: item, under: from)
                given[from] = amount - moved
                more = more - moved
            }
            result.add(more, to: item, under: version)
        }
        for item in items where item.isReduction {
            var more = Self.size(wanted[item] ?? .zero, of: item) - result.size(item)
            for from in result.versions.reversed() where more > .zero {
                let moved = min(more, max(.zero, result.listed(from)))
                result.add(moved, to: item, under: from)
                more = more - moved
            }
            result.add(more, to: item, under: version)
        }
        result.clean()
        result.level()
        return result
    }

    /// Moves reductions away from versions under which nothing is left to reduce.
    private mutating func level() {
        for version in versions {
            for item in parts.keys.filter(\.isReduction).sorted() {
                let lack = -listed(version)
                guard lack > .zero, let part = parts[item]?[version] else { continue }
                var moving = min(lack, -part)
                for other in versions.reversed() where other != version && moving > .zero {
                    let moved = min(moving, max(.zero, listed(other)))
                    add(moved, to: item, under: other)
                    add(-moved, to: item, under: version)
                    moving = moving - moved
                }
            }
        }
        clean()
    }

    private static func size(_ amount: Money, of item: Item) -> Money { item.isReduction ? -amount : amount }

    /// How much an item adds or, for a reduction, takes away.
    private func size(_ item: Item) -> Money { Self.size((parts[item] ?? [:]).values.total(), of: item) }

    private mutating func add(_ size: Money, to item: Item, under version: Int) {
        parts[item, default: [:]][version, default: .zero] += Self.size(size, of: item)
    }

    /// Makes an item smaller, what was charged last first.
    private mutating func take(_ size: Money, from item: Item) -> [Int: Money] {
        var (rest, taken) = (size, [Int: Money]())
        for (version, part) in (parts[item] ?? [:]).sorted(by: { $0.key > $1.key }) where rest > .zero {
            let amount = min(rest, Self.size(part, of: item))
            add(-amount, to: item, under: version)
            taken[version] = amount
            rest = rest - amount
        }
        return taken
    }
}

extension Assessment.Line {
    var id: Charged.Item { Charged.Item(kind: kind, id: item) }
}
