/// The public-key algorithm of a key, with its size or its curve.
package enum KeyAlgorithm: Sendable, Hashable {
    /// RSA in any of its three registered uses; the size of the modulus in bits.
    case rsa(bits: Int)
    /// DSA; the size of the prime in bits.
    case dsa(bits: Int)
    /// Elgamal; the size of the prime in bits.
    case elgamal(bits: Int)
    /// ECDSA, ECDH or EdDSA in the form of RFC 6637 and its successors, by GnuPG's name of the curve.
    case elliptic(curve: String)
    /// X25519, X448, Ed25519 or Ed448 under the code points of RFC 9580, which GnuPG 2.2 does not know.
    case modern(name: String)
    /// Any other number.
    case unknown(number: Int)

    /// The name as GnuPG prints it: `rsa4096`, `dsa1024`, `elg2048`, `ed25519`, `nistp384`, `brainpoolP256r1`.
    package var name: String {
        switch self {
        case .rsa(let bits): "rsa\(bits)"
        case .dsa(let bits): "dsa\(bits)"
        case .elgamal(let bits): "elg\(bits)"
        case .elliptic(let curve): curve
        case .modern(let name): name
        case .unknown(let number): "unknown_\(number)"
        }
    }

    /// The size in bits, or nil for a curve.
    package var bits: Int? {
        switch self {
        case .rsa(let bits), .dsa(let bits), .elgamal(let bits): bits
        case .elliptic, .modern, .unknown: nil
        }
    }

    /// Reads the algorithm of a version 4 key from what follows its number; nil if that ends too early.
    init?(number: Int, material: inout ByteCursor) {
        switch number {
        case 1, 2, 3:
            guard let bits = material.multiprecisionBits() else { return nil }
            self = .rsa(bits: bits)
        case 16, 20:
            guard let bits = material.multiprecisionBits() else { return nil }
            self = .elgamal(bits: bits)
        case 17:
            guard let bits = material.multiprecisionBits() else { return nil }
            self = .dsa(bits: bits)
        case 18, 19, 22:
            guard let length = material.number(octets: 1), let identifier = material.take(length) else { return nil }
            self = .elliptic(curve: Self.curves[Array(identifier)] ?? "E_" + Self.dotted(identifier))
        case 25: self = .modern(name: "x25519")
        case 26: self = .modern(name: "x448")
        case 27: self = .modern(name: "ed25519")
        case 28: self = .modern(name: "ed448")
        default: self = .unknown(number: number)
        }
    }

    /// The curves that GnuPG 2.2 can verify, by object identifier without tag and length.
    private static let curves: [[UInt8]: String] = [
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]: "nistp256",
        [0x2B, 0x81, 0x04, 0x00, 0x22]: "nistp384",
        [0x2B, 0x81, 0x04, 0x00, 0x23]: "nistp521",
        [0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07]: "brainpoolP256r1",
        [0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0B]: "brainpoolP384r1",
        [0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0D]: "brainpoolP512r1",
        [0x2B, 0x81, 0x04, 0x00, 0x0A]: "secp256k1",
        [0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01]: "ed25519",
        [0x2B, 0x06, 0x01, 0x04, 0x01, 0x97, 0x55, 0x01, 0x05, 0x01]: "cv25519",
    ]

    /// Whether GnuPG 2.2 can verify signatures of such a key.
    var isVerifiable: Bool {
        switch self {
        case .rsa, .dsa: true
        case .elliptic(let curve): Self.curves.values.contains(curve) && curve != "cv25519"
        case .elgamal, .modern, .unknown: false
        }
    }

    /// An object identifier in dotted digits.
    private static func dotted(_ identifier: ArraySlice<UInt8>) -> String {
        var arcs: [UInt64] = []
        var value: UInt64 = 0
        for byte in identifier {
            value = value << 7 | UInt64(byte & 0x7F)
            if byte & 0x80 == 0 {
                arcs += arcs.isEmpty ? [min(value / 40, 2), value - min(value / 40, 2) * 40] : [value]
                value = 0
            }
        }
        return arcs.map(String.init).joined(separator: ".")
    }
}
