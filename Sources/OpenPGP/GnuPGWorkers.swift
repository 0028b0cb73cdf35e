import Conference
import Dispatch
import Foundation
import Synchronization

/// The workers of this process: as many as there are processors, behind a bounded queue.
///
/// A worker that dies over a job, or does not answer before the deadline, is killed with everything that it started;
/// the next job gets a new one.
final class GnuPGWorkers: Sendable {
    /// After this many jobs a worker is replaced, so that nothing can pile up in it.
    private static let jobsMax = 1_000

    private struct State {
        var idle: [WorkerProcess] = []
        var free: Int
        /// In order of arrival; each is told whether it is admitted.
        var waiting: [CheckedContinuation<Bool, Never>] = []
        var hasSwept = false
    }

    private let settings: CertificateInspector.Settings
    private let state: Mutex<State>
    /// Waiting for a worker blocks: that happens on threads of this queue, never on those of Swift's tasks.
    private let threads = DispatchQueue(label: "lanyard.gnupg", attributes: .concurrent)

    init(_ settings: CertificateInspector.Settings) {
        self.settings = settings
        state = Mutex(State(free: max(1, settings.workers)))
    }

    deinit {
        state.withLock { $0.idle.forEach { $0.end() } }
    }

    /// Does one job.
    ///
    /// Throws `examination_busy` when too many wait, `gnupg_too_slow` when the job had to be ended, `gnupg_unavailable`.
    func perform(_ job: GnuPGJob) async throws(OpenPGPError) -> GnuPGReply {
        try await takeTurn()
        defer { passTurn() }
        let result = await withCheckedContinuation { continuation in
            threads.async { continuation.resume(returning: self.performNow(job)) }
        }
        let reply = try result.get()
        if case .failure(let operation, let text) = reply {
            throw OpenPGPError(
                .gnupgUnavailable, ["step": operation], underlying: GPGMEFailure(operation: operation, text: text))
        }
        return reply
    }

    private func performNow(_ job: GnuPGJob) -> Result<GnuPGReply, OpenPGPError> {
        do throws(OpenPGPError) {
            var worker = try idleWorker()
            guard let message = try? Array(JSONEncoder().encode(job)) else {
                preconditionFailure("a job is data and strings")
            }
            guard let answer = worker.perform(message, periodSeconds: settings.deadlineSeconds),
                let reply = try? JSONDecoder().decode(GnuPGReply.self, from: Data(answer))
            else {
                worker.end()
                return .failure(OpenPGPError(.gnupgTooSlow, ["seconds": "\(settings.deadlineSeconds)"]))
            }
            if worker.jobs < Self.jobsMax {
                state.withLock { $0.idle.append(worker) }
            } else {
                worker.end()
            }
            return .success(reply)
        } catch {
            return .failure(error)
        }
    }

    private func idleWorker() throws(OpenPGPError) -> WorkerProcess {
        let (idle, isFirst) = state.withLock { state in
            defer { state.hasSwept = true }
            return (state.idle.popLast(), !state.hasSwept)
        }
        if isFirst { WorkFolder.sweep(settings.temporaryFolder) }
        if let idle { return idle }
        return try WorkerProcess(settings)
    }

    // MARK: - The queue

    private func takeTurn() async throws(OpenPGPError) {
        let limit = settings.queueLimit
        let isAdmitted = await withCheckedContinuation { (turn: CheckedContinuation<Bool, Never>) in
            let answer: Bool? = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                guard state.waiting.count < limit else { return false }
                state.waiting.append(turn)
                return nil
            }
            if let answer { turn.resume(returning: answer) }
        }
        guard isAdmitted else { throw OpenPGPError(.examinationBusy) }
    }

    private func passTurn() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: true)
    }
}
