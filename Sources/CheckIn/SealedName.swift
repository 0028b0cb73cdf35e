import Crypto
package import DoorRules
package import Foundation

/// Who somebody is, locked with their badge: a door that is alone shows it once the badge was scanned, and a phone that
/// is lost holds nothing that can be read.
///
/// AES-256-GCM (NIST SP 800-38D), as nonce, text and tag in a row, under a key that HKDF-SHA-256 (RFC 5869) derives from
/// the 78 bytes of the credential, whose signature nobody can guess.
package struct SealedName: Codable, Sendable, Hashable {
    package let name: String
    package let affiliation: String
    /// What the door should know.
    package let notices: [String]

    package init(name: String, affiliation: String, notices: [String]) {
        self.name = name
        self.affiliation = affiliation
        self.notices = notices
    }

    /// Locks it with a badge.
    package func sealed(with credential: SignedCredential) throws -> Data {
        let box = try AES.GCM.seal(JSONEncoder().encode(self), using: Self.key(credential))
        guard let bytes = box.combined else { preconditionFailure("a nonce of 12 bytes combines") }
        return bytes
    }

    /// Unlocks it; nil with another badge than the one that locked it.
    package init?(opening bytes: Data, with credential: SignedCredential) {
        guard let box = try? AES.GCM.SealedBox(combined: bytes),
            let text = try? AES.GCM.open(box, using: Self.key(credential)),
            let opened = try? JSONDecoder().decode(Self.self, from: text)
        else { return nil }
        self = opened
    }

    private static func key(_ credential: SignedCredential) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: credential.bytes), info: Data("lanyard-door-name-v1".utf8),
            outputByteCount: 32)
    }
}
