import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A GnuPG home, mode 0700, that lives as long as one job of a worker.
enum ThrowawayHome {
    /// Makes the home, runs `body` and removes the home on every path.
    static func with<Result>(at path: String, _ body: () throws -> Result) throws -> Result {
        guard mkdir(path, 0o700) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(configuration.utf8).write(to: URL(filePath: path + "/gpg.conf"))
        return try body()
    }

    /// No agent (so that no secret key could be stored even if one came this far), no network, no trust database work.
    /// And no repairs: `CertificateReader` has put everything in its place, and each signature would be checked twice.
    private static let configuration = """
        no-autostart
        no-auto-check-trustdb
        no-auto-key-retrieve
        no-auto-key-locate
        no-random-seed-file
        import-options no-repair-keys

        """
}
