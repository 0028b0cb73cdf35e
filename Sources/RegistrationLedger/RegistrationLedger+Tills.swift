package import Conference
package import EventStore
import GRDB

/// The number that opening or closing a till gives; what replaying its key returns.
struct TillNumber: Codable, Sendable {
    let number: Int64
}

extension RegistrationLedger {
    /// Opens a till with change from the safe.
    ///
    /// - Parameter name: Latin letters, digits and hyphens, at most 40: in lower case it names an account.
    /// - Throws: `till_name_invalid`, `till_open_already`, `float_negative`, `cash_not_payable`.
    package func openTill(
        named name: String, float: Money, context: WriteContext
    ) async throws -> Performed<Till> {
        let name = name.lowercased()
        try Self.checkTillName(name)
        guard float >= .zero else { throw LedgerError(.floatNegative) }
        let done = try await store.perform("till.open", content: [name, float.description], context: context) {
            [store] db in
            try Self.checkCash(float, try store.definition(db))
            do {
                try db.execute(
                    sql: "INSERT INTO till (name, float_cents, opened_ms, opened_by) VALUES (?, ?, ?, ?)",
                    arguments: [name, float.cents, context.time.milliseconds, context.author])
            } catch DatabaseError.SQLITE_CONSTRAINT_UNIQUE {
                throw LedgerError(.tillOpenAlready, ErrorDetail("till", name))
            }
            let number = db.lastInsertedRowID
            if float > .zero {
                _ = try Journal.append(
                    db, kind: .till, registration: nil, till: Till.ID(rawValue: number),
                    memo: "till \(name) opened, shift \(number)",
                    postings: [
                        Posting(account: .cash(inTill: name), amount: float),
                        Posting(account: .money(.cash), amount: -float),
                    ],
                    context: context)
            }
            return TillNumber(number: number)
        }
        return Performed(result: try await till(Till.ID(rawValue: done.result.number)).till, replayed: done.replayed)
    }

    /// Closes a till: its cash is counted and goes to the safe, a difference is booked to `till-difference`.
    ///
    /// - Throws: `till_not_open`, `count_negative`, `cash_not_payable`.
    package func closeTill(
        named name: String, counted: Money, context: WriteContext
    ) async throws -> Performed<ShiftReport> {
        let name = name.lowercased()
        guard counted >= .zero else { throw LedgerError(.countNegative) }
        let done = try await store.perform("till.close", content: [name, counted.description], context: context) {
            [store] db in
            try Self.checkCash(counted, try store.definition(db))
            let till = try TillRecord.open(db, named: name)
            let expected = try Journal.balance(db, of: .cash(inTill: name))
            try db.execute(
                sql: """
                    UPDATE till SET closed_ms = ?, closed_by = ?, expected_cents = ?, counted_cents = ? WHERE id = ?
                    """,
                arguments: [
                    context.time.milliseconds, context.author, expected.cents, counted.cents, till.id.rawValue,
                ])
            let postings = [
                Posting(account: .cash(inTill: name), amount: -expected),
                Posting(account: .money(.cash), amount: counted),
                Posting(account: .tillDifference, amount: expected - counted),
            ].filter { $0.amount != .zero }
            if !postings.isEmpty {
                _ = try Journal.append(
                    db, kind: .till, registration: nil, till: till.id, memo: "till \(name) closed, shift \(till.id)",
                    postings: postings, context: context)
            }
            return TillNumber(number: till.id.rawValue)
        }
        return Performed(result: try await till(Till.ID(rawValue: done.result.number)), replayed: done.replayed)
    }

    /// Takes cash from an open till to the safe, in the middle of its shift.
    ///
    /// - Parameter isSure: whether it is meant although the books say that less is in it.
    /// - Throws: `till_not_open`, `till_too_empty` for more than is in it that nobody confirmed, `amount_not_positive`,
    ///   `cash_not_payable`.
    package func dropCash(
        _ amount: Money, fromTill name: String, isSure: Bool = false, context: WriteContext
    ) async throws -> Performed<ShiftReport> {
        guard amount > .zero else { throw ConferenceError(.amountNotPositive, ErrorDetail("value", amount)) }
        let done = try await store.perform("till.drop", content: [name, amount.description], context: context) {
            [store] db in
            try Self.checkCash(amount, try store.definition(db))
            let till = try TillRecord.open(db, named: name)
            if !isSure { try TillRecord.check(db, till, holds: amount) }
            let entry = try Journal.append(
                db, kind: .till, registration: nil, till: till.id,
                memo: "till \(name) to the safe, shift \(till.id)",
                postings: [
                    Posting(account: .cash(inTill: name), amount: -amount),
                    Posting(account: .money(.cash), amount: amount),
                ],
                context: context)
            try db.execute(
                sql: "INSERT INTO till_drop (entry, till, cents) VALUES (?, ?, ?)",
                arguments: [entry.number, till.id.rawValue, amount.cents])
            return TillNumber(number: till.id.rawValue)
        }
        return Performed(result: try await till(Till.ID(rawValue: done.result.number)), replayed: done.replayed)
    }

    /// The tills that were ever opened, in the order of their shifts.
    package func tills() async throws -> [Till] {
        try await store.read { try TillRecord.list($0, after: nil, limit: .max) }
    }

    /// What happened in each shift, in order.
    ///
    /// - Parameters:
    ///   - after: the part of the list after that shift.
    ///   - limit: how many at the most.
    package func shifts(after id: Till.ID? = nil, limit: Int = .max) async throws -> [ShiftReport] {
        try await store.read { db in
            try TillRecord.list(db, after: id, limit: limit).map { try TillRecord.report(db, $0) }
        }
    }

    /// The tills that are open, with what should be in them, and the names of those that can be opened again.
    package func drawers() async throws -> (open: [ShiftReport], closed: [String]) {
        try await store.read { db in
            let tills = try TillRecord.list(db, after: nil, limit: .max)
            let open = tills.filter(\.isOpen)
            let closed = Set(tills.map(\.name)).subtracting(open.map(\.name))
            return (try open.map { try TillRecord.report(db, $0) }, closed.sorted())
        }
    }

    /// What happened at a till.
    ///
    /// - Throws: `till_unknown`.
    package func till(_ id: Till.ID) async throws -> ShiftReport {
        try await store.read { db in
            guard let till = try TillRecord.fetch(db, id: id) else {
                throw LedgerError(.tillUnknown, ErrorDetail("till", "#\(id)"))
            }
            return try TillRecord.report(db, till)
        }
    }

    /// What happened at the last shift of the till that people call so, or at the shift of a number.
    ///
    /// - Throws: `till_unknown`.
    package func till(_ reference: ShiftReference) async throws -> ShiftReport {
        switch reference {
        case .number(let id): try await till(id)
        case .last(let name): try await store.read { try TillRecord.report($0, try TillRecord.last($0, named: name)) }
        }
    }

    private static func checkTillName(_ name: String) throws {
        guard isDrawerName(name) else {
            throw LedgerError(.tillNameInvalid, ErrorDetail("till", String(name.prefix(63))))
        }
    }

    /// What a till, and a terminal, may be called: lower-case Latin letters, digits and hyphens, at most 40.
    static func isDrawerName(_ name: String) -> Bool {
        let isKnown = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        return isKnown && (1...40).contains(name.utf8.count) && !name.hasPrefix("-")
    }

    private static func checkCash(_ amount: Money, _ definition: EventDefinition) throws {
        let nearest = amount.rounded(to: definition.cashStep)
        guard amount == nearest else {
            throw LedgerError(.cashNotPayable, ErrorDetail("value", amount), ErrorDetail("nearest", nearest))
        }
    }
}
