package import Conference
import DoorRules
package import EventStore
package import Foundation
import GRDB
import RegistrationLedger

/// Staff letting somebody in whom the rules turned away.
package struct OverrideRequest: Sendable, Hashable {
    /// The device of the one who decides: a desk's or an organizer's.
    package let device: Device.ID
    /// The device's own id of the override: sent again, it gets the same answer again.
    package let nonce: IdempotencyKey
    /// The refusal.
    package let refused: ScanOutcome.ScanID
    /// Why, in at most 200 characters.
    package let reason: String
    package let time: Date

    package init(
        device: Device.ID, nonce: IdempotencyKey, refused: ScanOutcome.ScanID, reason: String, time: Date
    ) {
        self.device = device
        self.nonce = nonce
        self.refused = refused
        self.reason = reason
        self.time = time
    }
}

extension CheckInService {
    /// Admits somebody who was turned away, by a further scan that names the refusal.
    ///
    /// - Throws: `scan_unknown`, `scan_not_refused`, `nobody_to_admit` when nobody was found behind what was presented,
    ///   `override_not_allowed` unless the device is a desk's or an organizer's, `clerk_missing`, `reason_missing`, `text_too_long`,
    ///   and what `scan` throws.
    package func override(_ request: OverrideRequest) async throws -> ScanOutcome {
        let reason = try Self.reason(request.reason)
        return try await writer.write { door in try door.override(request, because: reason) }
    }

    /// Takes a scan back, whatever its verdict: it counts for nothing any more, and stays on the record.
    ///
    /// - Parameter device: the device that asks, which may be a door's for what it scanned itself; nil for somebody
    ///   who holds the event's file.
    /// - Throws: `scan_unknown`, `scan_undone`, `undo_not_allowed`, `reason_missing`, `text_too_long`,
    ///   `idempotency_conflict`.
    package func undo(
        _ scan: ScanOutcome.ScanID, because reason: String, by device: Device?, context: WriteContext
    ) async throws -> Performed<ScanOutcome> {
        let reason = try Self.reason(reason)
        let done = try await store.perform(
            "scan.undo", content: [scan.description, reason], context: context
        ) { [store] db in
            let outcome = try ScanRecord.outcome(db, of: scan, isReplayed: false)
            if let device, ![.desk, .organizer].contains(device.role), device.id != outcome.device {
                throw CheckInError(.undoNotAllowed, ErrorDetail("device", device.name))
            }
            guard outcome.undo == nil else { throw CheckInError(.scanUndone, ErrorDetail("scan", scan)) }
            try DoorTransaction(db, store: store).undo(outcome, because: reason, context: context)
            return true
        }
        let outcome = try await store.read { db in try ScanRecord.outcome(db, of: scan, isReplayed: false) }
        return Performed(result: outcome, replayed: done.replayed)
    }

    /// How many seconds later the program of a scanner may take back what it let in.
    private static let annulmentMax = 15 * 60.0

    /// Takes back what a scanner let in a moment ago, because its own program asks for it.
    ///
    /// - Parameter reason: may be empty.
    /// - Throws: `undo_not_allowed` for what was not let in, was taken back already or is too long ago, and what `undo`
    ///   throws.
    package func annul(
        _ scan: ScanOutcome, because reason: String, at time: Date, by device: Device, context: WriteContext
    ) async throws {
        guard scan.verdict.code == .admitted, scan.undo == nil, time.timeIntervalSince(scan.time) <= Self.annulmentMax
        else { throw CheckInError(.undoNotAllowed, ErrorDetail("device", device.name)) }
        let why = reason.isEmpty ? OwnReason.annulled.rawValue : reason
        _ = try await undo(scan.scan, because: why, by: device, context: context)
    }

    /// One scan as it stands.
    ///
    /// - Throws: `scan_unknown`.
    package func outcome(of scan: ScanOutcome.ScanID) async throws -> ScanOutcome {
        try await store.read { db in try ScanRecord.outcome(db, of: scan, isReplayed: false) }
    }

    static func reason(_ text: String) throws -> String {
        let reason = try Person.line(text, field: "reason", limit: 200)
        guard !reason.isEmpty else { throw LedgerError(.reasonMissing) }
        return reason
    }
}

extension DoorTransaction {
    fileprivate func override(_ request: OverrideRequest, because reason: String) throws -> ScanOutcome {
        let refused = try ScanRecord.outcome(db, of: request.refused, isReplayed: false)
        let device = try admissibleDevice(request.device, at: refused.gate)
        guard [.desk, .organizer].contains(device.role) else {
            throw CheckInError(.overrideNotAllowed, ErrorDetail("device", device.name))
        }
        let digest = EventStore.digest(of: ["override", request.refused.description, reason])
        let stored = try ScanRecord.stored(db, device: device.id, nonce: request.nonce)
        if let stored {
            guard stored.digest == digest else {
                throw EventStoreError(.idempotencyConflict, ErrorDetail("key", request.nonce))
            }
            return try ScanRecord.outcome(db, of: stored.id, isReplayed: true)
        }
        guard refused.verdict.code != .admitted else {
            throw CheckInError(.scanNotRefused, ErrorDetail("scan", refused.scan))
        }
        guard let person = refused.person else {
            throw CheckInError(.nobodyToAdmit, ErrorDetail("scan", refused.scan))
        }
        let again = ScanRequest(
            device: device.id, nonce: request.nonce, gate: refused.gate, direction: .entry,
            subject: .registration(person.id), time: request.time, deviceTime: nil)
        let examined = try examine(again)
        var detail = ScanDetail()
        detail.passage = .entry
        var scan = ScanRecord.New(
            again, digest: digest, examined: examined, verdict: .admitted, detail: detail, entryScan: nil)
        scan.issue = refused.issue
        scan.override = ScanOutcome.Override(
            refused: refused.scan, reason: reason, author: try device.author(at: request.time))
        let id = try ScanRecord.insert(db, scan)
        try merge(person.id, at: refused.gate, on: examined.moment.day)
        return try ScanRecord.outcome(db, of: id, isReplayed: false)
    }

    func undo(_ outcome: ScanOutcome, because reason: String, context: WriteContext) throws {
        try db.execute(
            sql: "INSERT INTO scan_undo (scan, reason, author, origin, at_ms) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                outcome.scan.rawValue, reason, context.author, context.origin, context.time.milliseconds,
            ])
        if outcome.verdict.code == .admitted, let person = outcome.person {
            try merge(person.id, at: outcome.gate, on: outcome.day)
        }
    }

    /// Works out again which of a person's entries at a gate stand, after a passage of that day changed (nil for one outside
    /// the event's days).
    func merge(_ person: Registration.ID, at id: Gate.ID, on day: Int?) throws {
        let gate = try gate(id)
        let rules = plan.rules(of: id, number: gate.number, isClosed: gate.isClosed)
        try AdmissionMerge.run(db, person, at: gate.number, rules: rules, on: day)
    }
}
