import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A GnuPG home, mode 0700, that lives as long as one job of a worker.
struct ThrowawayHome {
    let path: String

    /// Makes the home, runs `body` in it and removes it on every path.
    static func with<Result>(at path: String, _ body: (ThrowawayHome) throws -> Result) throws -> Result {
        guard mkdir(path, 0o700) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(configuration.utf8).write(to: URL(filePath: path + "/gpg.conf"))
        return try body(ThrowawayHome(path: path))
    }

    /// No agent (so that no secret key could be stored even if one came this far), no network, no trust database work.
    private static let configuration = """
        no-autostart
        no-auto-check-trustdb
        no-auto-key-retrieve
        no-auto-key-locate
        no-random-seed-file

        """
}
