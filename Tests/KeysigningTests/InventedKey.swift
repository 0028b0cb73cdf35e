import Foundation
import OpenPGP
import Testing

/// A key of an invented owner, made by real gpg in a scratch home that keeps its secret half: what a participant has.
final class InventedKey: Sendable {
    private let gpg: ScratchGnuPG
    let fingerprint: Fingerprint

    /// - Parameter usage: of the primary key, as `--quick-gen-key` wants it.
    init(_ name: String = "Ada Invented <ada@example.org>", usage: String = "sign,cert") throws {
        gpg = try ScratchGnuPG()
        try gpg.run(
            "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", name, "ed25519", usage, "never")
        fingerprint = try Fingerprint(try Self.fingerprints(gpg)[0])
    }

    /// Adds a subkey and returns its fingerprint.
    @discardableResult
    func addSubkey(_ algorithm: String, _ usage: String) throws -> Fingerprint {
        try gpg.run(
            "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-add-key", fingerprint.digits, algorithm, usage)
        return try Fingerprint(try #require(try Self.fingerprints(gpg).last))
    }

    /// Runs gpg in the owner's home and returns what it printed.
    @discardableResult
    func gpg(_ arguments: String...) throws -> String {
        try gpg.run(["gpg", "--batch", "--quiet", "--yes", "--pinentry-mode", "loopback", "--passphrase", ""] + arguments)
    }

    /// The certificate as it would be handed in.
    func exported() throws -> SubmittedBytes {
        submitted(try gpg("--armor", "--export", fingerprint.digits))
    }

    /// What signing a text with these arguments makes of it.
    func signed(_ text: String, _ arguments: String...) throws -> String {
        try gpg.write(Array(text.utf8), to: "challenge.txt")
        let chosen = arguments.isEmpty ? ["--clearsign"] : arguments
        let said = try gpg.run(
            ["gpg", "--batch", "--quiet", "--yes", "--output", "challenge.txt.asc"] + chosen + ["challenge.txt"])
        guard let data = FileManager.default.contents(atPath: gpg.home.appending(path: "challenge.txt.asc").path) else {
            throw Refused(said: said)
        }
        try FileManager.default.removeItem(at: gpg.home.appending(path: "challenge.txt.asc"))
        return String(decoding: data, as: UTF8.self)
    }

    /// What a message says to the holder of this key.
    func decrypted(_ message: String) throws -> String {
        try gpg.write(Array(message.utf8), to: "message.asc")
        return try gpg("--decrypt", "message.asc")
    }

    /// Publishes, as far as this home goes, the revocation that gpg made with the key.
    func revoke() throws {
        let file = gpg.home.appending(path: "openpgp-revocs.d/\(fingerprint).rev")
        // gpg puts a colon before the header, so that nobody imports it by mistake.
        let text = try String(contentsOf: file, encoding: .utf8).replacing(":-----", with: "-----")
        try gpg.write(Array(text.utf8), to: "revocation.asc")
        try gpg("--import", "revocation.asc")
    }

    struct Refused: Error { let said: String }

    private static func fingerprints(_ gpg: ScratchGnuPG) throws -> [String] {
        try gpg.run("gpg", "--batch", "--with-colons", "--list-keys").split(separator: "\n")
            .filter { $0.hasPrefix("fpr:") }.compactMap { $0.split(separator: ":").last.map(String.init) }
    }
}

func submitted(_ text: String) -> SubmittedBytes {
    SubmittedBytes(copying: Array(text.utf8))
}
