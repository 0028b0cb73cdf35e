package import Conference
import DoorRules
package import EventStore
import Foundation
import GRDB
import RegistrationLedger

extension CheckInService {
    /// The scans that wait for somebody's judgement, in the order in which they came.
    ///
    /// - Parameters:
    ///   - after: those that came later only.
    ///   - settled: whether to list those too that somebody decided on.
    ///   - limit: how many at the most.
    package func withheld(
        after: WithheldScan.ID? = nil, settled: Bool = false, limit: Int
    ) async throws -> [WithheldScan] {
        try await store.read { [store] db in
            let door = try DoorTransaction(db, store: store)
            let names = try EventStore.deviceNames(db)
            return try WithheldRecord.list(db, after: after, settled: settled, limit: limit).map { stored in
                WithheldScan(
                    id: stored.id, scan: stored.scan, deviceName: names[stored.scan.device] ?? "",
                    received: stored.received, reason: stored.reason,
                    person: try door.identify(stored.scan.subject).summary?.registration, end: stored.end)
            }
        }
    }

    /// How many scans wait for judgement.
    package func openWithheld() async throws -> Int {
        try await store.read { db in try WithheldRecord.waitingCount(db) }
    }

    /// Says that a withheld scan counts after all: it is recorded as what the door did, at its own time.
    ///
    /// - Parameter note: why, in at most 200 characters.
    /// - Returns: the scan that it became.
    /// - Throws: `withheld_unknown`, `withheld_settled`, `gate_unknown`, `sequence_conflict`, `reason_missing`,
    ///   `text_too_long`, `idempotency_conflict`.
    package func accept(
        _ id: WithheldScan.ID, note: String, context: WriteContext
    ) async throws -> Performed<ScanOutcome.ScanID> {
        let note = try Self.reason(note)
        let done = try await store.perform(
            "withheld.accept", content: [id.description, note], context: context
        ) { [store] db in
            let waiting = try Self.waiting(db, id)
            let door = try DoorTransaction(db, store: store)
            let scan: ScanOutcome.ScanID
            switch try door.record(waiting.scan, received: waiting.received, isJudged: false) {
            case .recorded(let id), .repeated(let id): scan = id
            case .refused(let error): throw error
            case .withheld: preconditionFailure("what somebody accepts is not judged again")
            }
            try WithheldRecord.end(db, id, scan: scan, note: note, context: context)
            return scan.rawValue
        }
        return Performed(result: ScanOutcome.ScanID(rawValue: done.result), replayed: done.replayed)
    }

    /// Says that a withheld scan counts for nothing; it stays on the record.
    ///
    /// - Parameter note: why, in at most 200 characters.
    /// - Throws: `withheld_unknown`, `withheld_settled`, `reason_missing`, `text_too_long`, `idempotency_conflict`.
    package func dismiss(
        _ id: WithheldScan.ID, note: String, context: WriteContext
    ) async throws -> Performed<WithheldScan.ID> {
        let note = try Self.reason(note)
        let done = try await store.perform(
            "withheld.dismiss", content: [id.description, note], context: context
        ) { db in
            _ = try Self.waiting(db, id)
            try WithheldRecord.end(db, id, scan: nil, note: note, context: context)
            return true
        }
        return Performed(result: id, replayed: done.replayed)
    }

    private static func waiting(_ db: Database, _ id: WithheldScan.ID) throws -> WithheldRecord.Stored {
        guard let stored = try WithheldRecord.fetch(db, id) else {
            throw CheckInError(.withheldUnknown, ErrorDetail("withheld", id))
        }
        guard stored.end == nil else { throw CheckInError(.withheldSettled, ErrorDetail("withheld", id)) }
        return stored
    }
}

/// What a device could have seen.
enum Plausibility {
    /// How far a clock can be off, in milliseconds: a day. Phones set theirs by the network.
    static let aheadMillisecondsMax: UInt64 = 86_400_000
    /// How much two measurements of one clock may differ, in seconds.
    static let tolerance = 300.0
    /// How many scans of one device may wait for judgement; more than a door has in a day, and few enough to look through.
    static let waitingMax = 2_000
    /// How often one person passes one gate on one day before it is more than anybody does.
    static let passagesMax = 300
}

extension DoorTransaction {
    /// Why a scan waits for judgement: it is nothing that its device could have seen. Nil where it counts.
    ///
    /// - Throws: `device_unknown`.
    func withholding(_ scan: QueuedScan, received: Date) throws -> Withholding? {
        let device = try device(scan.device)
        if device.isRevoked { return .revoked }
        guard device.mayScan(at: scan.gate), plan.definition.gates.contains(where: { $0.id == scan.gate }) else {
            return .gate
        }
        if scan.aheadMilliseconds.magnitude > Plausibility.aheadMillisecondsMax { return .clock }
        if scan.time > received.addingTimeInterval(Plausibility.tolerance) { return .ahead }
        if let enrolled = try EventStore.enrolled(db, scan.device),
            scan.time < enrolled.addingTimeInterval(-Plausibility.tolerance)
        {
            return .enrollment
        }
        return nil
    }

    /// Keeps a scan for judgement.
    ///
    /// - Throws: `withheld_full` when too many of the device wait already; `sequence_conflict`.
    func withhold(_ scan: QueuedScan, digest: Data, received: Date, because reason: Withholding) throws -> UploadOutcome
    {
        guard try WithheldRecord.waitingCount(db, of: scan.device) < Plausibility.waitingMax else {
            throw CheckInError(.withheldFull, ErrorDetail("limit", Plausibility.waitingMax))
        }
        guard try !WithheldRecord.hasSequence(db, device: scan.device, sequence: scan.sequence) else {
            throw CheckInError(.sequenceConflict, ErrorDetail("sequence", scan.sequence))
        }
        return .withheld(
            try WithheldRecord.insert(db, scan, digest: digest, received: received, reason: reason), reason)
    }

    /// - Throws: `device_unknown`.
    func device(_ id: Device.ID) throws -> Device {
        let known = try devices[id] ?? EventStore.device(db, id: id)
        guard let device = known else { throw EventStoreError(.deviceUnknown, ErrorDetail("device", id)) }
        devices[id] = device
        return device
    }
}
