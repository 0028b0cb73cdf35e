package import Foundation
package import OpenPGP

/// A key of an invented owner, made by real gpg in a scratch home that keeps its secret half: what a participant has.
package final class InventedKey: Sendable {
    private let owner: ScratchGnuPG
    package let fingerprint: Fingerprint

    /// What gpg said instead of doing its job.
    package struct Refused: Error { package let said: String }

    /// - Parameters:
    ///   - usage: of the primary key, as for `--quick-gen-key`.
    ///   - made: when, as `20250101T000000`; if nil, now.
    package init(
        _ name: String = "Ada Invented <ada@example.org>", usage: String = "sign,cert", made: String? = nil
    ) throws {
        owner = try ScratchGnuPG()
        let time = made.map { ["--faked-system-time", $0] } ?? []
        try owner.run(
            ["gpg", "--batch", "--quiet", "--passphrase", ""] + time
                + ["--quick-gen-key", name, "ed25519", usage, "never"])
        fingerprint = try Fingerprint(try Self.fingerprints(of: owner).first ?? "")
    }

    /// Where gpg keeps the key.
    package var home: URL { owner.home }

    /// Adds a subkey and returns its fingerprint.
    @discardableResult
    package func addSubkey(_ algorithm: String, _ usage: String) throws -> Fingerprint {
        try gpg("--quick-add-key", fingerprint.digits, algorithm, usage)
        return try Fingerprint(try Self.fingerprints(of: owner).last ?? "")
    }

    /// Runs gpg in the owner's home and returns what it printed, errors too.
    @discardableResult
    package func gpg(_ arguments: String...) throws -> String {
        try owner.run(
            ["gpg", "--batch", "--quiet", "--yes", "--pinentry-mode", "loopback", "--passphrase", ""] + arguments)
    }

    /// The certificate as it would be handed in.
    package func exported() throws -> SubmittedBytes {
        .copying(try gpg("--armor", "--export", fingerprint.digits))
    }

    /// Certifies somebody else's key and returns it, as it would be mailed to its owner.
    package func certify(_ other: InventedKey) throws -> String {
        let file = home.appending(path: "other.asc")
        try Data(try other.gpg("--armor", "--export", other.fingerprint.digits).utf8).write(to: file)
        try gpg("--import", file.path)
        try gpg("--quick-sign-key", other.fingerprint.digits)
        return try gpg("--armor", "--export", other.fingerprint.digits)
    }

    /// The text, signed with these arguments (default: `--clearsign`).
    package func signed(_ text: String, _ arguments: String...) throws -> String {
        let file = home.appending(path: "challenge.txt")
        let answer = home.appending(path: "challenge.txt.asc")
        try Data(text.utf8).write(to: file)
        let said = try owner.run(
            ["gpg", "--batch", "--quiet", "--yes", "--output", answer.path]
                + (arguments.isEmpty ? ["--clearsign"] : arguments) + [file.path])
        guard let data = FileManager.default.contents(atPath: answer.path) else { throw Refused(said: said) }
        try FileManager.default.removeItem(at: answer)
        return String(decoding: data, as: UTF8.self)
    }

    /// What a message says to the holder of this key.
    package func decrypted(_ message: String) throws -> String {
        let file = home.appending(path: "message.asc")
        try Data(message.utf8).write(to: file)
        return try gpg("--decrypt", file.path)
    }

    /// Imports into this home the revocation that gpg made with the key.
    package func revoke() throws {
        let file = home.appending(path: "openpgp-revocs.d/\(fingerprint).rev")
        let ready = home.appending(path: "revocation.asc")
        // gpg puts a colon before the header, so that nobody imports it by mistake.
        let text = try String(contentsOf: file, encoding: .utf8).replacing(":-----", with: "-----")
        try Data(text.utf8).write(to: ready)
        try gpg("--import", ready.path)
    }

    private static func fingerprints(of owner: ScratchGnuPG) throws -> [String] {
        try owner.run("gpg", "--batch", "--with-colons", "--list-keys").split(separator: "\n")
            .filter { $0.hasPrefix("fpr:") }.compactMap { $0.split(separator: ":").last.map(String.init) }
    }
}

extension SubmittedBytes {
    /// A text as it would be handed in.
    package static func copying(_ text: String) -> SubmittedBytes {
        var bytes = Array(text.utf8)
        return SubmittedBytes(wiping: &bytes)
    }
}
