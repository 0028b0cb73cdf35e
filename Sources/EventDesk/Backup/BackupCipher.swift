import Conference
import Dispatch
import EventStore
import Foundation

/// Who alone can read a backup, and the system's tool that sees to it.
package enum BackupCipher: Sendable, Hashable {
    /// A recipient of `age`: `age1…`, or an SSH key.
    case age(String)
    /// A key that GnuPG knows, by its fingerprint or address.
    case gpg(String)

    /// What the name of such a backup ends in.
    package var suffix: String {
        switch self {
        case .age: ".age"
        case .gpg: ".gpg"
        }
    }

    /// - Throws: `cipher_missing`, `cipher_failed`.
    func encrypt(_ source: URL, to target: URL) async throws {
        switch self {
        case .age(let recipient):
            try await Self.run("age", ["--encrypt", "-r", recipient, "-o", target.path, source.path])
        case .gpg(let recipient):
            try await Self.run(
                "gpg",
                [
                    "--batch", "--yes", "--quiet", "--trust-model", "always", "--recipient", recipient, "--output",
                    target.path, "--encrypt", source.path,
                ])
        }
    }

    /// Reads an encrypted backup; one that is not encrypted is used as it is.
    ///
    /// - Parameter identity: the file with the private key, for `age`.
    /// - Returns: where the archive lies.
    /// - Throws: `cipher_missing`, `cipher_failed`, `identity_missing` for one of `age` without its key.
    static func archive(of backup: URL, identity: String?, decryptedTo target: URL) async throws -> URL {
        switch backup.pathExtension {
        case "age":
            guard let identity else { throw ServerError(.identityMissing, ErrorDetail("file", backup.path)) }
            try await run("age", ["--decrypt", "-i", identity, "-o", target.path, backup.path])
        case "gpg":
            try await run(
                "gpg", ["--batch", "--yes", "--quiet", "--output", target.path, "--decrypt", backup.path])
        default: return backup
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target.path)
        return target
    }

    private static func run(_ tool: String, _ arguments: [String]) async throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let program = folders.map { "\($0)/\(tool)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let program else { throw ServerError(.cipherMissing, ErrorDetail("tool", tool)) }
        let (status, said) = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<(Int32, String), any Error>) in
            // It waits for the tool, which no task may.
            DispatchQueue.global().async {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: program)
                process.arguments = arguments
                let errors = Pipe()
                process.standardInput = FileHandle.nullDevice
                process.standardOutput = FileHandle.nullDevice
                process.standardError = errors
                do {
                    try process.run()
                } catch {
                    return continuation.resume(throwing: error)
                }
                let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, text))
            }
        }
        guard status == 0 else {
            let line = said.split(separator: "\n").last.map(String.init) ?? "exit code \(status)"
            throw ServerError(
                .cipherFailed, ErrorDetail("tool", tool), ErrorDetail("problem", String(line.prefix(200))))
        }
    }
}
