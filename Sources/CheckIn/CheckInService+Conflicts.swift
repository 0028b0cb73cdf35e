package import Conference
package import DoorRules
package import EventStore
import Foundation
import GRDB

/// Somebody whom an offline door let in and should not have, for the desk to look into.
package struct DoorConflict: Sendable, Hashable {
    /// How the person came in.
    package let scan: ScanOutcome
    /// The earlier entry on the same badge; nil when there is none.
    package let earlier: ScanOutcome?
    /// The verdict that the server would have given instead; nil when it had nothing against the person.
    package let objection: Verdict.Code?
    /// What came of it; nil until somebody settled it.
    package let settlement: ScanOutcome.Correction?
}

extension CheckInService {
    /// The conflicts in the order of their scans.
    ///
    /// - Parameters:
    ///   - after: those of later scans only.
    ///   - settled: whether to list those too that are settled.
    ///   - limit: how many at the most.
    package func conflicts(
        after: ScanOutcome.ScanID? = nil, settled: Bool = false, limit: Int
    ) async throws -> [DoorConflict] {
        try await store.read { db in
            try ConflictRecord.fetchAll(
                db, sql: "\(Self.conflictQuery) ORDER BY scan.id LIMIT ?",
                arguments: [after?.rawValue ?? 0, settled, limit]
            ).map { conflict in
                DoorConflict(
                    scan: try ScanRecord.outcome(db, of: conflict.id, isReplayed: false),
                    earlier: try conflict.rival.map { try ScanRecord.outcome(db, of: $0, isReplayed: false) },
                    objection: conflict.objection.flatMap { Verdict.Code(word: $0) }, settlement: conflict.settlement)
            }
        }
    }

    /// Says what came of a conflict, in at most 200 characters; it leaves the list and stays on the record.
    ///
    /// - Throws: `conflict_unknown` when there is none by that scan, `conflict_settled`, `reason_missing`,
    ///   `text_too_long`, `idempotency_conflict`.
    package func settle(
        _ scan: ScanOutcome.ScanID, note: String, context: WriteContext
    ) async throws -> Performed<ScanOutcome.ScanID> {
        let note = try Self.reason(note)
        let done = try await store.perform(
            "scan.settle", content: [scan.description, note], context: context
        ) { db in
            let conflict = try ConflictRecord.fetchOne(
                db, sql: "\(Self.conflictQuery) AND scan.id = ?", arguments: [0, true, scan.rawValue])
            guard let conflict else { throw CheckInError(.conflictUnknown, ErrorDetail("scan", scan)) }
            guard conflict.settlement == nil else { throw CheckInError(.conflictSettled, ErrorDetail("scan", scan)) }
            try db.execute(
                sql: "INSERT INTO scan_settlement (scan, note, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)",
                arguments: [scan.rawValue, note, context.author, context.origin, context.time.milliseconds])
            return true
        }
        return Performed(result: scan, replayed: done.replayed)
    }

    /// Two short lists by partial indexes, not a walk over all scans.
    static let conflictQuery = """
        SELECT scan.id, scan.objection, admission.rival, settlement.note, settlement.author, settlement.at_ms
        FROM (SELECT entry_scan AS id FROM admission WHERE void = 'conflict'
              UNION SELECT id FROM scan WHERE objection IS NOT NULL) AS listed
        JOIN scan ON scan.id = listed.id
        LEFT JOIN admission ON admission.entry_scan = scan.id AND admission.void = 'conflict'
        LEFT JOIN scan_settlement AS settlement ON settlement.scan = scan.id
        WHERE scan.id > ? AND (? OR settlement.scan IS NULL)
          AND NOT EXISTS (SELECT 1 FROM scan_undo WHERE scan_undo.scan = scan.id)
        """
}

/// A row of `conflictQuery`.
private struct ConflictRecord: RowRecord {
    let id: ScanOutcome.ScanID
    let objection: String?
    let rival: ScanOutcome.ScanID?
    let note: String?
    let author: String?
    let atMs: Int64?

    var settlement: ScanOutcome.Correction? {
        guard let note, let author, let atMs else { return nil }
        return ScanOutcome.Correction(reason: note, author: author, time: Date(milliseconds: atMs))
    }
}
