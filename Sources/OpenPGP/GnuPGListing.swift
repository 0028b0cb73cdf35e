import CGPGME
import Foundation

/// What GnuPG says about a certificate, copied out of GPGME's structures.
struct GnuPGListing: Codable, Sendable {
    struct Key: Codable, Sendable {
        let fingerprint: String
        let created: Int
        let expires: Int
        let capabilities: KeyCapabilities
        let isRevoked: Bool
        let isInvalid: Bool
    }

    struct Name: Codable, Sendable {
        let bytes: Data
        let isRevoked: Bool
        let isInvalid: Bool
    }

    /// The primary key first.
    let keys: [Key]
    let names: [Name]
    let isRevoked: Bool
    let isInvalid: Bool
    let isSecret: Bool
}

extension GnuPGListing {
    /// Copies what GPGME lists.
    init(_ key: _gpgme_key) {
        var keys: [Key] = []
        var subkey = key.subkeys
        while let next = subkey?.pointee {
            keys.append(Key(next))
            subkey = next.next
        }
        var names: [Name] = []
        var name = key.uids
        while let next = name?.pointee {
            names.append(Name(next))
            name = next.next
        }
        self.keys = keys
        self.names = names
        isRevoked = key.revoked != 0
        isInvalid = key.invalid != 0
        isSecret = key.secret != 0
    }
}

extension GnuPGListing.Key {
    fileprivate init(_ subkey: _gpgme_subkey) {
        fingerprint = subkey.fpr.map { String(cString: $0) } ?? ""
        created = subkey.timestamp
        expires = subkey.expires
        capabilities = KeyCapabilities(
            sign: subkey.can_sign != 0, certify: subkey.can_certify != 0, encrypt: subkey.can_encrypt != 0,
            authenticate: subkey.can_authenticate != 0)
        isRevoked = subkey.revoked != 0
        isInvalid = subkey.invalid != 0
    }
}

extension GnuPGListing.Name {
    fileprivate init(_ name: _gpgme_user_id) {
        var bytes = Data()
        var next = name.uid
        while let byte = next?.pointee, byte != 0 {
            bytes.append(UInt8(bitPattern: byte))
            next = next?.successor()
        }
        self.bytes = bytes
        isRevoked = name.revoked != 0
        isInvalid = name.invalid != 0
    }
}
