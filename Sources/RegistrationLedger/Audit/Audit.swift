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
        case particularsDiffer = "particulars_differ"
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
        case shiftDiffers = "shift_differs"
        // Of what was said
        case definitionDiffers = "definition_differs"
        case correctionUntold = "correction_untold"
        /// Words that go when somebody is erased are gone of somebody who was not.
        case wordsMissing = "words_missing"
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
            var check = AnchorCheck(anchors, tag: store.tag)
            let requests = try RequestWalk(db, &check)
            let journal = try JournalWalk(db, requests: requests.keys, &check)
            findings += journal.findings
            let history = try HistoryWalk(db, &check)
            findings += history.findings + requests.findings
            findings += try EventStore.differingDefinitions(db).map { AuditReport.Finding(.definitionDiffers, $0) }
            try Seals.audit(db, &check, &findings)
            try check.finish(db, &findings)
            let (entries, head) = (journal.count, journal.head)
            guard broken.isDisjoint(with: Self.read), !findings.contains(where: { $0.code == .rowImpossible }) else {
                return AuditReport(
                    registrations: 0, entries: entries, head: head, anchors: anchors, findings: findings)
            }
            var (registrations, current): ([Registration], EventDefinition?) = ([], nil)
            try Self.reading(&findings) { _ in current = try store.definition(db) }
            guard let definition = current else {
                return AuditReport(
                    registrations: 0, entries: entries, head: head, anchors: anchors, findings: findings)
            }
            try Self.reading(&findings) { _ in registrations = try RegistrationRecord.fetchAll(db, "ORDER BY id", []) }
            try Self.reading(&findings) { try Self.auditCharges(db, registrations, journal, &$0) }
            try Self.reading(&findings) { try Self.auditPayments(db, registrations, journal, history, &$0) }
            try Self.reading(&findings) { try Self.auditTills(db, requests, &$0) }
            try Self.reading(&findings) { try Self.auditSeats(db, definition, registrations, &$0) }
            try Self.reading(&findings) { try Self.auditDocuments(db, definition, history, &$0) }
            try Self.reading(&findings) { try Self.auditLetters(db, history, &$0) }
            try Self.reading(&findings) { try StatementRecord.audit(db, &$0) }
            try Self.reading(&findings) { try OnlineRecord.audit(db, requests.online, &$0) }
            try Self.reading(&findings) { try Self.auditErasures(db, history, &$0) }
            return AuditReport(
                registrations: registrations.count, entries: entries, head: head, anchors: anchors,
                findings: findings)
        }
    }

    /// The tables whose rows are read as values: one that breaks its table's own rules would end the reading.
    private static let read: Set<String> = [
        "registration", "registration_day", "registration_add_on", "retained", "payment", "till", "document", "letter",
        "waiver",
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
        } catch is EventFileProblems {
            findings.append(.init(.rowImpossible, "event_definition"))
        } catch is RowDecodingError {
            findings.append(.init(.rowImpossible, "row"))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // A sum that is too large for a number.
            findings.append(.init(.rowImpossible, "row"))
        }
    }
}
