/// Lets so many do something at once, and so many of one caller; the others wait, in the order in which they came.
///
/// Whoever waits holds nothing yet. How many may wait is for others to limit.
package actor FairQueue<Caller: Hashable & Sendable> {
    private let max: Int
    private let maxOfOne: Int
    private var running: [Caller: Int] = [:]
    private var waiting: [(caller: Caller, turn: CheckedContinuation<Void, Never>)] = []

    package init(max: Int, maxOfOne: Int) {
        self.max = max
        self.maxOfOne = maxOfOne
    }

    private func mayRun(_ caller: Caller) -> Bool {
        running.values.reduce(0, +) < max && running[caller, default: 0] < maxOfOne
    }

    private func enter(_ caller: Caller) async {
        if mayRun(caller) {
            running[caller, default: 0] += 1
        } else {
            // Whoever leaves counts it in.
            await withCheckedContinuation { waiting.append((caller, $0)) }
        }
    }

    private func leave(_ caller: Caller) {
        let others = running[caller, default: 1] - 1
        running[caller] = others > 0 ? others : nil
        while let next = waiting.firstIndex(where: { mayRun($0.caller) }) {
            let (caller, turn) = waiting.remove(at: next)
            running[caller, default: 0] += 1
            turn.resume()
        }
    }

    /// Does something when it is the caller's turn.
    package nonisolated func run<Value: Sendable>(
        for caller: Caller, _ body: () async throws -> Value
    ) async throws -> Value {
        await enter(caller)
        do {
            let value = try await body()
            await leave(caller)
            return value
        } catch {
            await leave(caller)
            throw error
        }
    }
}
