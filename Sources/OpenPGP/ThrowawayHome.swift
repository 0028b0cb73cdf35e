import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A GnuPG home that lives as long as one examination, with the program that GPGME starts in place of `gpg`.
struct ThrowawayHome {
    /// The home, mode 0700.
    let path: String
    /// The engine: `gpg` within its limits.
    let enginePath: String

    /// Makes a home, runs `body` in it and removes it on every path.
    ///
    /// Throws `gnupg_unavailable` if it cannot be made.
    static func with<Result>(
        _ settings: CertificateInspector.Settings, _ body: (ThrowawayHome) throws(OpenPGPError) -> Result
    ) throws(OpenPGPError) -> Result {
        var template = Array("\(settings.temporaryFolder)/lanyard-gnupg-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        guard made else {
            throw OpenPGPError(
                .gnupgUnavailable, ["step": "home"], underlying: POSIXError(.init(rawValue: errno) ?? .EIO))
        }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let home = ThrowawayHome(path: path, enginePath: path + "/engine")
        do {
            try Data(configuration.utf8).write(to: URL(filePath: path + "/gpg.conf"))
            try Data(engine(settings).utf8).write(to: URL(filePath: home.enginePath))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home.enginePath)
        } catch {
            throw OpenPGPError(.gnupgUnavailable, ["step": "home"], underlying: error)
        }
        return try body(home)
    }

    /// No agent (so that no secret key could be stored even if one came this far), no network, no trust database work.
    private static let configuration = """
        no-autostart
        no-auto-check-trustdb
        no-auto-key-retrieve
        no-auto-key-locate
        no-random-seed-file

        """

    /// GPGME spins for ever when the engine goes away before it has read its input. So the engine is a shell that
    /// outlives `gpg`, whatever ends that (its own exit, the limit of CPU time or memory, the deadline), and reads the
    /// rest. GPGME names the descriptor of the input as `-&N`.
    private static func engine(_ settings: CertificateInspector.Settings) -> String {
        """
        #!/bin/sh
        input=
        for argument in "$@"; do
            case $argument in '-&'*) input=${argument#??} ;; esac
        done
        (
            ulimit -t \(settings.cpuSeconds)
            ulimit -v \(settings.memoryKiB)
            exec timeout --signal=KILL \(settings.deadlineSeconds) '\(settings.gnupgPath)' "$@"
        )
        status=$?
        if [ -n "$input" ]; then cat "/proc/self/fd/$input" > /dev/null; fi
        exit $status

        """
    }
}
