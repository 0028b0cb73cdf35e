import Conference
import EventStore
import Foundation
import GRDB

/// What the audit compares with the journal: registrations, payments, tills, seats, documents.
extension RegistrationLedger {
    /// The chain cannot miss what was cut off at its end; what each registration's history tells can. And what undoes a
    /// payment must be as much.
    static func auditPayments(
        _ db: Database, _ registrations: [Registration], _ journal: JournalWalk, _ history: HistoryWalk,
        _ findings: inout [AuditReport.Finding]
    ) throws {
        for registration in registrations {
            let id = Int64(registration.id.rawValue)
            let (booked, told) = (journal.booked[id]?.movements ?? 0, history.movements[id] ?? 0)
            guard booked != told else { continue }
            findings.append(
                .init(.paymentsDiffer, registration.code, ErrorDetail("booked", booked), ErrorDetail("told", told)))
        }
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
        let taken = try taken + WaitingList.offers(db, of: place)
        let counted = try Seats.taken(db, place)
        guard counted != taken else { return }
        findings.append(
            .init(.seatsDiffer, place, ErrorDetail("counted", counted), ErrorDetail("taken", taken)))
    }

    /// Numbers run from 1 without gaps in each incarnation; every document is the one that the history of its registration vouches for, and
    /// says what the entries say that it is about.
    static func auditDocuments(
        _ db: Database, _ definition: EventDefinition, _ history: HistoryWalk,
        _ findings: inout [AuditReport.Finding]
    ) throws {
        var vouched = history.documents
        var next: [String: Int64] = [:]
        let incarnations = try EventStore.incarnations(db)
        let rows = try DocumentRow.fetchCursor(db, sql: "SELECT * FROM document ORDER BY kind, number")
        while let row = try rows.next() {
            let (kind, number) = (row.kind, row.number)
            let begun = incarnations.last { $0.numbersAfter < number }?.numbersAfter ?? 0
            let first = max(next[kind] ?? 1, begun + 1)
            if number > first {
                // A number far off leaves a gap of as many: it is told as one.
                let gap = number - first == 1 ? "\(first)" : "\(first)–\(number - 1)"
                findings.append(.init(.documentMissing, "\(kind) \(gap)"))
            }
            next[kind] = number &+ 1
            let numbers = try Int64.fetchAll(
                db.cachedStatement(
                    sql: "SELECT entry FROM document_entry WHERE kind = ? AND number = ? ORDER BY entry"),
                arguments: [kind, number])
            let people = try DocumentPersonRow.fetchAll(db, of: kind, number)
            guard let stored = StoredDocument(row, people: people, entries: numbers) else {
                findings.append(.init(.documentDiffers, "\(kind) \(number)"))
                continue
            }
            let isVouched = vouched.removeValue(forKey: stored.digest) != nil
            let entries = try numbers.compactMap { try Journal.entry(db, $0) }
            let isBooked = try Self.isBooked(row, stored, entries, db, definition)
            let isIts =
                StoredDocument.isIts(row.recipient, row.salt, stored.recipient)
                && people.allSatisfy { StoredDocument.isIts($0.face, $0.salt, $0.faceSha256) }
                && people.map(\.line) == Array(1..<people.count + 1)
            if !isVouched || !isBooked || !isIts {
                findings.append(.init(.documentDiffers, "\(kind) \(number)"))
            }
        }
        // A document that was taken away whole is still told of.
        for label in Set(vouched.values).sorted() {
            guard let id = try? DocumentID(label) else { continue }
            let exists = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM document WHERE kind = ? AND number = ?)",
                arguments: [id.kind.rawValue, id.number])
            let subject = "\(id.kind.rawValue) \(id.number)"
            if exists != true, !findings.contains(where: { $0.code == .documentMissing && $0.subject == subject }) {
                findings.append(.init(.documentMissing, subject))
            }
        }
    }

    /// Whether a document says what the entries say that it is about.
    private static func isBooked(
        _ row: DocumentRow, _ stored: StoredDocument, _ entries: [JournalEntry], _ db: Database,
        _ definition: EventDefinition
    ) throws -> Bool {
        guard let told = try? row.shownFigures() else { return false }
        let parts = stored.registrations.map { id in entries.filter { $0.registration == id } }
        guard parts.map(\.count).reduce(0, +) == entries.count else { return false }
        let booked = try DocumentRecord.figures(
            db, definition, parts, language: told.language, balance: told.balance, earlier: told.earlier)
        guard told.total == booked.total, told.payments == booked.payments, told.shares == booked.shares else {
            return false
        }
        return told.taxes.map(\.amount).total() == booked.taxes.map(\.amount).total()
            && told.lines.map(\.amount).total() == booked.lines.map(\.amount).total()
    }
}
