import Conference
import EventStore
import Foundation
import GRDB

/// What the journal says about money, summed.
///
/// An entry counts when it touches what a registration owes or is owed: opening a till moves money too, but nobody paid.
enum MoneyReports {
    /// revenue + tax + other = received + refunded + due, in every row: the postings of an entry sum to zero.
    static func byDay(_ db: Database, _ zone: TimeZone) throws -> [[ReportTable.Cell]] {
        var days: [String: [AccountGroup: Money]] = [:]
        var received: [String: Money] = [:]
        var refunded: [String: Money] = [:]
        try forEachEntry(db) { time, postings in
            let day = String(Timestamp(time, in: zone).description.prefix(10))
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

    static func byProduct(_ db: Database, _ definition: EventDefinition) throws -> [[ReportTable.Cell]] {
        let passes = definition.prices.passes.map { (Account.revenue($0.id), $0.name) }
        let addOns = definition.addOns.map { (Account.revenue($0.id), $0.name) }
        let others = [
            (Account.cancellation, "Kept of what was cancelled"), (Account.waiver, "Waived"),
            (Account.donation, "Donated"),
        ]
        let names = Dictionary(passes + addOns + others) { first, _ in first }
        return try turnover(db, of: .revenue).map { account, charged, credited in
            [
                .text(account.head == "revenue" ? account.name : account.description), .text(names[account] ?? ""),
                .amount(charged), .amount(credited),
                .amount(charged + credited),
            ]
        }
    }

    static func byTax(_ db: Database) throws -> [[ReportTable.Cell]] {
        try turnover(db, of: .tax).map { account, charged, credited in
            [.text(account.name), .amount(charged), .amount(credited), .amount(charged + credited)]
        }
    }

    static func byMethod(_ db: Database) throws -> [[ReportTable.Cell]] {
        var counts: [String: (payments: Int64, refunds: Int64)] = [:]
        var received: [String: Money] = [:]
        var refunded: [String: Money] = [:]
        try forEachEntry(db) { _, postings in
            let money = postings.filter { AccountGroup($0.account) == .money }
            for (method, postings) in Dictionary(grouping: money, by: { $0.account.head }) {
                let amount = postings.map(\.amount).total()
                if amount > .zero {
                    counts[method, default: (0, 0)].payments += 1
                    received[method, default: .zero] += amount
                } else {
                    counts[method, default: (0, 0)].refunds += 1
                    refunded[method, default: .zero] += amount
                }
            }
        }
        return counts.sorted { $0.key < $1.key }.map { method, count in
            let (came, went) = (received[method] ?? .zero, refunded[method] ?? .zero)
            return [
                .text(method), .number(count.payments), .amount(came), .number(count.refunds), .amount(went),
                .amount(came + went),
            ]
        }
    }

    /// What was credited to each account of a group (charged to people) and debited to it (given back, as a negative
    /// amount).
    private static func turnover(
        _ db: Database, of group: AccountGroup
    ) throws -> [(account: Account, charged: Money, credited: Money)] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT account, -sum(min(cents, 0)) AS charged, -sum(max(cents, 0)) AS credited
                FROM posting GROUP BY account ORDER BY account
                """)
        return rows.map { row in
            (
                account: Account(stored: row["account"]), charged: Money(cents: row["charged"]),
                credited: Money(cents: row["credited"])
            )
        }.filter { AccountGroup($0.account) == group }
    }

    private static func forEachEntry(_ db: Database, _ visit: (Date, [Posting]) -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT number, at_ms, account, cents FROM journal_entry JOIN posting ON entry = number
                ORDER BY number, line
                """)
        var current: (number: Int64, time: Date, postings: [Posting])?
        func finish() {
            guard let current, current.postings.contains(where: { AccountGroup($0.account) == .due }) else { return }
            visit(current.time, current.postings)
        }
        while let row = try rows.next() {
            let number: Int64 = row["number"]
            if current?.number != number {
                finish()
                current = (number, Date(milliseconds: row["at_ms"]), [])
            }
            current?.postings.append(
                Posting(account: Account(stored: row["account"]), amount: Money(cents: row["cents"])))
        }
        finish()
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
