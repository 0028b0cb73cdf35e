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
    /// Anchors that were given, each with how far the books continue it.
    package let anchors: [Anchor]
    package let findings: [Finding]

    /// What can be wrong; docs/error-codes.md has the words of each.
    package enum Code: String, ErrorCode {
        // Of the journal
        case entryMissing = "entry_missing"
        case entryUnreadable = "entry_unreadable"
        /// Something that no version of this program writes.
        case requestMissing = "request_missing"
        case requestBroken = "request_broken"
        case chainBroken = "chain_broken"
        case hashWrong = "hash_wrong"
        case entryUnbalanced = "entry_unbalanced"
        case postingMissing = "posting_missing"
        case postingOrphaned = "posting_orphaned"
        case correctionDiffers = "correction_differs"
        // Of the file
        case rowImpossible = "row_impossible"
        // Of registrations
        case registrationMissing = "registration_missing"
        case historyBroken = "history_broken"
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
        // Of what stands beside the journal
        case sealBroken = "seal_broken"
        case recordDiffers = "record_differs"
        case recordUnsealed = "record_unsealed"
        // Of anchors
        case anchorForeign = "anchor_foreign"
        case anchorForged = "anchor_forged"
        case anchorDiffers = "anchor_differs"
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
    /// Recomputes the chains of the journal, of histories, of requests and of seals, the sum of every entry, what every registration
    /// was charged, the tills, the seats, and the documents with their numbers.
    ///
    /// Whoever owns the file and seals all of it anew is found by an anchor that was kept elsewhere, and by nothing else.
    /// - Parameter anchors: what closing periods printed.
    package func audit(anchors: [Anchor] = []) async throws -> AuditReport {
        try await store.read { [store] db in
            var findings: [AuditReport.Finding] = []
            guard let broken = try Self.auditRows(db, &findings) else {
                return AuditReport(registrations: 0, entries: 0, head: nil, anchors: anchors, findings: findings)
            }
            let definition = try store.definition(db)
            var check = AnchorCheck(anchors, tag: store.tag)
            let (entries, head) = try Self.auditChain(db, &check, &findings)
            try Self.auditHistory(db, &check, &findings)
            try Self.auditRequests(db, &check, &findings)
            try Seals.audit(db, &check, &findings)
            try check.finish(db, &findings)
            guard broken.isDisjoint(with: Self.read), !findings.contains(where: { $0.code == .rowImpossible }) else {
                return AuditReport(
                    registrations: 0, entries: entries, head: head, anchors: anchors, findings: findings)
            }
            var registrations: [Registration] = []
            try Self.reading(&findings) { _ in registrations = try RegistrationRecord.fetchAll(db, "ORDER BY id", []) }
            try Self.reading(&findings) { try Self.auditCharges(db, registrations, &$0) }
            try Self.reading(&findings) { try Self.auditPayments(db, &$0) }
            try Self.reading(&findings) { try Self.auditTills(db, &$0) }
            try Self.reading(&findings) { try Self.auditSeats(db, definition, registrations, &$0) }
            try Self.reading(&findings) { try Self.auditDocuments(db, definition, &$0) }
            try Self.reading(&findings) { try StatementRecord.audit(db, &$0) }
            return AuditReport(
                registrations: registrations.count, entries: entries, head: head, anchors: anchors,
                findings: findings)
        }
    }

    /// The tables whose rows are read as values: one that breaks its table's own rules would end the reading.
    private static let read: Set<String> = [
        "registration", "registration_day", "registration_add_on", "retained", "payment", "till", "document", "waiver",
        "voucher_use", "charge_line", "charge_tax",
    ]

    /// Goes on where a row that nobody of ours wrote cannot be read, and names what it is.
    private static func reading(
        _ findings: inout [AuditReport.Finding], _ body: (inout [AuditReport.Finding]) throws -> Void
    ) throws {
        do {
            try body(&findings)
        } catch let error as any DescribedError {
            findings.append(.init(.rowImpossible, error.code.rawValue))
        } catch is RowDecodingError {
            findings.append(.init(.rowImpossible, "row"))
        }
    }

    private static func auditChain(
        _ db: Database, _ check: inout AnchorCheck, _ findings: inout [AuditReport.Finding]
    ) throws -> (entries: Int, head: Data?) {
        var (previous, count): (JournalEntry?, Int) = (nil, 0)
        var unreadable: [Int64] = []
        let particulars = try ParticularsReader(db)
        let requests = try EventStore.requestKeys(db)
        let incarnations = try EventStore.incarnations(db)
        var found: [AuditReport.Finding] = []
        try Journal.forEachEntry(db, unreadable: { unreadable.append($0) }) { entry in
            count += 1
            let last = previous?.number ?? 0
            let expected = last &+ 1
            // Each incarnation begins at a number of its own.
            let begins = incarnations.contains { $0.numbersAfter > last && entry.number == $0.numbersAfter + 1 }
            if entry.number != expected, !begins { found.append(.init(.entryMissing, expected)) }
            if entry.previousHash != previous?.hash ?? Journal.origin {
                found.append(.init(.chainBroken, entry.number))
            }
            if entry.hash != entry.computedHash(try particulars.next(entry.number)) || !entry.hasItsMemo {
                found.append(.init(.hashWrong, entry.number))
            }
            if let sum = sum(of: entry.postings) {
                if sum != .zero || entry.postings.isEmpty {
                    found.append(.init(.entryUnbalanced, entry.number, ErrorDetail("sum", sum)))
                }
            } else {
                found.append(.init(.rowImpossible, "posting of entry \(entry.number)"))
            }
            if !requests.contains(entry.request) { found.append(.init(.requestMissing, entry.number)) }
            check.see(.init(number: entry.number, hash: entry.hash), of: .journal)
            previous = entry
        }
        findings += unreadable.map { AuditReport.Finding(.entryUnreadable, $0) }
        findings += found
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
