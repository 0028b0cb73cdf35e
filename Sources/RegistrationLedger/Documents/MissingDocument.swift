package import Conference
import EventStore
package import Foundation
import GRDB

/// A document that somebody should get: something was booked since their last one, or since the last one of whose place they
/// took over.
package struct MissingDocument: Sendable, Hashable {
    package let registration: Registration
    package let kind: LedgerDocument.Kind
    /// What it would be about: charged or, negative, credited.
    package let total: Money
    /// When the first of it was booked.
    package let since: Date

    /// Those of whom some document was issued before and something is on none.
    private static func candidates(_ condition: String) -> String {
        """
        SELECT DISTINCT registration FROM journal_entry
        WHERE \(condition)
            AND NOT EXISTS (SELECT 1 FROM document_entry WHERE entry = journal_entry.number)
            AND (EXISTS (
                    SELECT 1 FROM journal_entry AS earlier CROSS JOIN document_entry ON entry = earlier.number
                    WHERE earlier.registration = journal_entry.registration)
                OR EXISTS (
                    SELECT 1 FROM registration AS old
                    CROSS JOIN journal_entry AS earlier ON earlier.registration = old.id
                    CROSS JOIN document_entry ON entry = earlier.number
                    WHERE old.successor = journal_entry.registration))
        ORDER BY registration
        """
    }

    /// - Parameter id: nil for everybody.
    static func fetchAll(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID? = nil
    ) throws -> [MissingDocument] {
        let ids =
            try id.map { id in
                try Registration.ID.fetchAll(
                    db.cachedStatement(sql: candidates("registration = ?")), arguments: [id])
            } ?? Registration.ID.fetchAll(db.cachedStatement(sql: candidates("registration IS NOT NULL")))
        return try ids.compactMap { id in
            let entries = try DocumentRecord.newEntries(db, of: id)
            let registration = try RegistrationRecord.fetch(db, id: id)
            let figures = try DocumentRecord.figures(
                db, definition, [entries], language: registration.language, balance: try Journal.due(db, from: id),
                earlier: [])
            let isNothing = figures.lines.isEmpty && figures.payments.isEmpty && figures.total == .zero
            guard let first = entries.first, !isNothing else { return nil }
            let kind: LedgerDocument.Kind =
                if figures.total < .zero {
                    .creditNote
                } else if !figures.payments.isEmpty || figures.balance <= .zero {
                    .receipt
                } else {
                    .invoice
                }
            return MissingDocument(registration: registration, kind: kind, total: figures.total, since: first.time)
        }
    }
}

extension RegistrationLedger {
    /// The documents that people should get, in the order of their numbers.
    ///
    /// - Parameter limit: how many at the most.
    package func missingDocuments(limit: Int = .max) async throws -> [MissingDocument] {
        try await store.read { [store] db in
            Array(try MissingDocument.fetchAll(db, try store.definition(db)).prefix(limit))
        }
    }
}

extension RegistrationReports {
    static func documentsMissing(_ db: Database, _ definition: EventDefinition) throws -> [[ReportTable.Cell]] {
        try MissingDocument.fetchAll(db, definition).map { missing in
            let registration = missing.registration
            return [
                .number(Int64(registration.id.rawValue)), .text(registration.code.description),
                .text(registration.person.name), .text(registration.status.rawValue), .text(missing.kind.rawValue),
                .amount(missing.total),
                .text(String(Timestamp(missing.since, in: definition.zone).description.prefix(10))),
            ]
        }
    }

    static func invoices(_ db: Database, _ definition: EventDefinition) throws -> [[ReportTable.Cell]] {
        let numbers = try Int64.fetchAll(db, sql: "SELECT number FROM document WHERE kind = 'invoice' ORDER BY number")
        return try numbers.map { number in
            let standing = try InvoiceStanding(db, definition, DocumentID(kind: .invoice, number: number))
            let document = standing.document
            let payer = document.payer?.name ?? ""
            return [
                .text(document.label), .text(standing.code.description),
                .text(payer.isEmpty ? document.recipient.name : payer), .number(Int64(standing.people.count)),
                .text(String(Timestamp(document.issued, in: definition.zone).description.prefix(10))),
                .text(document.figures.dueDate?.description ?? ""), .amount(document.figures.asked),
                .amount(standing.open),
            ]
        }
    }
}
