import Conference
import Foundation

/// What the books of Netdev 0.1 must say, worked out without a line of the ledger: prices by trying every cover, places by
/// counting, money by adding up. `ModelBooks+Acts` says what each act does to it.
struct ModelBooks {
    /// Why an act is refused.
    struct Refusal: Error {
        let code: String
    }

    enum Standing {
        case active, cancelled, moved
    }

    struct Person {
        var standing = Standing.active
        var category: Category
        var days: Set<Int>
        var hasDinner: Bool
        var voucher: String?
        /// What was waived, by entry; none once it is over.
        var waivers: [Int64: Int] = [:]
        var charges = ModelCharges()
        /// What was paid, waived by rounding, donated: all that makes what is owed less.
        var settled = 0
        /// Whose place and money it is by now, where it was transferred or merged.
        var successor: Int?
        /// What a cancelling credited, and kept of it.
        var credited = ModelCharges()
        var keptByCancelling = 0

        /// The prices of what is held, in listed cents.
        var sold: [String: Int] {
            guard standing == .active else { return [:] }
            var sold = hasDinner ? ["add_on dinner": 6_000] : [:]
            let isFree = [Category.organizer, .volunteer, .youth, .press].contains(category)
            if !isFree, !days.isEmpty { sold.merge(Self.cover(days.count)) { $1 } }
            return sold
        }

        /// The cheapest of all ways to cover so many days with passes for one day and for four.
        static func cover(_ days: Int) -> [String: Int] {
            let ways = (0...days).flatMap { single in (0...days).map { (single: single, four: $0) } }
            let cheapest = ways.filter { $0.single + 4 * $0.four >= days }
                .min { 10_000 * $0.single + 35_000 * $0.four < 10_000 * $1.single + 35_000 * $1.four }
            let found = cheapest ?? (days, 0)
            return ["pass day": 10_000 * found.single, "pass four-days": 35_000 * found.four].filter { $0.value > 0 }
        }

        /// What makes that less.
        var reduced: [String: Int] {
            let sold = sold
            let passes = (sold["pass day"] ?? 0) + (sold["pass four-days"] ?? 0)
            let dinner = sold["add_on dinner"] ?? 0
            let saved =
                switch voucher {
                case "half": ModelTaxes.share(passes, 1, 2)
                case "ten-off": min(1_000, (sold["pass day"] ?? 0) + dinner)
                case "guest": passes + dinner
                default: 0
                }
            let waived = min(passes + dinner - saved, waivers.values.reduce(0, +))
            return ["voucher \(voucher ?? "")": saved, "waiver": waived].filter { $0.value > 0 }
        }
    }

    /// Somebody who waits, in the order in which they came.
    struct Waiting {
        let person: Int
        let place: Place
        var until: Date?
    }

    enum Place: Hashable {
        case dinner, secondDay
    }

    /// A payment, a refund or a waiver that can be corrected.
    struct Booking {
        let entry: Int64
        let person: Int
        let isWaiver: Bool
        var account = ""
        var shift: Int?
        var amount = 0
        var rounding = 0
        var isCorrected = false
    }

    static let seats: [Place: Int] = [.dinner: 12, .secondDay: 45]

    /// By version of the event's file.
    private(set) var plans: [Int: ModelTaxes]
    var version: Int { plans.count }
    /// By their numbers, from 1.
    var people: [Int: Person] = [:]
    var waiting: [Waiting] = []
    var bookings: [Booking] = []
    /// What came in and went out, by account.
    var money: [String: Int] = [:]
    /// The number of the shift that is open at the till, and how many there were.
    var shift: Int?
    var shifts = 0

    init(_ taxes: ModelTaxes) { plans = [1: taxes] }

    /// The event's file is changed.
    mutating func put(_ taxes: ModelTaxes) { plans[version + 1] = taxes }

    // MARK: - What is owed

    func due(_ number: Int) -> Int {
        guard let person = people[number] else { return 0 }
        return person.charges.total(plans) - person.settled
    }

    /// The balance of every account, those that say what was sold as one.
    var balances: [String: Int] {
        var balances = money
        for (number, person) in people {
            let due = due(number)
            balances[due > 0 ? "receivable" : "refunds-due", default: 0] += due
            let taxes = person.charges.taxes(plans)
            for (account, amount) in taxes { balances[account, default: 0] -= amount }
            balances["sold", default: 0] -= person.charges.total(plans) - taxes.values.reduce(0, +)
        }
        return balances.filter { $0.value != 0 }
    }

    // MARK: - Charging

    /// How much of what is given back stays paid on a date.
    private static func rate(at time: Date) -> Int {
        // Ottawa in winter is five hours behind.
        let date = time.timeIntervalSince1970 - 5 * 3_600
        let (february, twelfth) = (1_422_748_800.0, 1_423_699_200.0)
        return date < february + 86_400 ? 1_000_000 : date < twelfth + 86_400 ? 500_000 : 0
    }

    /// Charges what the person holds by now.
    ///
    /// - Parameter ruleAt: when something is given back by the event's rule; nil to give back all.
    /// - Returns: whether anything was charged or credited.
    @discardableResult
    mutating func settle(
        _ number: Int, adding other: ModelCharges = ModelCharges(), ruleAt time: Date? = nil, releasing: Int = 0
    ) -> Bool {
        guard var person = people[number] else { return false }
        let before = person.charges
        let base = before.adding(other)
        let isSame = base.versions.last.map { plans[$0] == plans[version] } ?? false
        var after = base.changed(
            to: person.sold, person.reduced, under: isSame ? base.versions.last ?? version : version)
        if let time {
            let given = Set(base.versions + after.versions).sorted().map { version in
                let plan = plans[version] ?? ModelTaxes()
                return (
                    version: version, amount: plan.payable(base.listed(version)) - plan.payable(after.listed(version))
                )
            }
            let part = ModelTaxes.share(given.map(\.amount).reduce(0, +), 1_000_000 - Self.rate(at: time), 1_000_000)
            var rest = min(part, person.settled - after.total(plans))
            for (version, amount) in given where rest > 0 && amount > 0 {
                after.kept[version, default: 0] += min(rest, amount)
                rest -= min(rest, amount)
            }
        }
        after.release(releasing)
        person.charges = after
        people[number] = person
        return before != after
    }

    // MARK: - Places

    func isFull(_ place: Place) -> Bool { taken(place) >= Self.seats[place] ?? 0 }

    private func taken(_ place: Place) -> Int {
        people.values.count { $0.standing == .active && Self.holds($0, place) }
            + waiting.count { $0.place == place && $0.until != nil }
    }

    static func holds(_ person: Person, _ place: Place) -> Bool {
        place == .dinner ? person.hasDinner : person.days.contains(2)
    }

    /// Free seats are offered to those who wait, for a day.
    mutating func promote(_ place: Place, at time: Date) {
        for index in waiting.indices where waiting[index].place == place && waiting[index].until == nil {
            guard !isFull(place) else { return }
            waiting[index].until = time.addingTimeInterval(86_400)
        }
    }

    /// Offers whose time is over go to the next.
    mutating func expire(at time: Date) {
        let over = waiting.filter { $0.until.map { $0 <= time } ?? false }
        waiting.removeAll { $0.until.map { $0 <= time } ?? false }
        for offer in over { promote(offer.place, at: time) }
    }

    mutating func stopWaiting(_ number: Int, for place: Place? = nil) {
        waiting.removeAll { $0.person == number && (place == nil || $0.place == place) }
    }
}
