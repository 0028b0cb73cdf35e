import Conference
import EventStore
import Foundation
import GRDB

/// What the journal says about money, summed.
///
/// An entry counts when it touches what a registration owes or is owed: opening a till moves money too, but nobody paid. What
/// a bank moved counts on the bank's date, unless that lies in a period that was closed before: a closed period says the same
/// for ever.
enum MoneyReports {
    /// The times of a period, in milliseconds: from the first, before the second.
    struct Span {
        let from: Int64
        let until: Int64
        let period: ReportPeriod
        var isWhole: Bool { period == .whole }

        init(_ period: ReportPeriod, _ definition: EventDefinition) {
            let before = period.from.map { CivilDate(daysSince1970: $0.daysSince1970 - 1) }
            from = before.map { definition.end(of: $0).milliseconds } ?? .min
            until = period.until.map { definition.end(of: $0).milliseconds } ?? .max
            self.period = period
        }
    }

    /// revenue + tax + other = received + refunded + due, in every row: the postings of an entry sum to zero.
    static func byDay(_ db: Database, _ zone: TimeZone, _ span: Span) throws -> [[ReportTable.Cell]] {
        var days: [String: DaySums] = [:]
        try forEachEntry(db, zone, span) { day, postings in days[day, default: DaySums()].add(postings) }
        return days.sorted { $0.key < $1.key }.map { day, sums in
            [
                .text(day), .amount(-sums.revenue), .amount(-sums.tax), .amount(-sums.other),
                .amount(sums.received), .amount(sums.refunded), .amount(sums.due),
            ]
        }
    }

    static func byProduct(
        _ db: Database, _ definition: EventDefinition, _ span: Span
    ) throws -> [[ReportTable.Cell]] {
        let passes = definition.prices.passes.map { (Account.revenue($0.id), $0.name) }
        let addOns = definition.addOns.map { (Account.revenue($0.id), $0.name) }
        let others = [
            (Account.cancellation, "Kept of what was cancelled"), (Account.waiver, "Waived"),
            (Account.donation, "Donated"),
        ]
        let names = Dictionary(passes + addOns + others) { first, _ in first }
        return try turnover(db, of: .revenue, span).map { account, charged, credited in
            [
                .text(account.head == "revenue" ? account.name : account.description), .text(names[account] ?? ""),
                .amount(charged), .amount(credited),
                .amount(charged + credited),
            ]
        }
    }

    static func byTax(_ db: Database, _ span: Span) throws -> [[ReportTable.Cell]] {
        try turnover(db, of: .tax, span).map { account, charged, credited in
            [.text(account.name), .amount(charged), .amount(credited), .amount(charged + credited)]
        }
    }

    static func byMethod(_ db: Database, _ zone: TimeZone, _ span: Span) throws -> [[ReportTable.Cell]] {
        try methods(db, zone, span) { _ in "" }.map { Array($0.dropFirst()) }
    }

    static func byMethodAndDay(_ db: Database, _ zone: TimeZone, _ span: Span) throws -> [[ReportTable.Cell]] {
        try methods(db, zone, span) { $0 }
    }

    /// What came in and went out by day and method.
    private static func methods(
        _ db: Database, _ zone: TimeZone, _ span: Span, day: (String) -> String
    ) throws -> [[ReportTable.Cell]] {
        struct Key: Hashable {
            let day: String
            let method: String
        }
        struct Sum {
            var payments: Int64 = 0
            var received = Money.zero
            var refunds: Int64 = 0
            var refunded = Money.zero
        }
        var sums: [Key: Sum] = [:]
        try forEachEntry(db, zone, span) { date, postings in
            let money = postings.filter { $0.group == .money }
            for (method, postings) in Dictionary(grouping: money, by: { $0.account.head }) {
                let amount = postings.map(\.amount).total()
                let key = Key(day: day(date), method: method)
                if amount > .zero {
                    sums[key, default: Sum()].payments += 1
                    sums[key, default: Sum()].received += amount
                } else {
                    sums[key, default: Sum()].refunds += 1
                    sums[key, default: Sum()].refunded += amount
                }
            }
        }
        return sums.sorted { ($0.key.day, $0.key.method) < ($1.key.day, $1.key.method) }.map { key, sum in
            [
                .text(key.day), .text(key.method), .number(sum.payments), .amount(sum.received),
                .number(sum.refunds), .amount(sum.refunded), .amount(sum.received + sum.refunded),
            ]
        }
    }

    /// Each component of the tax as the definitions that it was charged under have it, with what it was charged on; what
    /// was sold without any tax stands in a row of its own.
    static func taxReturn(
        _ db: Database, _ definition: EventDefinition, _ span: Span
    ) throws -> [[ReportTable.Cell]] {
        let definitions = try Charges.Definitions(db, current: definition)
        let taxed = try ChargeTax.fetchAll(
            db,
            sql: """
                SELECT version, component, sum(cents) AS cents FROM journal_entry JOIN charge_tax ON entry = number
                WHERE at_ms >= ? AND at_ms < ? GROUP BY version, component
                """,
            arguments: [span.from, span.until])
        let listed = try Listed.fetchAll(
            db,
            sql: """
                SELECT version, sum(cents) AS cents FROM journal_entry JOIN charge_line ON entry = number
                WHERE at_ms >= ? AND at_ms < ? GROUP BY version ORDER BY version
                """,
            arguments: [span.from, span.until])
        var charged: [Charged.Component: Money] = [:]
        for tax in taxed { charged[tax.charged] = tax.amount }
        // Components that say the same are one row, whatever versions they come from.
        var rows: [LedgerDocument.Tax: (id: String, base: Money, charged: Money)] = [:]
        var order: [LedgerDocument.Tax] = []
        var untaxed = Money.zero
        for row in listed {
            let (version, sum) = (row.version, Money(cents: row.cents))
            let plan = try definitions(version).taxes
            let own = charged.filter { $0.key.version == version }
            let base = plan.prices == .included ? sum - own.values.total() : sum
            if plan.components.isEmpty { untaxed += base }
            for component in plan.components {
                let key = LedgerDocument.Tax(component, .zero)
                if rows[key] == nil { order.append(key) }
                let before = rows[key] ?? (component.id.rawValue, .zero, .zero)
                let tax = own[Charged.Component(id: component.id, version: version)] ?? .zero
                rows[key] = (before.id, before.base + base, before.charged + tax)
            }
        }
        let table: [[ReportTable.Cell]] = order.compactMap { key in
            rows[key].map { row in
                [
                    .text(row.id), .text(key.name), .text(key.registrationNumber), .text(key.ratePercent),
                    .amount(row.base), .amount(row.charged),
                ]
            }
        }
        return untaxed == .zero
            ? table
            : table + [[.text(""), .text(""), .text(""), .text(""), .amount(untaxed), .amount(.zero)]]
    }

    /// What was credited to each account of a group (charged to people) and debited to it (given back, as a negative
    /// amount).
    private static func turnover(
        _ db: Database, of group: AccountGroup, _ span: Span
    ) throws -> [(account: Account, charged: Money, credited: Money)] {
        let times = "JOIN journal_entry ON number = entry WHERE at_ms >= ? AND at_ms < ?"
        let totals = try AccountTotal.fetchAll(
            db,
            sql: """
                SELECT account, -sum(min(cents, 0)) AS charged, -sum(max(cents, 0)) AS credited
                FROM posting \(span.isWhole ? "" : times) GROUP BY account ORDER BY account
                """,
            arguments: span.isWhole ? [] : [span.from, span.until])
        return totals.map { total in
            (
                account: Account(stored: total.account), charged: Money(cents: total.charged),
                credited: Money(cents: total.credited)
            )
        }.filter { AccountGroup($0.account) == group }
    }

    /// What was charged in listed prices under a definition.
    private struct Listed: RowRecord {
        let version: Int
        let cents: Int64
    }

    private struct AccountTotal: RowRecord {
        let account: String
        let charged: Int64
        let credited: Int64
    }

    /// A posting, and what its account is for.
    private struct GroupedPosting {
        let account: Account
        let group: AccountGroup
        let amount: Money
    }

    /// What the entries of a date add up to.
    private struct DaySums {
        private(set) var revenue = Money.zero
        private(set) var tax = Money.zero
        private(set) var other = Money.zero
        private(set) var due = Money.zero
        private(set) var received = Money.zero
        private(set) var refunded = Money.zero

        mutating func add(_ postings: [GroupedPosting]) {
            var money = Money.zero
            for posting in postings {
                switch posting.group {
                case .revenue: revenue += posting.amount
                case .tax: tax += posting.amount
                case .other: other += posting.amount
                case .due: due += posting.amount
                case .money: money += posting.amount
                }
            }
            if money > .zero { received += money } else { refunded += money }
        }
    }

    /// The dates that the event's clocks show. Within a quarter of an hour no clock changes its date: each is worked out
    /// once.
    private struct Dates {
        private static let quarter: Int64 = 900_000
        private var known: [Int64: String] = [:]
        let zone: TimeZone

        init(_ zone: TimeZone) { self.zone = zone }

        mutating func date(_ milliseconds: Int64) -> String {
            let quarter = Int64((Double(milliseconds) / Double(Self.quarter)).rounded(.down))
            if let date = known[quarter] { return date }
            let date = String(Timestamp(Date(milliseconds: milliseconds), in: zone).description.prefix(10))
            known[quarter] = date
            return date
        }
    }

    /// Visits the entries of a period with their dates: the bank's where it moved the money, else the event's.
    private static func forEachEntry(
        _ db: Database, _ zone: TimeZone, _ span: Span, _ visit: (_ date: String, [GroupedPosting]) -> Void
    ) throws {
        let closings = try Periods.closings(db)
        var (dates, groups) = (Dates(zone), [String: AccountGroup]())
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT number, at_ms, valued, account, cents FROM journal_entry JOIN posting ON entry = number
                WHERE valued IS NOT NULL OR at_ms >= ? AND at_ms < ? ORDER BY number, line
                """,
            arguments: [span.from, span.until])
        var (current, date): (Int64?, String) = (nil, "")
        var postings: [GroupedPosting] = []
        func finish() {
            guard current != nil, span.isWhole || span.period.contains(date: date),
                postings.contains(where: { $0.group == .due })
            else { return }
            visit(date, postings)
        }
        while let row = try rows.next() {
            let number: Int64 = try row.decode(atIndex: 0)
            if current != number {
                finish()
                let booked = dates.date(try row.decode(atIndex: 1))
                let valued: String? = try row.decode(atIndex: 2)
                (current, date) = (
                    number, valued.map { Periods.date($0, of: number, booked: booked, closings) } ?? booked
                )
                postings.removeAll(keepingCapacity: true)
            }
            let name: String = try row.decode(atIndex: 3)
            let account = Account(stored: name)
            let group = groups[name] ?? AccountGroup(account)
            groups[name] = group
            postings.append(
                GroupedPosting(account: account, group: group, amount: Money(cents: try row.decode(atIndex: 4))))
        }
        finish()
    }
}

extension ReportPeriod {
    /// Dates as ISO 8601 writes them are in the order of their texts.
    fileprivate func contains(date: String) -> Bool {
        (from.map { $0.description <= date } ?? true) && (until.map { date <= $0.description } ?? true)
    }
}

/// What an account is for, by the first part of its name.
enum AccountGroup: Hashable {
    case due, money, revenue, tax, other

    init(_ account: Account) {
        self =
            switch account.head {
            case _ where account.isDue: .due
            case "cash", "card", "bank", "cheque", "online": .money
            case "revenue", "discount", "waiver", "donation": .revenue
            case "tax": .tax
            default: .other
            }
    }
}

extension Account {
    /// The part before the first colon.
    var head: String { String(description.prefix { $0 != ":" }) }
    /// The part behind the first colon; all of it where there is none.
    var name: String {
        let rest = description.drop { $0 != ":" }.dropFirst()
        return rest.isEmpty ? description : String(rest)
    }
}
