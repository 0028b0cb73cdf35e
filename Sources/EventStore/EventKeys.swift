import Conference
package import Crypto
package import Foundation

/// The private signing keys of an event: files in a folder beside the event's file, both of the modes of `EventModes`.
package struct EventKeys: Sendable, CustomStringConvertible {
    package let folder: URL

    /// - Throws: `event_file_name` unless the event's file ends in `.lanyard`.
    package init(beside event: URL) throws {
        guard event.pathExtension == "lanyard" else {
            throw EventStoreError(.eventFileName, ErrorDetail("file", event.path))
        }
        folder = event.deletingPathExtension().appendingPathExtension("keys")
    }

    /// Who may read them.
    package var modes: EventModes { EventModes(of: folder) }

    /// Never the keys themselves.
    package var description: String { "‹redacted›" }

    /// The key that signs credentials under that id.
    ///
    /// - Throws: `key_file_missing`, `key_unreadable`.
    package func signingKey(id: UInt8) throws -> Curve25519.Signing.PrivateKey {
        let url = file(of: id)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw EventStoreError(
                FileManager.default.fileExists(atPath: url.path) ? .keyUnreadable : .keyFileMissing,
                ErrorDetail("file", url.path))
        }
        guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw EventStoreError(.keyUnreadable, ErrorDetail("file", url.path)) }
        return key
    }

    /// Whether the private half of a key is here.
    ///
    /// - Throws: `key_unreadable`.
    func holds(_ key: SigningKey) throws -> Bool {
        guard FileManager.default.fileExists(atPath: file(of: key.id).path) else { return false }
        return try signingKey(id: key.id).publicKey.rawRepresentation == key.publicKey
    }

    /// Makes the folder and a key in it; returns the public half.
    ///
    /// - Throws: `key_not_written`.
    func makeKey(id: UInt8) throws -> Data {
        do {
            try modes.makeFolder(folder)
        } catch {
            throw EventStoreError(.keyNotWritten, ErrorDetail("file", folder.path), underlying: error)
        }
        return try addKey(id: id)
    }

    /// Makes a further key in the folder; returns the public half.
    ///
    /// - Throws: `key_not_written`.
    func addKey(id: UInt8) throws -> Data {
        let key = Curve25519.Signing.PrivateKey()
        try write(key.rawRepresentation.base64EncodedString() + "\n", to: file(of: id))
        return key.publicKey.rawRepresentation
    }

    /// A secret of 32 bytes for a purpose other than signing, made when it is first asked for.
    ///
    /// - Throws: `key_not_written`, `key_unreadable`.
    package func secret(named name: String) throws -> Data {
        let url = folder.appendingPathComponent("\(name).key")
        if !FileManager.default.fileExists(atPath: url.path) {
            let text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() } + "\n"
            let partial = folder.appendingPathComponent(".\(name)-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: partial) }
            guard
                FileManager.default.createFile(
                    atPath: partial.path, contents: Data(text.utf8), attributes: [.posixPermissions: Int(modes.file)])
            else { throw EventStoreError(.keyNotWritten, ErrorDetail("file", url.path)) }
            // Linking fails if another process was first; then its secret counts.
            try? FileManager.default.linkItem(at: partial, to: url)
        }
        guard let text = try? String(contentsOf: url, encoding: .utf8),
            let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes.count == 32
        else { throw EventStoreError(.keyUnreadable, ErrorDetail("file", url.path)) }
        return bytes
    }

    /// A password that an organizer left here, as for the mail server's login; nil where there is none.
    ///
    /// - Throws: `secret_open` if others can read it, `key_unreadable`.
    package func password(named name: String) throws -> String? {
        let url = passwordFile(name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        guard !modes.isOpen(url) else { throw EventStoreError(.secretOpen, ErrorDetail("file", url.path)) }
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw EventStoreError(.keyUnreadable, ErrorDetail("file", url.path))
        }
        return text.trimmingCharacters(in: .newlines)
    }

    /// Leaves a password here, in the place of the one before.
    ///
    /// - Throws: `key_not_written`.
    package func setPassword(_ password: String, named name: String) throws {
        try write(password + "\n", to: passwordFile(name))
    }

    private func write(_ text: String, to url: URL) throws {
        do {
            try OutputFile.write(Data(text.utf8), to: url, mode: modes.file)
        } catch {
            throw EventStoreError(.keyNotWritten, ErrorDetail("file", url.path), underlying: error)
        }
    }

    private func passwordFile(_ name: String) -> URL { folder.appendingPathComponent("\(name).password") }

    /// The certificates that an organizer trusts beside the system's, a PEM file; nil where there is none.
    package func authorities(named name: String) -> URL? {
        let url = folder.appendingPathComponent("\(name)-authorities.pem")
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }

    /// - Throws: `keys_missing` if the folder is gone, `keys_open` if others can look into it.
    func check() throws {
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw EventStoreError(.keysMissing, ErrorDetail("folder", folder.path))
        }
        guard !modes.isOpen(folder) else { throw EventStoreError(.keysOpen, ErrorDetail("folder", folder.path)) }
    }

    func file(of id: UInt8) -> URL { folder.appendingPathComponent("credential-\(id).key") }
}
