import Conference

/// How many callers may do something at once; any more are refused.
package actor ConcurrencyLimit {
    private let max: Int
    private let refusal: ServerError
    private var count = 0

    package init(max: Int, refusal: ServerError) {
        self.max = max
        self.refusal = refusal
    }

    private func enter() throws {
        guard count < max else { throw refusal }
        count += 1
    }

    private func leave() { count -= 1 }

    /// Does something that counts from its beginning to its end.
    ///
    /// - Throws: the refusal, and what the body throws.
    package nonisolated func run<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }
}
