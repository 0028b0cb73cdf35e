import Foundation
import LanyardTestSupport
import Testing

/// Values at their limits, from outside: `scripts/fuzz boundary` in short.
@Suite(.waitsForPrograms)
struct BoundaryTests {
    @Test func `no value at its limit, in any field of the interface or of a form, ends the server`() async throws {
        let fuzzer = Repository.root.appendingPathComponent("Fuzz/Boundary/boundary.py").path
        let program = try Program.process("lanyard", [], environment: [:]).executableURL?.path
        let found = try await run(
            "/usr/bin/python3",
            [fuzzer, "--requests", "600", "--seed", "20150214", "--program", try #require(program)])
        #expect(found.status == 0, "\(found.output)\(found.errors)")
    }
}
