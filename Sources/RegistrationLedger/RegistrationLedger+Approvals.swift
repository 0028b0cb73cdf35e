package import Conference
package import EventStore
package import Foundation
import GRDB

/// Somebody whose category waits for an organizer.
package struct CategoryApplication: Sendable, Hashable {
    package let summary: RegistrationSummary
    package let since: Date
    /// Whether they handed in a proof.
    package let hasProof: Bool
    /// Who consented, for somebody who is not of age.
    package let guardian: Guardian?
}

/// What somebody handed in as a proof.
package struct Proof: Sendable, Hashable {
    /// The longest, in bytes.
    package static let bytesMax = 2 << 20

    /// `application/pdf`, `image/png` or `image/jpeg`.
    package let type: String
    package let content: Data

    /// Knows the kind by its first bytes, whatever the file is called.
    ///
    /// - Throws: `approval_proof_invalid` for another kind, `approval_proof_too_large`.
    package init(_ content: Data) throws {
        guard content.count <= Self.bytesMax else {
            throw LedgerError(.proofTooLarge, ErrorDetail("megabytes", Self.bytesMax >> 20))
        }
        let kinds: [(type: String, begin: [UInt8])] = [
            ("application/pdf", Array("%PDF-".utf8)), ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
            ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ]
        guard let kind = kinds.first(where: { content.starts(with: $0.begin) }) else {
            throw LedgerError(.proofInvalid)
        }
        (type, self.content) = (kind.type, content)
    }

    fileprivate init(type: String, content: Data) { (self.type, self.content) = (type, content) }

    /// What a file of it is called.
    package var ending: String { type == "application/pdf" ? "pdf" : type == "image/png" ? "png" : "jpg" }
}

extension RegistrationLedger {
    private struct ApprovalRow: RowRecord {
        let registration: Registration.ID
        let askedMs: Int64
        let hasProof: Bool
        let name: String?
        let email: String?
    }

    private struct ProofRow: RowRecord {
        let type: String
        let content: Data
    }

    static func ask(_ db: Database, forApprovalOf id: Registration.ID, at now: Date) throws {
        try db.execute(
            sql: "INSERT INTO approval (registration, asked_ms) VALUES (?, ?)", arguments: [id, now.milliseconds])
    }

    static func insert(_ db: Database, _ guardian: Guardian, of id: Registration.ID, at now: Date) throws {
        try db.execute(
            sql: "INSERT INTO guardian (registration, name, email, at_ms) VALUES (?, ?, ?, ?)",
            arguments: [id, guardian.name, guardian.email, now.milliseconds])
    }

    /// Whether somebody's category waits for an organizer.
    package func awaitsApproval(_ id: Registration.ID) async throws -> Bool {
        try await store.read { try Self.awaitsApproval($0, id) }
    }

    static func awaitsApproval(_ db: Database, _ id: Registration.ID) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM approval WHERE registration = ? AND approved IS NULL)"),
            arguments: [id]) ?? false
    }

    /// Why somebody's category was declined; nil for who was not.
    package func declineReason(of id: Registration.ID) async throws -> String? {
        try await store.read { db in
            try String.fetchOne(
                db.cachedStatement(sql: "SELECT reason FROM approval WHERE registration = ? AND approved = 0"),
                arguments: [id])
        }
    }

    /// Those whose category waits for an organizer, the oldest first.
    package func applications() async throws -> [CategoryApplication] {
        try await store.read { db in
            let rows = try ApprovalRow.fetchAll(
                db,
                sql: """
                    SELECT approval.registration, asked_ms, guardian.name, guardian.email,
                           EXISTS (SELECT 1 FROM approval_proof AS proof
                                   WHERE proof.registration = approval.registration) AS has_proof
                    FROM approval JOIN registration ON registration.id = approval.registration
                    LEFT JOIN guardian ON guardian.registration = approval.registration
                    WHERE approved IS NULL AND status = 'active' ORDER BY asked_ms, approval.registration
                    """)
            return try rows.compactMap { row in
                try Self.summary(db, of: row.registration).map { summary in
                    CategoryApplication(
                        summary: summary, since: Date(milliseconds: row.askedMs), hasProof: row.hasProof,
                        guardian: try row.name.flatMap {
                            $0.isEmpty ? nil : try Guardian(name: $0, email: row.email ?? "")
                        })
                }
            }
        }
    }

    /// Keeps what somebody hands in as a proof, in the place of an earlier one; it goes once it is judged.
    ///
    /// - Throws: `approval_not_asked`.
    package func handIn(
        _ proof: Proof, of id: Registration.ID, context: WriteContext
    ) async throws -> Performed<Registration> {
        let content = [
            id.description, EventStore.digest(of: [proof.content.base64EncodedString()]).base64EncodedString(),
        ]
        return try await change("registration.proof", to: id, content: content, context: context) { db in
            guard try Self.awaitsApproval(db, id) else { throw LedgerError(.approvalNotAsked) }
            try db.execute(
                sql: """
                    INSERT INTO approval_proof (registration, type, content, at_ms) VALUES (?, ?, ?, ?)
                    ON CONFLICT (registration) DO UPDATE
                    SET type = excluded.type, content = excluded.content, at_ms = excluded.at_ms
                    """,
                arguments: [id, proof.type, proof.content, context.time.milliseconds])
            try RegistrationRecord.tell(db, id, .proofHandedIn, context: context)
            return try RegistrationRecord.fetch(db, id: id)
        }
    }

    /// What somebody handed in as a proof.
    ///
    /// - Throws: `approval_proof_missing`.
    package func proof(of id: Registration.ID) async throws -> Proof {
        let row = try await store.read { db in
            try ProofRow.fetchOne(
                db, sql: "SELECT type, content FROM approval_proof WHERE registration = ?", arguments: [id])
        }
        guard let row else { throw LedgerError(.proofMissing) }
        return Proof(type: row.type, content: row.content)
    }

    /// Approves somebody's category, or declines it: then the place is cancelled and all that was paid is given back. What
    /// was handed in as a proof is erased.
    ///
    /// - Parameter reason: why it is declined; the person reads it.
    /// - Throws: `approval_not_asked`, `reason_missing` for a decline without one, `registration_cancelled`.
    package func judge(
        _ id: Registration.ID, approves: Bool, because reason: String, context: WriteContext
    ) async throws -> Performed<Registration> {
        let reason = approves ? "" : try Self.reason(reason)
        let content = [id.description, "\(approves)", reason]
        return try await change("registration.judge", to: id, content: content, context: context) { [store] db in
            _ = try Self.active(db, id)
            guard try Self.awaitsApproval(db, id) else { throw LedgerError(.approvalNotAsked) }
            try db.execute(
                sql: """
                    UPDATE approval SET approved = ?, reason = ?, author = ?, decided_ms = ? WHERE registration = ?
                    """,
                arguments: [approves, reason, context.author, context.time.milliseconds, id])
            guard !approves else {
                try RegistrationRecord.tell(db, id, .approved, context: context)
                return try RegistrationRecord.fetch(db, id: id)
            }
            try RegistrationRecord.tell(db, id, .declined, context: context)
            return try Self.cancel(
                db, try store.definition(db), id, leniency: Leniency(because: reason, isOrganizers: true),
                context: context)
        }
    }
}
