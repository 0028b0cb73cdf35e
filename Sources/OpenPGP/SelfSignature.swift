/// A signature that claims to be made by a certificate's own keys, with all of it that is signed and nothing else.
///
/// Everything that can be changed without the private key is dropped here: headers, unhashed subpackets, leading zeros,
/// the higher of two equivalent numbers, anything after the numbers. So each signature has only one form, and two
/// copies of it are one.
struct SelfSignature: Sendable {
    let content: SignaturePacket
    /// In the form of `VerificationKey.canonical`.
    let integers: [[UInt8]]
    /// Embedded signatures of the unhashed area, of all copies of this signature; none twice.
    private(set) var embedded: [[UInt8]]
    /// Whether it is part of what was stored: its first embedded signature was verified then.
    var isStored = false
    /// Whether it wins over another one of the same second: it was there first.
    var isPreferred = false
    /// Grows with each signature that is read.
    var place = 0

    /// Nil for a signature that the key cannot have made.
    init?(_ content: SignaturePacket, by key: VerificationKey) {
        guard content.keyAlgorithm == key.algorithm, content.digestStart.count == 2,
            content.hashedIssuerKeyID.map({ $0 == key.fingerprint.keyID }) ?? true,
            let integers = key.canonical(content.integers)
        else { return nil }
        self.content = content
        self.integers = integers
        embedded = Array(content.unhashedEmbedded.prefix(Self.embeddedMax))
    }

    /// Everything signed, and the numbers: what two copies have in common.
    var core: [UInt8] {
        [content.version, content.keyAlgorithm, content.hashAlgorithm] + content.hashedPart + content.digestStart
            + integers.flatMap(Self.encoded)
    }

    /// Adds what another copy of the same signature carries, which comes later.
    mutating func join(_ other: SelfSignature) {
        // Whoever sends copies of what is stored does not put it in another order.
        if !isPreferred { place = other.place }
        for signature in other.embedded where embedded.count < Self.embeddedMax && !embedded.contains(signature) {
            embedded.append(signature)
        }
    }

    /// How many embedded signatures are looked at; one is needed.
    private static let embeddedMax = 64

    /// The packet's body, with nothing unhashed but the issuer, where the hashed area lacks it, and one embedded
    /// signature that was verified.
    func body(by key: VerificationKey, embedding backSignature: [UInt8]? = nil) -> [UInt8] {
        let numbers = content.digestStart + integers.flatMap(Self.encoded)
        let issuer = Self.bytes(ofKeyID: key.fingerprint.keyID)
        guard content.version == 4 else {
            return [3, 5] + content.hashedPart + issuer + [content.keyAlgorithm, content.hashAlgorithm] + numbers
        }
        var unhashed: [UInt8] = []
        if content.hashedIssuerKeyID == nil { unhashed += Self.subpacket(16, issuer) }
        if let backSignature { unhashed += Self.subpacket(32, backSignature) }
        return content.hashedPart + Self.octets(unhashed.count, 2) + unhashed + numbers
    }

    /// A packet with the header that GnuPG writes.
    static func packet(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
        let first = 0x80 | tag << 2
        switch body.count {
        case ..<0x100: return [first] + octets(body.count, 1) + body
        case ..<0x1_0000: return [first | 1] + octets(body.count, 2) + body
        default: return [first | 2] + octets(body.count, 4) + body
        }
    }

    static func octets(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func encoded(_ integer: [UInt8]) -> [UInt8] {
        octets(integer.count * 8 - (integer.first?.leadingZeroBitCount ?? 0), 2) + integer
    }

    /// Lengths as GnuPG writes them (RFC 4880 section 5.2.3.1).
    private static func subpacket(_ kind: UInt8, _ value: [UInt8]) -> [UInt8] {
        let length = value.count + 1
        let encoded: [UInt8]
        switch length {
        case ..<192: encoded = [UInt8(length)]
        case ..<8_384: encoded = [UInt8((length - 192) >> 8 + 192), UInt8((length - 192) & 0xFF)]
        default: encoded = [255] + octets(length, 4)
        }
        return encoded + [kind] + value
    }

    private static func bytes(ofKeyID digits: String) -> [UInt8] {
        let values = digits.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x37 }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}

extension SelfSignature {
    /// Whether this one decides over the other: the newer, and of two of the same second the preferred one, else the one
    /// that comes later, as in GnuPG (g10/getkey.c takes a date that is not below the one before). Embedded signatures
    /// have no place: whoever passes a key on may put them in any order, and so the one decides whose bytes come last.
    func outranks(_ other: SelfSignature) -> Bool {
        if content.created != other.content.created { return other.content.created < content.created }
        if isPreferred != other.isPreferred { return isPreferred }
        if place != other.place { return other.place < place }
        return other.core.lexicographicallyPrecedes(core)
    }
}
