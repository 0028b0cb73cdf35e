import Conference
import Foundation
import Synchronization

/// Has GnuPG verify what participants certified, in a throw-away home, in processes that a deadline ends.
///
/// It runs `gpg` itself, not GPGME: only the colon listing tells the hash of a certification (GnuPG's doc/DETAILS, field
/// 16). Input and output are files of the home, so that no pipe can block.
package struct CertificationChecker: Sendable {
    /// What GnuPG found.
    package struct Finding: Sendable, Hashable {
        package enum Verdict: String, Sendable, Hashable, Codable {
            case good
            /// The signature does not verify.
            case bad
            /// GnuPG cannot verify it: an algorithm or hash that it refuses, or no such key.
            case unusable
        }

        /// The primary key that the certification stands on.
        package let target: String
        package let userID: [UInt8]
        /// The id of the key that it claims and was checked with, 16 digits. (GnuPG 2.2 puts a fingerprint into field 13
        /// of the listing that is no fingerprint.) The caller sees to it that no two keys of the home share one.
        package let signerKeyID: String
        package let type: UInt8
        package let createdSeconds: Int
        package let isExportable: Bool
        /// RFC 4880 section 9.4; 0 where the listing does not tell.
        package let hashAlgorithm: Int
        package let verdict: Verdict
    }

    /// Where GnuPG is and how much it may use.
    package struct Settings: Sendable, Hashable {
        package var gnupgPath = "/usr/bin/gpg"
        /// Where homes are made.
        package var temporaryFolder = "/tmp"
        /// Wall-clock and CPU time of one process, in seconds.
        package var deadlineSeconds = 120
        /// Address space of GnuPG, in KiB.
        package var memoryKiB = 1_048_576

        package init() {}
    }

    private let settings: Settings

    package init(settings: Settings = Settings()) { self.settings = settings }

    /// Opens a home that holds those certificates, runs the body with it, and removes it on every path.
    ///
    /// - Parameter keys: stripped certificates of all who may have certified.
    /// - Throws: `gnupg_unavailable`, and what the body throws.
    package func withHome<Result>(
        keys: [[UInt8]], _ body: (Home) async throws -> Result
    ) async throws -> Result {
        let folder = URL(filePath: settings.temporaryFolder).appending(
            path: "lanyard-check-\(UUID().uuidString.prefix(12))")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            try Data(Self.configuration.utf8).write(to: folder.appending(path: "gpg.conf"))
        } catch {
            throw OpenPGPError(.gnupgUnavailable, ["step": "home"], underlying: error)
        }
        let home = Home(folder: folder, settings: settings)
        try await home.add(Keyring.binary(keys))
        return try await body(home)
    }

    private static let configuration = """
        no-autostart
        no-auto-check-trustdb
        no-auto-key-retrieve
        no-auto-key-locate
        no-random-seed-file

        """

    /// A home in use.
    package struct Home: Sendable {
        fileprivate let folder: URL
        fileprivate let settings: Settings

        /// All certifications by others on these keys.
        ///
        /// - Parameter certificates: certificates with the certifications to be checked; those of the same keys that
        ///   the home holds already are merged with it.
        /// - Throws: `gnupg_unavailable` when GnuPG could not be run to its end.
        package func check(_ certificates: [[UInt8]], of fingerprints: [Fingerprint]) async throws -> [Finding] {
            try await add(Keyring.binary(certificates))
            let listing = try await run(
                ["--with-colons", "--fixed-list-mode", "--no-sig-cache", "--check-sigs"]
                    + fingerprints.map { "0x" + $0.digits })
            return ColonListing.findings(listing)
        }

        fileprivate func add(_ keyring: [UInt8]) async throws {
            let file = folder.appending(path: "input-\(UUID().uuidString.prefix(8))")
            defer { try? FileManager.default.removeItem(at: file) }
            do {
                try Data(keyring).write(to: file)
            } catch {
                throw OpenPGPError(.gnupgUnavailable, ["step": "home"], underlying: error)
            }
            // Exit code 2 says only that something was skipped; the listing shows what came in.
            _ = try await run(["--import-options", "no-repair-keys", "--import", file.path], accepting: [0, 2])
        }

        /// The standard output of one run of GnuPG.
        private func run(_ arguments: [String], accepting codes: Set<Int32> = [0, 2]) async throws -> [UInt8] {
            let output = folder.appending(path: "output-\(UUID().uuidString.prefix(8))")
            defer { try? FileManager.default.removeItem(at: output) }
            guard FileManager.default.createFile(atPath: output.path, contents: nil),
                let handle = FileHandle(forWritingAtPath: output.path)
            else { throw OpenPGPError(.gnupgUnavailable, ["step": "output"]) }
            defer { try? handle.close() }
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            let limits = """
                ulimit -t \(settings.deadlineSeconds); ulimit -v \(settings.memoryKiB)
                exec timeout --signal=KILL \(settings.deadlineSeconds) "$@"
                """
            process.arguments =
                ["-c", limits, "sh", settings.gnupgPath, "--homedir", folder.path, "--batch", "--no-tty", "--quiet"]
                + arguments
            process.environment = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": folder.path]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = handle
            process.standardError = FileHandle.nullDevice
            let code: Int32
            do {
                code = try await process.runToEnd()
            } catch {
                throw OpenPGPError(.gnupgUnavailable, ["step": "run"], underlying: error)
            }
            guard codes.contains(code), let data = FileManager.default.contents(atPath: output.path) else {
                throw OpenPGPError(.gnupgUnavailable, ["step": "gpg", "status": "\(code)"])
            }
            return Array(data)
        }
    }
}

extension Process {
    /// Runs it without blocking a thread; its exit code, or 128 and the number of the signal that ended it.
    fileprivate func runToEnd() async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            terminationHandler = { process in
                let signal = process.terminationReason == .uncaughtSignal
                continuation.resume(returning: process.terminationStatus + (signal ? 128 : 0))
            }
            do {
                try run()
            } catch {
                terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}

/// GnuPG's listing for programs (doc/DETAILS): one record a line, fields between colons.
enum ColonListing {
    /// The certifications of others on user ids, and their revocations.
    static func findings(_ listing: [UInt8]) -> [CertificationChecker.Finding] {
        var findings: [CertificationChecker.Finding] = []
        var target: String?
        var userID: [UInt8]?
        var isFresh = false
        for line in listing.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            func text(_ number: Int) -> String {
                fields.count >= number ? String(decoding: fields[number - 1], as: UTF8.self) : ""
            }
            switch text(1) {
            case "pub":
                (target, userID, isFresh) = (nil, nil, true)
            case "fpr" where isFresh:
                target = text(10)
                isFresh = false
            case "uid": userID = fields.count >= 10 ? unescaped(fields[9]) : nil
            case "uat", "sub": userID = nil
            case "sig", "rev":
                guard let target, let userID, let type = UInt8(text(11).prefix(2), radix: 16),
                    (0x10...0x13).contains(type) || type == 0x30, !target.hasSuffix(text(5))
                else { continue }
                let verdict: CertificationChecker.Finding.Verdict =
                    switch text(2).first {
                    case "!": .good
                    case "-": .bad
                    default: .unusable
                    }
                findings.append(
                    CertificationChecker.Finding(
                        target: target, userID: userID, signerKeyID: text(5), type: type,
                        createdSeconds: Int(text(6)) ?? 0, isExportable: text(11).hasSuffix("x"),
                        hashAlgorithm: Int(text(16)) ?? 0, verdict: verdict))
            default: break
            }
        }
        return findings
    }

    /// The bytes behind a field in which control characters, colons and backslashes are written as in C.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        let letters: [UInt8: UInt8] = [
            UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "v"): 0x0B,
            UInt8(ascii: "b"): 0x08, UInt8(ascii: "0"): 0x00,
        ]
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.first else {
                bytes.append(byte)
                continue
            }
            if next == UInt8(ascii: "x"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else if let letter = letters[next] {
                bytes.append(letter)
                rest = rest.dropFirst()
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
