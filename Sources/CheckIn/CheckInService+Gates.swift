package import Conference
package import DoorRules
package import EventStore
package import Foundation
import GRDB
import RegistrationLedger

/// A gate, and how it stands.
package struct GateStatus: Sendable, Hashable {
    package let gate: Gate
    package let closing: Closing?
    /// How many entries count: neither undone nor a second person on the same badge.
    package let admitted: Int
    /// How many entries were a second person on the same badge, settled or not.
    package let conflicts: Int
    /// How many scans were turned away and not undone.
    package let refused: Int
    /// How many scans got each verdict, exits too, and were not undone.
    package let verdicts: [Verdict.Code: Int]
    /// Who is inside now; nil where a gate counts nobody out and has no limit.
    package let inside: Int?
    /// How much room is left; nil for a gate without a limit.
    package let crowding: Crowding?

    /// That a gate was closed for ever.
    package struct Closing: Sendable, Hashable {
        package let time: Date
        package let author: String
        package let reason: String
    }
}

extension CheckInService {
    /// The gates of the definition in force, in its order.
    ///
    /// - Parameters:
    ///   - time: the instant at which to count who is inside.
    ///   - after: those behind this gate only.
    ///   - limit: how many at the most.
    ///   - device: whose gates alone are listed, where it is a door's; nil for all gates.
    /// - Throws: `gate_unknown` when the definition has no gate `after`.
    package func gates(
        at time: Date, after: Gate.ID? = nil, limit: Int = .max, seenBy device: Device? = nil
    ) async throws -> [GateStatus] {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            let moment = DoorPlan(definition).moment(time)
            var gates = definition.gates[...]
            if let after {
                guard let index = gates.firstIndex(where: { $0.id == after }) else {
                    throw EventStoreError(.gateUnknown, ErrorDetail("gate", after))
                }
                gates = gates[(index + 1)...]
            }
            let seen = gates.filter { device?.sees($0.id) ?? true }
            return try seen.prefix(limit).map { try status(of: $0, in: definition, at: moment, db) }
        }
    }

    /// One gate of the definition in force.
    ///
    /// - Throws: `gate_unknown`.
    package func status(of gate: Gate.ID, at time: Date) async throws -> GateStatus {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            guard let gate = definition.gates.first(where: { $0.id == gate }) else {
                throw EventStoreError(.gateUnknown, ErrorDetail("gate", gate))
            }
            return try status(of: gate, in: definition, at: DoorPlan(definition).moment(time), db)
        }
    }

    /// Closes a gate until somebody opens it again: whoever comes is turned away as outside its hours.
    ///
    /// - Throws: `gate_unknown`, `gate_already_closed`, `reason_missing`, `text_too_long`.
    package func close(_ gate: Gate.ID, because reason: String, context: WriteContext) async throws {
        let reason = try Person.line(reason, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw LedgerError(.reasonMissing) }
        _ = try await store.perform("gate.close", content: [gate.rawValue, reason], context: context) { [store] db in
            let record = try GateRecord.ensure(db, gate, in: try store.definition(db))
            guard !record.isClosed else { throw CheckInError(.gateAlreadyClosed, ErrorDetail("gate", gate)) }
            try db.execute(
                sql: "UPDATE gate SET closed_ms = ?, closed_by = ?, closed_because = ? WHERE number = ?",
                arguments: [context.time.milliseconds, context.author, reason, record.number])
            return true
        }
    }

    /// Opens a gate again that was closed; who closed it and why stays on the record.
    ///
    /// - Throws: `gate_unknown`, `gate_not_closed`, `reason_missing`, `text_too_long`.
    package func reopen(_ gate: Gate.ID, because reason: String, context: WriteContext) async throws {
        let reason = try Self.reason(reason)
        _ = try await store.perform("gate.reopen", content: [gate.rawValue, reason], context: context) { [store] db in
            let record = try GateRecord.ensure(db, gate, in: try store.definition(db))
            guard let closed = record.closedMs, let author = record.closedBy, let because = record.closedBecause else {
                throw CheckInError(.gateNotClosed, ErrorDetail("gate", gate))
            }
            try db.execute(
                sql: """
                    INSERT INTO gate_opening (gate, closed_ms, closed_by, closed_because, reason, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    record.number, closed, author, because, reason, context.author, context.origin,
                    context.time.milliseconds,
                ])
            try db.execute(
                sql: "UPDATE gate SET closed_ms = NULL, closed_by = NULL, closed_because = NULL WHERE number = ?",
                arguments: [record.number])
            return true
        }
    }

    private func status(
        of gate: Gate, in definition: EventDefinition, at moment: Moment, _ db: Database
    ) throws -> GateStatus {
        guard let record = try GateRecord.fetch(db, gate.id) else {
            return GateStatus(
                gate: gate, closing: nil, admitted: 0, conflicts: 0, refused: 0, verdicts: [:],
                inside: gate.countsInside ? 0 : nil, crowding: gate.capacity.map { _ in .roomy })
        }
        let verdicts = try verdicts(record.number, db)
        let counts = try EntryCounts.fetchOne(
            db,
            sql: """
                SELECT (SELECT count(*) FROM admission WHERE gate = :gate AND void IS NULL) AS admitted,
                       (SELECT count(*) FROM admission WHERE gate = :gate AND void = 'conflict') AS conflicts
                """,
            arguments: ["gate": record.number])
        let rules = DoorPlan(definition).rules(of: gate.id, number: record.number, isClosed: false)
        let inside = gate.countsInside ? try AdmissionRecord.inside(db, at: rules, moment) : nil
        return GateStatus(
            gate: gate, closing: GateStatus.Closing(record),
            admitted: counts?.admitted ?? 0, conflicts: counts?.conflicts ?? 0,
            refused: verdicts.reduce(0) { $1.key == .admitted ? $0 : $0 + $1.value }, verdicts: verdicts,
            inside: inside, crowding: gate.capacity.map { _ in rules.crowding(inside: inside ?? 0) })
    }

    private struct EntryCounts: RowRecord {
        let admitted: Int
        let conflicts: Int
    }

    private struct VerdictCount: RowRecord {
        let verdict: String
        let scans: Int
    }

    private func verdicts(_ gate: GateNumber, _ db: Database) throws -> [Verdict.Code: Int] {
        var counts: [Verdict.Code: Int] = [:]
        let all = "SELECT verdict, count(*) AS scans FROM scan WHERE gate = ? GROUP BY verdict"
        for count in try VerdictCount.fetchAll(db, sql: all, arguments: [gate]) {
            if let code = Verdict.Code(word: count.verdict) { counts[code] = count.scans }
        }
        let undone = """
            SELECT scan.verdict, count(*) AS scans FROM scan_undo JOIN scan ON scan.id = scan_undo.scan
            WHERE scan.gate = ? GROUP BY scan.verdict
            """
        for count in try VerdictCount.fetchAll(db, sql: undone, arguments: [gate]) {
            if let code = Verdict.Code(word: count.verdict) { counts[code, default: 0] -= count.scans }
        }
        return counts
    }
}

extension Gate {
    /// Whether it knows who is inside: one that counts nobody out does not, but where it counts for a limit.
    fileprivate var countsInside: Bool { if case .inAndOut = frequency { true } else { capacity != nil } }
}

extension GateStatus.Closing {
    fileprivate init?(_ record: GateRecord) {
        guard let time = record.closedMs, let author = record.closedBy, let reason = record.closedBecause else {
            return nil
        }
        self.init(time: Date(milliseconds: time), author: author, reason: reason)
    }
}
