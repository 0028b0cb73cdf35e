import Conference
package import EventStore
import GRDB

/// The doors of an event: decides scans, records them, and knows the gates.
package struct CheckInService: Sendable {
    let store: EventStore
    let writer: ScanWriter

    package init(store: EventStore) {
        self.store = store
        writer = ScanWriter(store: store)
    }

    /// Answers one scan, which is on the disk when the call returns; scans that come at the same time share a
    /// transaction.
    ///
    /// A scan that is sent again gets its stored answer; a person who is turned away is an answer like any other.
    /// - Throws: `device_unknown`, `device_revoked`, `gate_not_allowed` when the device's role or gates do not include
    ///   this one, `gate_unknown`, `idempotency_conflict` when the device used the nonce for another scan, `door_busy`.
    package func scan(_ request: ScanRequest) async throws -> ScanOutcome {
        try await writer.write { door in try door.answer(request) }
    }

    /// Says what the answer to a scan would be; nothing is recorded but that it was asked.
    ///
    /// It is the real answer, taken back: no other rules than those of a scan.
    /// - Returns: an outcome whose number no scan has.
    /// - Throws: as `scan`.
    package func simulate(_ request: ScanRequest) async throws -> ScanOutcome {
        try await store.write { [store] db in
            var outcome: Result<ScanOutcome, any Error>?
            try db.inSavepoint {
                outcome = Result { try DoorTransaction(db, store: store).answer(request) }
                return .rollback
            }
            guard let outcome = try outcome?.get() else { preconditionFailure("a savepoint runs its body") }
            try DoorInquiry.simulation.keep(
                db, by: request.device, about: outcome.person?.id, found: outcome.person == nil ? 0 : 1,
                time: request.time)
            return outcome
        }
    }

    /// How scans were written since the service was made.
    package var writing: ScanWriter.Figures { get async { await writer.figures } }
}
