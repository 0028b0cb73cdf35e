package import Conference
import EventStore
package import Foundation
import GRDB

/// A cash drawer of one shift.
package struct Till: Sendable, Hashable, Identifiable {
    /// The number of the shift: 1, 2, 3 … in the order in which tills were opened.
    package typealias ID = Identifier<Till, Int64>

    package let id: ID
    /// What people call the drawer; the same drawer is opened again for the next shift.
    package let name: String
    /// The change that it was opened with.
    package let float: Money
    package let opened: Date
    package let openedBy: String
    package let closing: Closing?
    package var isOpen: Bool { closing == nil }

    package struct Closing: Sendable, Hashable {
        package let time: Date
        package let author: String
        /// The cash that should have been in it.
        package let expected: Money
        /// The cash that was in it.
        package let counted: Money
        /// Negative when cash is missing.
        package var difference: Money { counted - expected }
    }
}

/// How somebody names a shift.
package enum ShiftReference: Sendable, Hashable {
    case number(Till.ID)
    /// The last shift of the till of that name.
    case last(ofTill: String)

    /// As it is typed: `north`, or `#3` for a shift.
    package init(_ text: String) {
        let number = text.hasPrefix("#") ? Int64(text.dropFirst()) : nil
        self = number.map { .number(Till.ID(rawValue: $0)) } ?? .last(ofTill: text.lowercased())
    }

    /// As it stands in an address, where `#` cannot: `north`, or `3` for a shift.
    package init(inAddress text: String) {
        self = Int64(text).map { .number(Till.ID(rawValue: $0)) } ?? .last(ofTill: text.lowercased())
    }
}

/// What happened at a till: takings by operator and method, and whether the cash adds up.
package struct ShiftReport: Sendable, Hashable {
    package let till: Till
    /// In the order of operators, then of methods.
    package let takings: [Takings]
    /// What was taken to the safe while the till was open.
    package let dropped: Money
    /// The cash that should be in the till: float, cash taken, less cash given back and what was taken to the safe.
    package let expectedCash: Money

    /// What one operator took by one method.
    package struct Takings: Sendable, Hashable {
        package let author: String
        package let method: PaymentMethod
        /// How many payments and refunds; a correction counts on its own.
        package let count: Int
        package let received: Money
        /// What was given back; positive.
        package let returned: Money
        package var net: Money { received - returned }
    }

    /// The takings of all operators together, by method; only methods that occurred.
    package var byMethod: [Takings] {
        PaymentMethod.allCases.compactMap { method in
            let lines = takings.filter { $0.method == method }
            guard !lines.isEmpty else { return nil }
            return Takings(
                author: "", method: method, count: lines.reduce(0) { $0 + $1.count },
                received: lines.map(\.received).total(), returned: lines.map(\.returned).total())
        }
    }
}

/// The table of tills.
enum TillRecord {
    static func fetch(_ db: Database, id: Till.ID) throws -> Till? {
        try fetchAll(db, "WHERE id = ?", [id.rawValue]).first
    }

    /// The till of that name, in whatever case, that is open.
    ///
    /// - Throws: `till_not_open`.
    static func open(_ db: Database, named name: String) throws -> Till {
        guard let till = try fetchAll(db, "WHERE name = ? AND closed_ms IS NULL", [name.lowercased()]).first else {
            throw LedgerError(.tillNotOpen, ErrorDetail("till", String(name.prefix(63))))
        }
        return till
    }

    /// The cash that lies in a drawer, by the books.
    static func held(_ db: Database, _ till: Till) throws -> Money {
        try Journal.balance(db, of: .cash(inTill: till.name))
    }

    /// Nobody takes more from a drawer than lies in it.
    ///
    /// - Parameter held: what lay in it before; nil for what lies in it now.
    /// - Throws: `till_too_empty`.
    static func check(_ db: Database, _ till: Till, holds amount: Money, of held: Money? = nil) throws {
        guard amount > .zero else { return }
        let held = try held ?? Self.held(db, till)
        guard amount > held else { return }
        throw LedgerError(
            .tillTooEmpty, ErrorDetail("till", till.name), ErrorDetail("held", max(.zero, held)),
            ErrorDetail("amount", amount))
    }

    static func list(_ db: Database, after id: Till.ID?, limit: Int) throws -> [Till] {
        try fetchAll(db, "WHERE id > ? ORDER BY id LIMIT ?", [id?.rawValue ?? 0, limit])
    }

    /// The last shift of the till of that name.
    ///
    /// - Throws: `till_unknown`.
    static func last(_ db: Database, named name: String) throws -> Till {
        guard let till = try fetchAll(db, "WHERE name = ? ORDER BY id DESC LIMIT 1", [name]).first else {
            throw LedgerError(.tillUnknown, ErrorDetail("till", String(name.prefix(63))))
        }
        return till
    }

    static func fetchAll(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws -> [Till] {
        try Shift.fetchAll(db.cachedStatement(sql: "SELECT * FROM till \(condition)"), arguments: arguments).map(\.till)
    }

    /// A row of the table of tills. The schema has all of a closing or nothing of it.
    private struct Shift: RowRecord {
        let id: Till.ID
        let name: String
        let floatCents: Int64
        let openedMs: Int64
        let openedBy: String
        let closedMs: Int64?
        let closedBy: String?
        let expectedCents: Int64?
        let countedCents: Int64?

        var till: Till {
            Till(
                id: id, name: name, float: Money(cents: floatCents), opened: Date(milliseconds: openedMs),
                openedBy: openedBy,
                closing: closedMs.map { closed in
                    Till.Closing(
                        time: Date(milliseconds: closed), author: closedBy ?? "",
                        expected: Money(cents: expectedCents ?? 0), counted: Money(cents: countedCents ?? 0))
                })
        }
    }

    /// What one person took at a till in one way.
    private struct Takings: RowRecord {
        let author: String
        let method: String
        let count: Int
        let received: Int64
        let returned: Int64
    }

    /// What was taken at a till.
    static func report(_ db: Database, _ till: Till) throws -> ShiftReport {
        let rows = try Takings.fetchAll(
            db,
            sql: """
                SELECT author, method, count(*) AS count, sum(max(cents, 0)) AS received, -sum(min(cents, 0)) AS returned
                FROM payment JOIN journal_entry ON number = entry WHERE payment.till = ? GROUP BY author, method
                """,
            arguments: [till.id.rawValue])
        let takings = rows.compactMap { row in
            PaymentMethod(rawValue: row.method).map { method in
                ShiftReport.Takings(
                    author: row.author, method: method, count: row.count, received: Money(cents: row.received),
                    returned: Money(cents: row.returned))
            }
        }
        let order = PaymentMethod.allCases
        let dropped = Money(
            cents: try Int64.fetchOne(
                db, sql: "SELECT sum(cents) FROM till_drop WHERE till = ?", arguments: [till.id.rawValue]) ?? 0)
        return ShiftReport(
            till: till,
            takings: takings.sorted {
                ($0.author, order.firstIndex(of: $0.method) ?? 0) < ($1.author, order.firstIndex(of: $1.method) ?? 0)
            },
            dropped: dropped,
            expectedCash: till.float + takings.filter { $0.method == .cash }.map(\.net).total() - dropped)
    }
}
