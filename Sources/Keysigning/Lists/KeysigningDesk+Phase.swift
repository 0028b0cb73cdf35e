package import Conference
package import EventStore
import Foundation
import GRDB
import OpenPGP
import RegistrationLedger

/// Whether keys are taken in.
package enum KeysigningPhase: String, Sendable, Hashable, Codable {
    case opened
    case closed
}

extension KeysigningDesk {
    /// Whether keys are taken in; they are until somebody closes the list.
    package func phase() async throws -> KeysigningPhase { try await store.read(Self.phase) }

    /// Stops taking in keys, and updates of known ones too. Keys can still be withdrawn.
    ///
    /// - Throws: `keysigning_closed` when it is already, `idempotency_conflict`.
    package func close(context: WriteContext) async throws -> Performed<KeysigningPhase> {
        try await move(to: .closed, because: "", context: context)
    }

    /// Takes keys in again, for latecomers: a later version lists them.
    ///
    /// - Throws: `keysigning_open` when it is already, `reason_missing`, `text_too_long`, `idempotency_conflict`.
    package func reopen(because reason: String, context: WriteContext) async throws -> Performed<KeysigningPhase> {
        let reason = try Person.line(reason, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw LedgerError(.reasonMissing) }
        return try await move(to: .opened, because: reason, context: context)
    }

    private func move(
        to phase: KeysigningPhase, because reason: String, context: WriteContext
    ) async throws -> Performed<KeysigningPhase> {
        try await store.perform("keysigning.phase", content: [phase.rawValue, reason], context: context) { db in
            guard try Self.phase(db) != phase else {
                throw phase == .closed ? KeysigningError(.keysigningClosed) : KeysigningError(.keysigningOpen)
            }
            try db.execute(
                sql: "INSERT INTO keysigning_phase (kind, reason, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)",
                arguments: [phase.rawValue, reason, context.author, context.origin, context.time.milliseconds])
            return phase
        }
    }

    private static func phase(_ db: Database) throws -> KeysigningPhase {
        try String.fetchOne(db, sql: "SELECT kind FROM keysigning_phase ORDER BY id DESC LIMIT 1")
            .flatMap(KeysigningPhase.init) ?? .opened
    }

    /// - Throws: `keysigning_closed`.
    static func requireOpen(_ db: Database) throws {
        guard try phase(db) == .opened else { throw KeysigningError(.keysigningClosed) }
    }
}

extension KeysigningDesk {
    /// Notes that the owner of a number did not come (or did after all): the next version leaves the key out, or takes
    /// it back in under the same number.
    ///
    /// - Throws: `number_unknown`, `idempotency_conflict`.
    package func note(absent: Bool, number: Int, context: WriteContext) async throws -> Performed<Int> {
        try await store.perform(
            "keysigning.presence", content: [String(number), String(absent)], context: context
        ) { db in
            guard
                let submission = try Int64.fetchOne(
                    db, sql: "SELECT submission FROM keysigning_number WHERE number = ?", arguments: [number])
            else { throw KeysigningError(.numberUnknown, ErrorDetail("number", number)) }
            let id = KeysigningSubmission.ID(rawValue: submission)
            if try Self.isAbsent(db, id) != absent {
                try db.execute(
                    sql: """
                        INSERT INTO keysigning_presence (submission, kind, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        submission, absent ? "absent" : "present", context.author, context.origin,
                        context.time.milliseconds,
                    ])
            }
            return number
        }
    }

    /// The numbers whose owners did not come.
    package func absentNumbers() async throws -> Set<Int> {
        try await store.read { db in
            let absent = try Self.absent(db)
            let given = try GivenNumber.fetchAll(db, sql: "SELECT number, submission FROM keysigning_number")
            return Set(given.filter { absent.contains($0.submission) }.map(\.number))
        }
    }

    /// A row of `keysigning_number`.
    private struct GivenNumber: RowRecord {
        let number: Int
        let submission: KeysigningSubmission.ID
    }

    /// Whether the owner of that key did not come.
    static func isAbsent(_ db: Database, _ submission: KeysigningSubmission.ID) throws -> Bool {
        try String.fetchOne(
            db.cachedStatement(
                sql: "SELECT kind FROM keysigning_presence WHERE submission = ? ORDER BY id DESC LIMIT 1"),
            arguments: [submission.rawValue]) == "absent"
    }

    static func absent(_ db: Database) throws -> Set<KeysigningSubmission.ID> {
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT submission FROM keysigning_presence AS presence
                WHERE kind = 'absent'
                AND id = (SELECT max(id) FROM keysigning_presence WHERE submission = presence.submission)
                """)
        return Set(ids.map(KeysigningSubmission.ID.init))
    }
}
