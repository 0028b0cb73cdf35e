import Conference
import EventStore
import GRDB

/// Writes scans: those that come while a transaction is being written share the next one.
///
/// A transaction costs a wait for the disk, whatever it holds. A scan that fails leaves nothing behind and harms no
/// other; each is answered after the transaction is on the disk.
package actor ScanWriter {
    typealias Job = @Sendable (DoorTransaction) throws -> Answer

    /// What a job finds out.
    struct Answer: Sendable {
        let outcome: ScanOutcome
        /// The person as they stand after the scan, where the job looks for that.
        var person: ScannerPerson?
    }

    /// How many scans one transaction holds: enough for every door at once, and over within a few milliseconds.
    private static let batchMax = 128
    /// How many scans may wait: some seconds of work.
    private static let waitingMax = 10_000

    /// What was written.
    package struct Figures: Sendable, Hashable {
        package internal(set) var scans = 0
        package internal(set) var transactions = 0
    }

    private struct Waiting {
        let job: Job
        let continuation: CheckedContinuation<Answer, any Error>
    }

    private let store: EventStore
    private var waiting: [Waiting] = []
    private var isWriting = false
    private(set) var figures = Figures()

    init(store: EventStore) { self.store = store }

    /// How many scans wait for the next transaction.
    var waitingCount: Int { waiting.count }

    /// Does a job in a transaction that it may share.
    ///
    /// - Throws: what the job throws; `door_busy` when too many wait; the database's error when the transaction fails.
    func write(_ job: @escaping @Sendable (DoorTransaction) throws -> ScanOutcome) async throws -> ScanOutcome {
        try await answer { door in Answer(outcome: try job(door)) }.outcome
    }

    /// The same for a job that looks for the person as well.
    func answer(_ job: @escaping Job) async throws -> Answer {
        guard waiting.count < Self.waitingMax else { throw CheckInError(.doorBusy) }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(job: job, continuation: continuation))
            guard !isWriting else { return }
            isWriting = true
            // A task of its own: a caller that is cancelled must not take the others' transaction with it. It ends when
            // nobody waits.
            Task { await writeAll() }
        }
    }

    private func answers(to jobs: [Job]) async throws -> [Result<Answer, any Error>] {
        do {
            return try await store.write { [store] db in
                let door = try DoorTransaction(db, store: store)
                return try jobs.map { job in try door.attempt { try job(door) } }
            }
        } catch is DoorTransaction.PartlyWritten {
            return try await store.write { [store] db in
                let door = try DoorTransaction(db, store: store)
                return try jobs.map { job in try door.isolate { try job(door) } }
            }
        }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.batchMax))
            waiting.removeFirst(batch.count)
            let jobs = batch.map(\.job)
            do {
                let results = try await answers(to: jobs)
                figures.transactions += 1
                figures.scans += batch.count
                for (scan, result) in zip(batch, results) { scan.continuation.resume(with: result) }
            } catch {
                for scan in batch { scan.continuation.resume(throwing: error) }
            }
        }
        isWriting = false
    }
}
