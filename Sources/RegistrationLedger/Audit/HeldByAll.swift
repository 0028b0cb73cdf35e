import Conference
import EventStore
import Foundation
import GRDB

/// What all registrations hold, each table read once.
struct HeldByAll {
    private struct Base {
        let category: Category
        let isActive: Bool
        let priced: Holding.Moment
    }

    private var bases: [Int64: Base] = [:]
    private var days: [Int64: [Holding.Day]] = [:]
    private var addOns: [Int64: [AddOn.ID: Int]] = [:]
    private var vouchers: [Int64: Holding.VoucherUse] = [:]
    private var waived: [Int64: Money] = [:]
    /// What the event's rule kept, by version.
    private(set) var retained: [Int64: [Int: Money]] = [:]

    init(_ db: Database) throws {
        try Self.each(db, "SELECT id, category, status, priced_ms, priced_version FROM registration") { id, row in
            guard let category = Category(rawValue: try row.decode(atIndex: 1)) else { return }
            let priced = Holding.Moment(
                time: Date(milliseconds: try row.decode(atIndex: 3)), version: try row.decode(atIndex: 4))
            bases[id] = Base(
                category: category,
                isActive: try row.decode(String.self, atIndex: 2) == Registration.Status.active.rawValue, priced: priced
            )
        }
        try Self.each(
            db, "SELECT registration, day, since_ms, since_version FROM registration_day ORDER BY registration, day"
        ) { id, row in
            let since = Holding.Moment(
                time: Date(milliseconds: try row.decode(atIndex: 2)), version: try row.decode(atIndex: 3))
            days[id, default: []].append(Holding.Day(number: try row.decode(atIndex: 1), since: since))
        }
        try Self.each(db, "SELECT registration, add_on, version FROM registration_add_on") { id, row in
            addOns[id, default: [:]][try row.decode(atIndex: 1)] = try row.decode(Int.self, atIndex: 2)
        }
        try Self.each(
            db, "SELECT registration, voucher, version FROM voucher_use WHERE released_ms IS NULL"
        ) { id, row in
            vouchers[id] = Holding.VoucherUse(id: try row.decode(atIndex: 1), version: try row.decode(atIndex: 2))
        }
        try Self.each(
            db,
            """
            SELECT registration, sum(cents) FROM waiver JOIN registration ON registration.id = registration
            WHERE entry > waivers_after AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = entry)
            GROUP BY registration
            """
        ) { id, row in waived[id] = Money(cents: try row.decode(atIndex: 1)) }
        try Self.each(db, "SELECT registration, version, cents FROM retained") { id, row in
            retained[id, default: [:]][try row.decode(Int.self, atIndex: 1)] = Money(cents: try row.decode(atIndex: 2))
        }
    }

    /// Nil where there is no such registration, or its category cannot be read.
    func holding(_ id: Int64) -> Holding? {
        guard let base = bases[id] else { return nil }
        return Holding(
            category: base.category, isActive: base.isActive, days: days[id] ?? [], addOns: addOns[id] ?? [:],
            priced: base.priced, voucher: vouchers[id], waived: waived[id] ?? .zero)
    }

    private static func each(_ db: Database, _ sql: String, _ body: (Int64, Row) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() { try body(try row.decode(atIndex: 0), row) }
    }
}
