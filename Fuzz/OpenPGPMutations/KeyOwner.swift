import Crypto
import Foundation

/// Somebody with a private key, who signs whatever a test wants: the owner of a certificate, or who attacks it.
///
/// Ed25519 in the form of GnuPG 2.2; subkeys have numbers of their own and sign where they are asked to.
package struct KeyOwner: Sendable {
    /// A packet as its tag and its body.
    package struct Part: Sendable, Hashable {
        package var tag: UInt8
        package var body: [UInt8]

        package init(_ tag: UInt8, _ body: [UInt8]) {
            self.tag = tag
            self.body = body
        }

        /// With an old-format header of the shortest length.
        package var bytes: [UInt8] {
            let first = 0x80 | tag << 2
            return body.count < 256
                ? [first, UInt8(body.count)] + body : [first | 1] + octets(body.count, 2) + body
        }
    }

    /// What a signature stands on beside the primary key.
    package enum Target: Sendable, Hashable {
        case key
        case userID([UInt8])
        case subkey([UInt8])
    }

    package let keyBody: [UInt8]
    /// Seconds since 1970.
    package let created: Int
    private let secret: [UInt8]

    /// A key of random numbers, the same for the same generator.
    package init(created: Int, using generator: inout some RandomNumberGenerator) {
        self.created = created
        secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let curve: [UInt8] = [9, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01]
        let point = Self.privateKey(secret).publicKey.rawRepresentation
        keyBody = [4] + octets(created, 4) + [22] + curve + [0x01, 0x07, 0x40] + point
    }

    /// The 20 bytes of the fingerprint.
    package var fingerprint: [UInt8] { Self.fingerprint(of: keyBody) }

    /// A key for encryption of random numbers, as the body of its packet.
    package static func encryptionKey(created: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        let curve: [UInt8] = [10, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x97, 0x55, 0x01, 0x05, 0x01]
        let point = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return [4] + octets(created, 4) + [18] + curve + [0x01, 0x07, 0x40] + point + [3, 1, 8, 7]
    }

    /// A signature of this key on its own certificate, or on another one's (`primary`).
    package func signature(
        _ type: UInt8, on target: Target, at time: Int, hashed: [UInt8] = [], unhashed: [UInt8]? = nil,
        primary: [UInt8]? = nil, claiming issuer: [UInt8]? = nil, hash: Hash = .sha256
    ) -> Part {
        let maker = issuer ?? fingerprint
        let area = subpacket(33, [4] + maker) + subpacket(2, octets(time, 4)) + hashed
        let head: [UInt8] = [4, type, 22, hash.rawValue] + octets(area.count, 2) + area
        let digest = hash.digest(
            of: Self.hashed(primary ?? keyBody) + Self.hashed(target) + head + [4, 0xFF] + octets(head.count, 4))
        let free = unhashed ?? subpacket(16, Array(maker.suffix(8)))
        return Part(2, head + octets(free.count, 2) + free + digest.prefix(2) + numbers(on: digest))
    }

    /// The same in the form of version 3, which signs nothing but its kind and its date.
    func oldSignature(
        _ type: UInt8, on target: Target, at time: Int, primary: [UInt8], claiming issuer: [UInt8]
    ) -> Part {
        let head = [type] + octets(time, 4)
        let name: [UInt8] = if case .userID(let name) = target { name } else { Self.hashed(target) }
        let digest = Hash.sha256.digest(of: Self.hashed(primary) + name + head)
        return Part(2, [3, 5] + head + issuer.suffix(8) + [22, 8] + digest.prefix(2) + numbers(on: digest))
    }

    /// A hash by its number (RFC 4880 section 9.4).
    package enum Hash: UInt8, CaseIterable, Sendable {
        case md5 = 1
        case sha1 = 2
        case sha256 = 8
        case sha512 = 10

        func digest(of bytes: [UInt8]) -> [UInt8] {
            switch self {
            case .md5: Array(Insecure.MD5.hash(data: bytes))
            case .sha1: Array(Insecure.SHA1.hash(data: bytes))
            case .sha256: Array(SHA256.hash(data: bytes))
            case .sha512: Array(SHA512.hash(data: bytes))
            }
        }
    }

    private func numbers(on digest: [UInt8]) -> [UInt8] {
        guard let value = try? Self.privateKey(secret).signature(for: Data(digest)) else {
            preconditionFailure("Ed25519 always signs")
        }
        return integer(Array(value.prefix(32))) + integer(Array(value.suffix(32)))
    }

    /// The binding of a subkey; one that signs agrees in a signature of its own.
    package func binding(_ subkey: [UInt8], signedBy other: KeyOwner?, at time: Int, lifetime: Int = 0) -> Part {
        var hashed = subpacket(27, [other == nil ? 0x0C : 0x02])
        if lifetime > 0 { hashed += subpacket(9, octets(lifetime, 4)) }
        var unhashed = subpacket(16, Array(fingerprint.suffix(8)))
        if let other {
            unhashed += subpacket(
                32, other.signature(0x19, on: .subkey(subkey), at: time, primary: keyBody).body)
        }
        return signature(0x18, on: .subkey(subkey), at: time, hashed: hashed, unhashed: unhashed)
    }

    // MARK: - Bytes

    private static func privateKey(_ secret: [UInt8]) -> Curve25519.Signing.PrivateKey {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret) else {
            preconditionFailure("any 32 bytes are a key")
        }
        return key
    }

    package static func fingerprint(of body: [UInt8]) -> [UInt8] {
        Array(Insecure.SHA1.hash(data: hashed(body)))
    }

    private static func hashed(_ key: [UInt8]) -> [UInt8] { [0x99] + octets(key.count, 2) + key }

    private static func hashed(_ target: Target) -> [UInt8] {
        switch target {
        case .key: []
        case .userID(let name): [0xB4] + octets(name.count, 4) + name
        case .subkey(let body): hashed(body)
        }
    }
}

/// A big-endian number of so many bytes.
package func octets(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

/// A subpacket with a length of one, two or five octets.
package func subpacket(_ kind: UInt8, _ value: [UInt8]) -> [UInt8] {
    let length = value.count + 1
    let encoded: [UInt8] =
        switch length {
        case ..<192: [UInt8(length)]
        case ..<8_384: [UInt8((length - 192) >> 8 + 192), UInt8((length - 192) & 0xFF)]
        default: [255] + octets(length, 4)
        }
    return encoded + [kind] + value
}

/// A multiprecision integer.
package func integer(_ bytes: [UInt8]) -> [UInt8] {
    let value = Array(bytes.drop { $0 == 0 })
    return octets(value.count * 8 - (value.first?.leadingZeroBitCount ?? 0), 2) + value
}
