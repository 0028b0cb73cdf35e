import Conference
import DoorRules
package import EventStore
package import Foundation
import GRDB

extension CheckInService {
    /// How many scans one upload holds.
    package static let uploadMax = 100

    /// How many scans share a transaction: no upload holds up the doors that wait for theirs.
    private static let transactionMax = 8

    /// Records what a device answered alone. It may come late, twice, and in any order: the result is the same.
    ///
    /// What the door did stands as it was, as far as the device can have seen it: what it cannot have seen is withheld, and
    /// waits for somebody's judgement (decision 0022). Which entries count follows from all scans together
    /// (`GateRules.merge`); a second person let in on the same badge, and somebody let in whom the server would have turned
    /// away, become conflicts for the desk. One scan that cannot be recorded harms no other.
    /// - Parameter scans: at most `uploadMax`, all of the device.
    /// - Returns: one for each scan, in their order; `refused` with `idempotency_conflict`, `sequence_conflict`.
    /// - Throws: `upload_too_long`, `device_unknown`, `withheld_full`: what was recorded before is `repeated` the next time.
    package func upload(
        _ scans: [QueuedScan], of device: Device.ID, received: Date
    ) async throws -> [UploadOutcome] {
        guard scans.count <= Self.uploadMax else {
            throw CheckInError(.uploadTooLong, ErrorDetail("limit", Self.uploadMax))
        }
        precondition(scans.allSatisfy { $0.device == device }, "a device sends its own scans")
        var outcomes: [UploadOutcome] = []
        for start in stride(from: 0, to: scans.count, by: Self.transactionMax) {
            let part = Array(scans[start..<min(start + Self.transactionMax, scans.count)])
            outcomes += try await store.write { [store] db in
                let door = try DoorTransaction(db, store: store)
                return try part.map { scan in try Self.outcome(of: scan, received: received, at: door) }
            }
        }
        return outcomes
    }

    static func outcome(
        of scan: QueuedScan, received: Date, at door: DoorTransaction
    ) throws -> UploadOutcome {
        do {
            return try door.isolate { try door.record(scan, received: received) }.get()
        } catch let error as EventStoreError where error.code == .deviceUnknown {
            throw error
        } catch let error as CheckInError where error.code == .withheldFull {
            throw error
        } catch let error as any DescribedError {
            return .refused(error)
        }
    }
}

extension DoorTransaction {
    /// The person passed the gate too often for one day.
    private struct Crowd: Error {}

    /// Records one scan that a device answered alone.
    ///
    /// - Parameter isJudged: whether what the device cannot have seen is withheld; not where a person vouches for it.
    func record(_ scan: QueuedScan, received: Date, isJudged: Bool = true) throws -> UploadOutcome {
        let digest = EventStore.digest(of: scan.request.content)
        let conflict = EventStoreError(.idempotencyConflict, ErrorDetail("key", scan.nonce))
        let stored = try ScanRecord.stored(db, device: scan.device, nonce: scan.nonce)
        if let stored {
            guard stored.digest == digest else { throw conflict }
            let earlier = try ScanRecord.outcome(db, of: stored.id, isReplayed: true)
            // The server answered, but the answer was lost and the door decided otherwise: what the door did counts.
            guard !earlier.isQueued, earlier.verdict.code != scan.verdict else { return .repeated(stored.id) }
        }
        if isJudged {
            if let waiting = try WithheldRecord.fetch(db, device: scan.device, nonce: scan.nonce) {
                guard waiting.digest == digest else { throw conflict }
                if let scan = waiting.end?.scan { return .repeated(scan) }
                return .withheld(waiting.id, waiting.reason)
            }
            if let reason = try withholding(scan, received: received) {
                return try withhold(scan, digest: digest, received: received, because: reason)
            }
        }
        do {
            guard let stored else {
                return .recorded(
                    try insert(
                        scan, nonce: scan.nonce.description, digest: digest, received: received, isJudged: isJudged))
            }
            let earlier = try ScanRecord.outcome(db, of: stored.id, isReplayed: true)
            return try contradict(earlier, scan, digest: digest, received: received, isJudged: isJudged)
        } catch is Crowd {
            return try withhold(scan, digest: digest, received: received, because: .crowd)
        }
    }

    private func contradict(
        _ earlier: ScanOutcome, _ scan: QueuedScan, digest: Data, received: Date, isJudged: Bool
    ) throws -> UploadOutcome {
        let nonce = scan.nonce.description + "*"
        let statement = try db.cachedStatement(sql: "SELECT id FROM scan WHERE device = ? AND nonce = ?")
        if let known = try Int64.fetchOne(statement, arguments: [scan.device.rawValue, nonce]) {
            return .repeated(ScanOutcome.ScanID(rawValue: known))
        }
        let id = try insert(scan, nonce: nonce, digest: digest, received: received, isJudged: isJudged)
        if earlier.undo == nil, earlier.verdict.code == .admitted {
            try undo(
                earlier, because: OwnReason.contradicted.rawValue,
                context: WriteContext(author: "device:\(scan.device)", origin: "", time: received, key: .unique()))
        }
        return .recorded(id)
    }

    private func insert(
        _ scan: QueuedScan, nonce: String, digest: Data, received: Date, isJudged: Bool
    ) throws -> ScanOutcome.ScanID {
        let taken = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM scan WHERE device = ? AND sequence = ?)")
        guard try Bool.fetchOne(taken, arguments: [scan.device.rawValue, scan.sequence]) == false else {
            throw CheckInError(.sequenceConflict, ErrorDetail("sequence", scan.sequence))
        }
        // What others let in is the merge's matter; the objection is to the person, the badge and the hour.
        let examined = try examine(scan.request, asIfFirst: true, of: scan.incarnation)
        let ownVerdict = examined.verdict.code
        // Whoever sends one person's passages by the hundred would have each further one work through all of them.
        if isJudged, scan.verdict == .admitted, let person = examined.person,
            try AdmissionMerge.isCrowd(db, person.id, at: examined.gate.number, on: examined.moment.day)
        {
            throw Crowd()
        }
        var detail = ScanDetail()
        if scan.verdict == .admitted {
            detail.passage = scan.direction == .entry ? .entry : .exitOnly
        } else if scan.verdict == ownVerdict {
            detail = ScanDetail(examined.verdict, plan: plan)
        }
        detail.lost = try lostBadge(behind: scan.request, examined)
        var row = ScanRecord.New(
            scan.request, digest: digest, examined: examined, verdict: scan.verdict, detail: detail, entryScan: nil,
            queued: ScanRecord.New.Queued(
                sequence: scan.sequence, aheadMilliseconds: scan.aheadMilliseconds, received: received,
                objection: scan.verdict == .admitted && ownVerdict != .admitted ? ownVerdict : nil))
        row.nonce = nonce
        let id = try ScanRecord.insert(db, row)
        if scan.verdict == .admitted, let person = examined.person {
            try merge(person.id, at: scan.gate, on: examined.moment.day)
        }
        return id
    }
}
