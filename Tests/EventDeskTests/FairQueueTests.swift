import EventDesk
import Synchronization
import Testing

/// Who may do something at once, and who waits.
struct FairQueueTests {
    private final class Counts: Sendable {
        private let state = Mutex<(now: [Int: Int], most: Int, mostOfOne: Int, done: Int)>(([:], 0, 0, 0))

        func begin(_ caller: Int) {
            state.withLock { state in
                state.now[caller, default: 0] += 1
                state.most = max(state.most, state.now.values.reduce(0, +))
                state.mostOfOne = max(state.mostOfOne, state.now[caller, default: 0])
            }
        }

        func end(_ caller: Int) {
            state.withLock { state in
                state.now[caller, default: 0] -= 1
                state.done += 1
            }
        }

        var summary: (most: Int, mostOfOne: Int, done: Int) {
            state.withLock { ($0.most, $0.mostOfOne, $0.done) }
        }
    }

    @Test func `the limits hold in all and for each caller, and everybody has a turn`() async throws {
        let queue = FairQueue<Int>(max: 6, maxOfOne: 2)
        let counts = Counts()
        try await withThrowingTaskGroup { group in
            for number in 0..<300 {
                // One asks for half of all.
                let caller = number.isMultiple(of: 2) ? 0 : number % 20
                group.addTask {
                    try await queue.run(for: caller) {
                        counts.begin(caller)
                        await Task.yield()
                        counts.end(caller)
                    }
                }
            }
            try await group.waitForAll()
        }
        let summary = counts.summary
        #expect(summary.done == 300)
        #expect(summary.most <= 6)
        #expect(summary.mostOfOne <= 2)
    }

    @Test func `a failure gives its place back`() async throws {
        struct Failure: Error {}
        let queue = FairQueue<Int>(max: 1, maxOfOne: 1)
        for _ in 0..<3 {
            await #expect(throws: Failure.self) { try await queue.run(for: 1) { throw Failure() } }
        }
        #expect(try await queue.run(for: 2) { 5 } == 5)
    }
}
