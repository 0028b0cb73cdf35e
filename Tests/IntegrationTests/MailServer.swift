import Foundation
import LanyardTestSupport

/// A running scripts/mail-server. It ends with the test.
final class MailServer {
    let port: Int
    let folder: URL
    private let process: Process

    struct NotListening: Error { let said: String }

    /// One message that it keeps.
    struct Kept {
        let recipient: String
        let text: String
        /// CRLF is one character to Swift, which `$` stands before and `\r` is no part of.
        var messageID: String { text.firstMatch(of: #/(?m)^Message-ID: (\S+)$/#).map { String($0.1) } ?? "" }
    }

    init(_ scratch: ScratchFolder, _ options: [String] = []) async throws {
        folder = scratch.file("mail-\(UUID().uuidString)")
        process = Process()
        process.executableURL = Repository.root.appendingPathComponent("scripts/mail-server")
        process.arguments = [folder.path] + options
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let match = text.firstMatch(of: #/listening ([0-9]+)/#), let port = Int(match.1) else {
            process.terminate()
            throw NotListening(said: text)
        }
        self.port = port
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    func stop() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// What it keeps, in the order in which it came.
    func kept() throws -> [Kept] {
        let new = folder.appendingPathComponent("new")
        return try FileManager.default.contentsOfDirectory(atPath: new.path).sorted().map { name in
            let text = String(decoding: try Data(contentsOf: new.appendingPathComponent(name)), as: UTF8.self)
            let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return Kept(recipient: String(parts[0]), text: String(parts.last ?? ""))
        }
    }

    func count() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("new").path).count
    }

    /// What it noted.
    var log: [String] {
        let text = (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// A certificate for localhost by itself, and its key.
    static func certificate(in scratch: ScratchFolder) async throws -> (certificate: String, key: String) {
        let (certificate, key) = (scratch.file("mail-cert.pem").path, scratch.file("mail-key.pem").path)
        let made = try await run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
                certificate,
            ])
        guard made.status == 0 else { throw NotListening(said: made.errors) }
        return (certificate, key)
    }
}
