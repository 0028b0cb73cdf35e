internal import CGcrypt
import Crypto
import Foundation

/// A key that signatures can be checked with: the numbers of RFC 4880 section 5.5.2 and RFC 6637 section 9.
struct VerificationKey: Sendable {
    private enum Numbers: Sendable {
        case rsa(n: [UInt8], e: [UInt8])
        case dsa(p: [UInt8], q: [UInt8], g: [UInt8], y: [UInt8])
        case ecdsa(Curve, point: [UInt8])
        case ed25519(point: [UInt8])
    }

    /// A curve of Libgcrypt with the order of its group.
    private struct Curve: Sendable {
        let name: String
        let order: [UInt8]

        init?(_ name: String) {
            Libgcrypt.start()
            var order = [UInt8](repeating: 0, count: 80)
            let written = lanyard_gcrypt_order(name, &order, order.count)
            guard written > 0 else { return nil }
            self.name = name
            self.order = Array(order.prefix(written).drop { $0 == 0 })
        }

        /// By GnuPG's names.
        static let all: [String: Curve] = {
            let names = [
                "nistp256": "NIST P-256", "nistp384": "NIST P-384", "nistp521": "NIST P-521",
                "secp256k1": "secp256k1", "brainpoolP256r1": "brainpoolP256r1", "brainpoolP384r1": "brainpoolP384r1",
                "brainpoolP512r1": "brainpoolP512r1",
            ]
            return names.compactMapValues { Curve($0) }
        }()
    }

    /// The body of the key packet.
    let body: [UInt8]
    let fingerprint: Fingerprint
    /// Seconds since 1970.
    let created: Int
    /// RFC 4880 section 9.1.
    let algorithm: UInt8
    /// Nil for a key that this module and GnuPG 2.2 cannot verify with.
    private let numbers: Numbers?

    /// Takes the body of a version 4 key packet that was already read.
    init(_ key: UnexaminedCertificate.Key, body: [UInt8]) {
        self.body = body
        fingerprint = key.fingerprint
        created = Int(key.created.timeIntervalSince1970)
        algorithm = body.count > 5 ? body[5] : 0
        var cursor = ByteCursor(body.dropFirst(6))
        numbers = Self.numbers(algorithm, curve: key.algorithm.name, &cursor)
    }

    private static func numbers(_ algorithm: UInt8, curve: String, _ cursor: inout ByteCursor) -> Numbers? {
        switch algorithm {
        case 1, 3:
            guard let n = cursor.multiprecisionInteger(), let e = cursor.multiprecisionInteger(), !n.isEmpty,
                n.count <= 2_048
            else { return nil }
            return .rsa(n: n, e: e)
        case 17:
            guard let p = cursor.multiprecisionInteger(), let q = cursor.multiprecisionInteger(),
                let g = cursor.multiprecisionInteger(), let y = cursor.multiprecisionInteger(), p.count <= 2_048,
                (20...64).contains(q.count)
            else { return nil }
            return .dsa(p: p, q: q, g: g, y: y)
        case 19, 22:
            guard let length = cursor.number(octets: 1), cursor.take(length) != nil,
                let point = cursor.multiprecisionInteger()
            else { return nil }
            if algorithm == 22 {
                return curve == "ed25519" && point.count == 33 && point[0] == 0x40
                    ? .ed25519(point: Array(point.dropFirst())) : nil
            }
            return Curve.all[curve].map { .ecdsa($0, point: point) }
        default: return nil
        }
    }

    /// The numbers of a signature in the one form in which it is stored, or nil for numbers that no signature of this key
    /// has.
    ///
    /// If two numbers serve the same signature (s and n−s of ECDSA), anybody could swap them, so the lower one is kept.
    func canonical(_ integers: [[UInt8]]) -> [[UInt8]]? {
        switch numbers {
        case .rsa(let n, _):
            guard let s = integers.first, Self.lies(s, below: n) else { return nil }
            return [s]
        case .dsa(_, let q, _, _):
            guard integers.count == 2, integers.allSatisfy({ Self.lies($0, below: q) }) else { return nil }
            return integers
        case .ecdsa(let curve, _):
            guard integers.count == 2, integers.allSatisfy({ Self.lies($0, below: curve.order) }) else { return nil }
            let other = Self.difference(curve.order, integers[1])
            return [integers[0], Self.isLess(other, integers[1]) ? other : integers[1]]
        case .ed25519:
            // That s is below the order is checked with the signature.
            guard integers.count == 2, integers.allSatisfy({ $0.count <= 32 }) else { return nil }
            return integers
        case nil: return nil
        }
    }

    /// Whether the signature of these numbers, in their canonical form, is this key's on the digest.
    func verifies(_ integers: [[UInt8]], digest: [UInt8], hash: SignatureHash) -> Bool {
        Libgcrypt.start()
        switch numbers {
        case .rsa(let n, let e):
            return lanyard_gcrypt_verify_rsa(
                n, n.count, e, e.count, hash.name, digest, digest.count, integers[0], integers[0].count) != 0
        case .dsa(let p, let q, let g, let y):
            // GnuPG refuses a hash that is shorter than q.
            guard digest.count >= q.count else { return false }
            return lanyard_gcrypt_verify_dsa(
                p, p.count, q, q.count, g, g.count, y, y.count, digest, q.count, integers[0], integers[0].count,
                integers[1], integers[1].count) != 0
        case .ecdsa(let curve, let point):
            return lanyard_gcrypt_verify_ecdsa(
                curve.name, point, point.count, digest, min(digest.count, curve.order.count), integers[0],
                integers[0].count, integers[1], integers[1].count) != 0
        case .ed25519(let point):
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else { return false }
            let value = integers.flatMap { [UInt8](repeating: 0, count: 32 - $0.count) + $0 }
            return key.isValidSignature(Data(value), for: Data(digest))
        case nil: return false
        }
    }

    // MARK: - Big-endian numbers without zeros before them

    /// Whether a number lies above zero and below the limit.
    private static func lies(_ number: [UInt8], below limit: [UInt8]) -> Bool {
        !number.isEmpty && isLess(number, limit)
    }

    private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    /// The larger number minus the smaller one.
    private static func difference(_ larger: [UInt8], _ smaller: [UInt8]) -> [UInt8] {
        var result = larger
        var borrow = 0
        for index in 0..<larger.count {
            let place = larger.count - 1 - index
            let subtrahend = index < smaller.count ? Int(smaller[smaller.count - 1 - index]) : 0
            let value = Int(larger[place]) - subtrahend - borrow
            borrow = value < 0 ? 1 : 0
            result[place] = UInt8(value & 0xFF)
        }
        return Array(result.drop { $0 == 0 })
    }
}
