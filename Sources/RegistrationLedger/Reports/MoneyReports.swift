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
        var days: [String: [AccountGroup: Money]] = [:]
        var received: [String: Money] = [:]
        var refunded: [String: Money] = [:]
        try forEachEntry(db, zone, span) { day, postings in
            for posting in postings {
                days[day, default: [:]][AccountGroup(posting.account), default: .zero] += posting.amount
            }
            let money = postings.filter { AccountGroup($0.account) == .money }.map(\.amount).total()
            if money > .zero { received[day, default: .zero] += money } else { refunded[day, default: .zero] += money }
        }
        return days.sorted { $0.key < $1.key }.map { day, groups in
            func amount(_ group: AccountGroup) -> Money { groups[group] ?? .zero }
            return [
                .text(day), .amount(-amount(.revenue)), .amount(-amount(.tax)), .amount(-amount(.other)),
                .amount(received[day] ?? .zero), .amount(refunded[day] ?? .zero), .amount(amount(.due)),
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
            let money = postings.filter { AccountGroup($0.account) == .money }
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

    /// A row of `posting`, with its entry.
    private struct EntryPosting: FetchableRecord {
        let number: Int64
        let atMs: Int64
        let valued: String?
        let account: String
        let cents: Int64

        init(row: Row) throws {
            number = try row.decode(forColumn: "number")
            atMs = try row.decode(forColumn: "at_ms")
            valued = try row.decode(forColumn: "valued")
            account = try row.decode(forColumn: "account")
            cents = try row.decode(forColumn: "cents")
        }
    }

    /// Visits the entries of a period with their dates: the bank's where it moved the money, else the event's.
    private static func forEachEntry(
        _ db: Database, _ zone: TimeZone, _ span: Span, _ visit: (_ date: String, [Posting]) -> Void
    ) throws {
        let closings = try Periods.closings(db)
        let postings = try EntryPosting.fetchCursor(
            db,
            sql: """
                SELECT number, at_ms, valued, account, cents FROM journal_entry JOIN posting ON entry = number
                WHERE valued IS NOT NULL OR at_ms >= ? AND at_ms < ? ORDER BY number, line
                """,
            arguments: [span.from, span.until])
        var current: (number: Int64, date: String, postings: [Posting])?
        func finish() {
            guard let current, span.period.contains(date: current.date),
                current.postings.contains(where: { AccountGroup($0.account) == .due })
            else { return }
            visit(current.date, current.postings)
        }
        while let posting = try postings.next() {
            if current?.number != posting.number {
                finish()
                let booked = String(Timestamp(Date(milliseconds: posting.atMs), in: zone).description.prefix(10))
                let date = posting.valued.map { Periods.date($0, of: posting.number, booked: booked, closings) }
                current = (posting.number, date ?? booked, [])
            }
            current?.postings.append(
                Posting(account: Account(stored: posting.account), amount: Money(cents: posting.cents)))
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
            case "cash", "card", "bank", "cheque": .money
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
