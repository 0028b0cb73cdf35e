import Conference
import DoorRules
package import EventStore
package import Foundation
import GRDB

extension CheckInService {
    /// How many scans one upload holds.
    package static let uploadMax = 100

    /// Records what a device answered alone. It may come late, twice, and in any order: the result is the same.
    ///
    /// What the door did stands as it was. Which entries count follows from all scans together (`GateRules.merge`);
    /// a second person let in on the same badge, and somebody let in whom the server would have turned away, become
    /// conflicts for the desk. One scan that cannot be recorded harms no other.
    /// - Parameter scans: at most `uploadMax`, all of the device.
    /// - Returns: one for each scan, in their order; `refused` with `idempotency_conflict`, `sequence_conflict`,
    ///   `gate_unknown`.
    /// - Throws: `upload_too_long`, `device_unknown`, `device_revoked`.
    package func upload(
        _ scans: [QueuedScan], of device: Device.ID, received: Date
    ) async throws -> [UploadOutcome] {
        guard scans.count <= Self.uploadMax else {
            throw CheckInError(.uploadTooLong, ErrorDetail("limit", Self.uploadMax))
        }
        return try await store.write { [store] db in
            let door = try DoorTransaction(db, store: store)
            return try scans.map { scan in
                precondition(scan.device == device, "a device sends its own scans")
                let outcome = try door.isolate { try door.record(scan, received: received) }
                do {
                    return try outcome.get()
                } catch let error as EventStoreError
                    where [.deviceUnknown, .deviceRevoked].contains(error.code)
                {
                    throw error
                } catch let error as any DescribedError {
                    return .refused(error)
                }
            }
        }
    }
}

extension DoorTransaction {
    /// Records one scan that a device answered alone.
    func record(_ scan: QueuedScan, received: Date) throws -> UploadOutcome {
        _ = try admissibleDevice(scan.device, at: scan.gate)
        let request = scan.request
        let digest = EventStore.digest(of: request.content)
        if let stored = try ScanRecord.stored(db, device: scan.device, nonce: scan.nonce) {
            guard stored.digest == digest else {
                throw EventStoreError(.idempotencyConflict, ErrorDetail("key", scan.nonce))
            }
            let earlier = try ScanRecord.outcome(db, of: stored.id, isReplayed: true)
            // The server answered, but the answer was lost and the door decided otherwise: what the door did counts.
            guard !earlier.isQueued, earlier.verdict.code != scan.verdict else { return .repeated(stored.id) }
            return try contradict(earlier, scan, digest: digest, received: received)
        }
        return .recorded(try insert(scan, nonce: scan.nonce.description, digest: digest, received: received))
    }

    private func contradict(
        _ earlier: ScanOutcome, _ scan: QueuedScan, digest: Data, received: Date
    ) throws -> UploadOutcome {
        let nonce = scan.nonce.description + "*"
        let statement = try db.cachedStatement(sql: "SELECT id FROM scan WHERE device = ? AND nonce = ?")
        if let known = try Int64.fetchOne(statement, arguments: [scan.device.rawValue, nonce]) {
            return .repeated(ScanOutcome.ScanID(rawValue: known))
        }
        let id = try insert(scan, nonce: nonce, digest: digest, received: received)
        if earlier.undo == nil, earlier.verdict.code == .admitted {
            var generator = SystemRandomNumberGenerator()
            try undo(
                earlier, because: "The door answered otherwise: scan \(id).",
                context: WriteContext(
                    author: "device:\(scan.device)", origin: "", time: received, key: .unique(using: &generator)))
        }
        return .recorded(id)
    }

    private func insert(
        _ scan: QueuedScan, nonce: String, digest: Data, received: Date
    ) throws -> ScanOutcome.ScanID {
        let taken = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM scan WHERE device = ? AND sequence = ?)")
        guard try Bool.fetchOne(taken, arguments: [scan.device.rawValue, scan.sequence]) == false else {
            throw CheckInError(.sequenceConflict, ErrorDetail("sequence", scan.sequence))
        }
        // What others let in is the merge's matter; the objection is to the person, the badge and the hour.
        let examined = try examine(scan.request, asIfFirst: true)
        let ownVerdict = examined.verdict.code
        var detail = ScanDetail()
        if scan.verdict == .admitted {
            detail.passage = scan.direction == .entry ? .entry : .exitOnly
        } else if scan.verdict == ownVerdict {
            detail = ScanDetail(examined.verdict, plan: plan)
        }
        var row = ScanRecord.New(
            scan.request, digest: digest, examined: examined, verdict: scan.verdict, detail: detail, entryScan: nil,
            queued: ScanRecord.New.Queued(
                sequence: scan.sequence, aheadMilliseconds: scan.aheadMilliseconds, received: received,
                objection: scan.verdict == .admitted && ownVerdict != .admitted ? ownVerdict : nil))
        row.nonce = nonce
        let id = try ScanRecord.insert(db, row)
        if scan.verdict == .admitted, let person = examined.person { try merge(person.id, at: scan.gate) }
        return id
    }
}
