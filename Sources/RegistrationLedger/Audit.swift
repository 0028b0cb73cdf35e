package import Conference
import EventStore
package import Foundation
import GRDB

/// What `audit` looked at and what it found wrong.
package struct AuditReport: Sendable, Hashable {
    package let registrations: Int
    package let entries: Int
    /// The hash of the last entry: written down elsewhere, it fixes all history up to it. Nil without entries.
    package let head: Data?
    package let findings: [Finding]

    /// What can be wrong; docs/error-codes.md has the words of each.
    package enum Code: String, ErrorCode {
        // Of the journal
        case entryMissing = "entry_missing"
        case entryUnreadable = "entry_unreadable"
        case chainBroken = "chain_broken"
        case hashWrong = "hash_wrong"
        case entryUnbalanced = "entry_unbalanced"
        case postingMissing = "posting_missing"
        case postingOrphaned = "posting_orphaned"
        case correctionDiffers = "correction_differs"
        // Of the file
        case rowImpossible = "row_impossible"
        // Of registrations
        case chargeDiffers = "charge_differs"
        case linesDiffer = "lines_differ"
        case daysDiffer = "days_differ"
        case dueInBoth = "due_in_both"
        case paymentsDiffer = "payments_differ"
        // Of money
        case paymentDiffers = "payment_differs"
        case transferOpen = "transfer_open"
        case tillDiffers = "till_differs"
        // Of seats
        case dayOversold = "day_oversold"
        case addOnOversold = "add_on_oversold"
        case seatsDiffer = "seats_differ"
        // Of documents
        case documentMissing = "document_missing"
        case documentDiffers = "document_differs"
    }

    /// One thing that is wrong.
    package struct Finding: Sendable, Hashable {
        package let code: Code
        /// What it is about: an entry's number, a registration's code, a day, an add-on, a till, a document.
        package let subject: String
        package let details: [ErrorDetail]

        init(_ code: Code, _ subject: some CustomStringConvertible, _ details: ErrorDetail...) {
            self.code = code
            self.subject = subject.description
            self.details = details
        }
    }
}

extension RegistrationLedger {
    /// Recomputes the chain of the journal, the sum of every entry, what every registration was charged, the tills, the
    /// seats, and the documents with their numbers.
    package func audit() async throws -> AuditReport {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            var findings: [AuditReport.Finding] = []
            try Self.auditRows(db, &findings)
            let (entries, head) = try Self.auditChain(db, &findings)
            // Nothing can be computed from what cannot be: the sums of such rows need not fit any number.
            guard !findings.contains(where: { $0.code == .rowImpossible }) else {
                let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM registration") ?? 0
                return AuditReport(registrations: count, entries: entries, head: head, findings: findings)
            }
            let registrations = try RegistrationRecord.fetchAll(db, "ORDER BY id", [])
            try Self.auditCharges(db, registrations, &findings)
            try Self.auditPayments(db, &findings)
            try Self.auditTills(db, &findings)
            try Self.auditSeats(db, definition, registrations, &findings)
            try Self.auditDocuments(db, definition, &findings)
            return AuditReport(
                registrations: registrations.count, entries: entries, head: head, findings: findings)
        }
    }

    private static func auditChain(
        _ db: Database, _ findings: inout [AuditReport.Finding]
    ) throws -> (entries: Int, head: Data?) {
        var previous: JournalEntry?
        var count = 0
        func foundUnreadable(_ number: Int64) { findings.append(.init(.entryUnreadable, number)) }
        try Journal.forEachEntry(db, unreadable: foundUnreadable) { entry in
            count += 1
            let expected = (previous?.number ?? 0) &+ 1
            if entry.number != expected { findings.append(.init(.entryMissing, expected)) }
            if entry.previousHash != previous?.hash ?? Journal.origin {
                findings.append(.init(.chainBroken, entry.number))
            }
            if entry.hash != entry.computedHash { findings.append(.init(.hashWrong, entry.number)) }
            if let sum = sum(of: entry.postings) {
                if sum != .zero || entry.postings.isEmpty {
                    findings.append(.init(.entryUnbalanced, entry.number, ErrorDetail("sum", sum)))
                }
            } else {
                findings.append(.init(.rowImpossible, "posting of entry \(entry.number)"))
            }
            previous = entry
        }
        let broken = try Int64.fetchAll(
            db,
            sql: """
                SELECT entry FROM posting GROUP BY entry HAVING min(line) <> 1 OR max(line) <> count(*) ORDER BY entry
                """)
        for entry in broken { findings.append(.init(.postingMissing, entry)) }
        let orphans = try Int64.fetchAll(
            db, sql: "SELECT DISTINCT entry FROM posting WHERE entry NOT IN (SELECT number FROM journal_entry)")
        for entry in orphans { findings.append(.init(.postingOrphaned, entry)) }
        return (count, previous?.hash)
    }
}
