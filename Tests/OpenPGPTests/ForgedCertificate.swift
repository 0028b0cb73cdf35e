import Crypto
import Foundation

@testable import OpenPGP

/// Makes certificates of version 4 with any property a test wants, with signatures that hold, for keys invented on the
/// spot.
struct ForgedCertificate {
    enum Hash: UInt8 {
        case sha1 = 2, sha256 = 8
    }

    var bytes: [UInt8]
    let keyBody: [UInt8]
    private let key: Curve25519.Signing.PrivateKey
    private let created: Int

    init(created: Int = 1_700_000_000) {
        key = Curve25519.Signing.PrivateKey()
        self.created = created
        let curve: [UInt8] = [9, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01]
        keyBody =
            [4] + Self.octets(created, 4) + [22] + curve + [0x01, 0x07, 0x40] + Array(key.publicKey.rawRepresentation)
        bytes = Self.packet(6, keyBody)
    }

    var fingerprint: Fingerprint {
        Fingerprint(bytes: Array(Insecure.SHA1.hash(data: [0x99] + Self.octets(keyBody.count, 2) + keyBody)))
    }

    /// Adds a user id with a self-certification.
    mutating func addUserID(
        _ name: [UInt8], hash: Hash = .sha256, flags: UInt8 = 3, keyLifetime: Int = 0, lifetime: Int = 0,
        at time: Int? = nil
    ) {
        var hashed = subpacket(27, [flags])
        if keyLifetime > 0 { hashed += subpacket(9, Self.octets(keyLifetime, 4)) }
        if lifetime > 0 { hashed += subpacket(3, Self.octets(lifetime, 4)) }
        bytes += Self.packet(13, name)
        bytes += signature(type: 0x13, over: nameData(name), hashed: hashed, hash: hash, at: time)
    }

    mutating func addUserID(
        _ name: String, hash: Hash = .sha256, flags: UInt8 = 3, keyLifetime: Int = 0, lifetime: Int = 0
    ) {
        addUserID(Array(name.utf8), hash: hash, flags: flags, keyLifetime: keyLifetime, lifetime: lifetime)
    }

    /// Adds a further certification to the user id that was added last, or a revocation (0x30).
    mutating func addSignature(type: UInt8, on name: String, at time: Int, issuer: [UInt8]? = nil) {
        bytes += signature(
            type: type, over: nameData(Array(name.utf8)), hashed: subpacket(27, [3]), at: time, issuer: issuer)
    }

    /// Adds a revocation of the key to a certificate that has no user id yet.
    mutating func addKeyRevocation() {
        bytes += signature(type: 0x20, over: [], hashed: subpacket(29, [3]))
    }

    /// A packet with an old-format header of the shortest length, as GnuPG writes it.
    static func packet(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
        body.count < 256
            ? [0x80 | tag << 2, UInt8(body.count)] + body : [0x81 | tag << 2] + octets(body.count, 2) + body
    }

    /// A packet with a new-format header.
    static func newPacket(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xC0 | tag, 0xFF] + octets(body.count, 4) + body
    }

    static func octets(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private func nameData(_ name: [UInt8]) -> [UInt8] {
        [0xB4] + Self.octets(name.count, 4) + name
    }

    private func subpacket(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
        [UInt8(value.count + 1), type] + value
    }

    private func signature(
        type: UInt8, over data: [UInt8], hashed: [UInt8], hash: Hash = .sha256, at time: Int? = nil,
        issuer: [UInt8]? = nil
    ) -> [UInt8] {
        let area = subpacket(2, Self.octets(time ?? created, 4)) + hashed
        let head: [UInt8] = [4, type, 22, hash.rawValue] + Self.octets(area.count, 2) + area
        let signed =
            [0x99] + Self.octets(keyBody.count, 2) + keyBody + data + head + [4, 0xFF] + Self.octets(head.count, 4)
        let digest: [UInt8] =
            switch hash {
            case .sha1: Array(Insecure.SHA1.hash(data: signed))
            case .sha256: Array(SHA256.hash(data: signed))
            }
        guard let value = try? key.signature(for: Data(digest)) else { preconditionFailure("Ed25519 always signs") }
        let maker = issuer ?? Array(Data(hexadecimal: String(fingerprint.digits.suffix(16))))
        let unhashed = subpacket(16, maker)
        return Self.packet(
            2,
            head + Self.octets(unhashed.count, 2) + unhashed + digest.prefix(2) + Self.integer(Array(value.prefix(32)))
                + Self.integer(Array(value.suffix(32))))
    }

    private static func integer(_ bytes: [UInt8]) -> [UInt8] {
        let value = Array(bytes.drop { $0 == 0 })
        let bits = value.count * 8 - (value.first?.leadingZeroBitCount ?? 0)
        return octets(bits, 2) + value
    }
}

extension Data {
    /// The bytes of hexadecimal digits, an even number of them.
    init(hexadecimal digits: String) {
        let values = digits.compactMap(\.hexDigitValue)
        self.init(stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) })
    }
}
