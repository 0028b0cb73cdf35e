package import Testing

/// Lets the tests of a suite wait for programs, such as gpg, without keeping others from running.
package struct WaitsForPrograms: SuiteTrait, TestTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
    }
}

extension Trait where Self == WaitsForPrograms {
    package static var waitsForPrograms: Self { Self() }
}
