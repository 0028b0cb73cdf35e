import Conference
import Foundation
import Testing

@testable import OpenPGP

/// Real `gpg` in a scratch home of its own.
final class GnuPG {
    let home: URL

    init() throws {
        home = URL(filePath: "/tmp/lanyard-test-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        _ = try? Self.run("gpgconf", ["--homedir", home.path, "--kill", "all"], home: home)
        try? FileManager.default.removeItem(at: home)
    }

    /// Runs gpg and returns what it printed.
    @discardableResult
    func run(_ arguments: String..., input: [UInt8] = []) throws -> [UInt8] {
        try Self.run("gpg", ["--batch", "--quiet", "--no-tty"] + arguments, input: input, home: home)
    }

    /// A key with an encryption subkey and its exports, armoured.
    func makeKey(_ name: String) throws {
        try run("--passphrase", "", "--quick-gen-key", name, "ed25519", "sign,cert", "never")
        let colons = String(decoding: try run("--with-colons", "--list-keys", name), as: UTF8.self)
        let fingerprint = try #require(
            colons.split(separator: "\n").first { $0.hasPrefix("fpr:") }?.split(separator: ":").last)
        try run("--passphrase", "", "--quick-add-key", String(fingerprint), "cv25519", "encr", "never")
    }

    static func run(
        _ program: String, _ arguments: [String], input: [UInt8] = [], home: URL
    ) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = [
            "GNUPGHOME": home.path, "HOME": home.path, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin",
        ]
        // Files instead of pipes: neither side can block the other.
        let inputURL = home.appending(path: "input-\(UUID().uuidString)")
        let outputURL = home.appending(path: "output-\(UUID().uuidString)")
        try Data(input).write(to: inputURL)
        try Data().write(to: outputURL)
        defer {
            try? FileManager.default.removeItem(at: inputURL)
            try? FileManager.default.removeItem(at: outputURL)
        }
        process.standardInput = try FileHandle(forReadingFrom: inputURL)
        process.standardOutput = try FileHandle(forWritingTo: outputURL)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Array(try Data(contentsOf: outputURL))
    }
}

/// Keys that gpg made once for all tests of the run.
struct SampleKeys {
    let armored: String
    let binary: [UInt8]
    let secretArmored: String
    let secretBinary: [UInt8]
    let revocation: String
    let signed: String
    let detachedSignature: String
    let encrypted: String
    let fingerprint: Fingerprint

    static let ada = Result { try SampleKeys("Ada Invented <ada@example.org>") }

    private init(_ name: String) throws {
        let gpg = try GnuPG()
        try gpg.makeKey(name)
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        binary = try gpg.run("--export")
        armored = text(try gpg.run("--armor", "--export"))
        secretBinary = try gpg.run("--export-secret-keys")
        secretArmored = text(try gpg.run("--armor", "--export-secret-keys"))
        signed = text(try gpg.run("--clearsign", input: Array("hello\n".utf8)))
        detachedSignature = text(try gpg.run("--armor", "--detach-sign", input: Array("hello\n".utf8)))
        encrypted = text(
            try gpg.run("--armor", "--trust-model", "always", "--encrypt", "-r", name, input: Array("hello\n".utf8)))
        let folder = gpg.home.appending(path: "openpgp-revocs.d")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        revocation = try String(contentsOf: try #require(files.first), encoding: .utf8)
        fingerprint = try Fingerprint(try #require(files.first).deletingPathExtension().lastPathComponent)
    }
}

/// The keyring of Debian's developers, which is where real keys of every kind come from.
enum DebianKeyring {
    static let path = "/usr/share/keyrings/debian-keyring.gpg"

    static let certificates: Result<[UnexaminedCertificate], any Error> = Result {
        var data = try Data(contentsOf: URL(filePath: path))
        return try CertificateReader(limits: .keyring).read(SubmittedBytes(wiping: &data)).certificates
    }

    /// Every certificate that is not RSA 4096, and every thirtieth of those.
    static func sample() throws -> [UnexaminedCertificate] {
        let all = try certificates.get()
        let rare = all.filter { $0.primaryKey.algorithm != .rsa(bits: 4_096) }
        let common = all.filter { $0.primaryKey.algorithm == .rsa(bits: 4_096) }
        return rare + stride(from: 0, to: common.count, by: 30).map { common[$0] }
    }
}

extension SubmittedBytes {
    init(_ text: String) {
        var bytes = Array(text.utf8)
        self.init(wiping: &bytes)
    }

    init(_ bytes: [UInt8]) {
        // A copy of its own: the caller's bytes are used again.
        var copy = bytes.map { $0 }
        self.init(wiping: &copy)
    }
}

/// The code with which a submission is refused; nil if it is read.
func refusal(of bytes: [UInt8], limits: SubmissionLimits = .submission) -> OpenPGPError.Code? {
    do throws(OpenPGPError) {
        _ = try CertificateReader(limits: limits).read(SubmittedBytes(bytes))
        return nil
    } catch {
        return error.code
    }
}

func refusal(of text: String) -> OpenPGPError.Code? {
    refusal(of: Array(text.utf8))
}
