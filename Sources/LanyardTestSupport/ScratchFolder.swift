package import Foundation

/// A folder for one test, removed when the test ends.
package final class ScratchFolder: Sendable {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("lanyard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The URL of a file in it.
    package func file(_ name: String) -> URL { url.appendingPathComponent(name) }
}

/// Runs the body with a scratch folder that lives as long as the body does.
package func withScratchFolder<Result>(_ body: (ScratchFolder) async throws -> Result) async throws -> Result {
    let folder = try ScratchFolder()
    let result = try await body(folder)
    withExtendedLifetime(folder) {}
    return result
}
