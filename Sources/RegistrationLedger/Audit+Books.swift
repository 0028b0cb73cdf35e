import Conference
import EventStore
import Foundation
import GRDB

/// What the audit compares with the journal: registrations, payments, tills, seats, documents.
extension RegistrationLedger {
    /// What was charged must be the price of what is held, under the definitions that were in force when it was taken.
    static func auditCharges(
        _ db: Database, _ registrations: [Registration], _ findings: inout [AuditReport.Finding]
    ) throws {
        let definitions = try EventStore.definitions(db)
        func definition(_ version: Int) throws -> EventDefinition {
            guard let definition = definitions[version] else {
                throw EventStoreError(.definitionMissing, ErrorDetail("version", version))
            }
            return definition
        }
        for registration in registrations {
            let balances = try Journal.balances(db, of: registration.id)
            let charged = balances.filter { $0.key.isPriced && $0.value != .zero }.mapValues { -$0 }
            let holding = try Holding(db, of: registration.id)
            let assessment = try Assessment(holding, definition: definition)
            if charged != assessment.credits {
                findings.append(
                    .init(
                        .chargeDiffers, registration.code, ErrorDetail("charged", charged.values.total()),
                        ErrorDetail("price", assessment.total)))
            }
            if DaySet(unchecked: holding.days.map(\.number)) != registration.days {
                findings.append(.init(.daysDiffer, registration.code))
            }
            let listed = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT sum(cents) FROM journal_entry JOIN charge_line ON entry = number WHERE registration = ?
                        """),
                arguments: [registration.id])
            if Money(cents: listed ?? 0) != assessment.listed {
                findings.append(.init(.linesDiffer, registration.code))
            }
            let (owes, owed) = (balances[.receivable] ?? .zero, balances[.refundsDue] ?? .zero)
            if owes < .zero || owed > .zero || owes != .zero && owed != .zero {
                findings.append(.init(.dueInBoth, registration.code))
            }
        }
    }

    /// The chain cannot miss what was cut off at its end; what each registration's history tells can. And the
    /// particulars of payments must be those that were booked.
    static func auditPayments(_ db: Database, _ findings: inout [AuditReport.Finding]) throws {
        let told = try Row.fetchAll(
            db,
            sql: """
                SELECT code,
                       (SELECT count(*) FROM journal_entry WHERE registration = registration.id AND kind = 'payment')
                           AS booked,
                       (SELECT count(*) FROM registration_history WHERE registration = registration.id AND kind = ?)
                           AS told
                FROM registration WHERE booked <> told ORDER BY id
                """,
            arguments: [HistoryEvent.Kind.paid.rawValue])
        for row in told {
            findings.append(
                .init(
                    .paymentsDiffer, try RegistrationCode(row["code"]),
                    ErrorDetail("booked", row["booked"] as Int), ErrorDetail("told", row["told"] as Int)))
        }
        let differing = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM journal_entry LEFT JOIN payment ON payment.entry = number
                WHERE (kind IN ('payment', 'refund') OR payment.entry IS NOT NULL)
                    AND coalesce(payment.cents, 0) IS NOT (
                        SELECT sum(cents) FROM posting WHERE posting.entry = number
                            AND (account IN ('cash', 'card', 'bank', 'cheque') OR account LIKE 'cash:%'))
                ORDER BY number
                """)
        for entry in differing { findings.append(.init(.paymentDiffers, entry)) }
        let corrections = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM journal_entry JOIN payment AS undoing ON undoing.entry = number
                LEFT JOIN payment AS undone ON undone.entry = corrects
                WHERE kind = 'correction'
                    AND (undone.cents IS NOT -undoing.cents OR undone.rounding_cents IS NOT -undoing.rounding_cents)
                ORDER BY number
                """)
        for entry in corrections { findings.append(.init(.correctionDiffers, entry)) }
        let moving = try Journal.balance(db, of: .transfer)
        if moving != .zero {
            findings.append(.init(.transferOpen, Account.transfer, ErrorDetail("sum", moving)))
        }
    }

    /// A till that is closed is empty, and was as full as the journal says.
    static func auditTills(_ db: Database, _ findings: inout [AuditReport.Finding]) throws {
        let tills = try TillRecord.fetchAll(db, "ORDER BY id", [])
        for (name, shifts) in Dictionary(grouping: tills, by: \.name).sorted(by: { $0.key < $1.key }) {
            let expected = try shifts.filter(\.isOpen).map { try TillRecord.report(db, $0).expectedCash }.total()
            let booked = try Journal.balance(db, of: .cash(inTill: name))
            if booked != expected {
                findings.append(
                    .init(.tillDiffers, name, ErrorDetail("booked", booked), ErrorDetail("expected", expected)))
            }
        }
        for till in tills {
            guard let closing = till.closing else { continue }
            let expected = try TillRecord.report(db, till).expectedCash
            if closing.expected != expected {
                findings.append(
                    .init(
                        .tillDiffers, "#\(till.id)", ErrorDetail("booked", closing.expected),
                        ErrorDetail("expected", expected)))
            }
        }
    }

    static func auditSeats(
        _ db: Database, _ definition: EventDefinition, _ registrations: [Registration],
        _ findings: inout [AuditReport.Finding]
    ) throws {
        let active = registrations.filter { $0.status == .active }
        for day in definition.days {
            let taken = active.count { $0.days.contains(day.number) }
            if let capacity = day.capacity, taken > capacity {
                findings.append(
                    .init(.dayOversold, day.number, ErrorDetail("taken", taken), ErrorDetail("capacity", capacity)))
            }
            try auditCount(db, .day(day.number), taken, &findings)
        }
        for addOn in definition.addOns {
            let taken = active.count { $0.addOns.contains(addOn.id) }
            if let seats = addOn.seats, taken > seats {
                findings.append(
                    .init(.addOnOversold, addOn.id, ErrorDetail("taken", taken), ErrorDetail("seats", seats)))
            }
            try auditCount(db, .addOn(addOn.id), taken, &findings)
        }
    }

    private static func auditCount(
        _ db: Database, _ place: Place, _ taken: Int, _ findings: inout [AuditReport.Finding]
    ) throws {
        let counted = try Seats.taken(db, place)
        guard counted != taken else { return }
        findings.append(
            .init(.seatsDiffer, place, ErrorDetail("counted", counted), ErrorDetail("taken", taken)))
    }

    /// Numbers run from 1 without gaps, and every document says what the entries say that it is about.
    static func auditDocuments(
        _ db: Database, _ definition: EventDefinition, _ findings: inout [AuditReport.Finding]
    ) throws {
        var next: [String: Int64] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM document ORDER BY kind, number")
        while let row = try rows.next() {
            let (kind, number): (String, Int64) = (row["kind"], row["number"])
            let first = next[kind] ?? 1
            if number > first {
                // A number far off leaves a gap of as many: it is told as one.
                let gap = number - first == 1 ? "\(first)" : "\(first)–\(number - 1)"
                findings.append(.init(.documentMissing, "\(kind) \(gap)"))
            }
            next[kind] = number &+ 1
            let entries = try Int64.fetchAll(
                db.cachedStatement(
                    sql: "SELECT entry FROM document_entry WHERE kind = ? AND number = ? ORDER BY entry"),
                arguments: [kind, number]
            ).compactMap { try Journal.entry(db, $0) }
            let told = try? DocumentRecord.figures(row)
            let booked = try DocumentRecord.figures(
                db, definition, entries, language: told?.language ?? .english, balance: told?.balance ?? .zero,
                earlier: told?.earlier ?? [])
            let isRight =
                told.map { told in
                    told.total == booked.total && told.payments == booked.payments
                        && told.taxes.map(\.amount).total() == booked.taxes.map(\.amount).total()
                        && told.lines.map(\.amount).total() == booked.lines.map(\.amount).total()
                        && entries.allSatisfy { $0.registration == row["registration"] }
                } ?? false
            if !isRight { findings.append(.init(.documentDiffers, "\(kind) \(number)")) }
        }
    }
}
