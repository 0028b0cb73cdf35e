import Conference

/// What a signature packet says about itself. Nothing of it is verified here: `SelfSignatureChecker` does that.
///
/// Only the hashed subpackets count. The unhashed ones can be changed by anybody; only the issuer, which is just a
/// hint, and embedded signatures, which are verified separately, are taken from there.
struct SignaturePacket: Sendable, Hashable {
    /// 3 or 4; a packet of version 2 is one of version 3.
    let version: UInt8
    /// RFC 4880 section 5.2.1.
    let type: UInt8
    /// RFC 4880 section 9.1.
    let keyAlgorithm: UInt8
    /// RFC 4880 section 9.4.
    let hashAlgorithm: UInt8
    /// Seconds since 1970.
    private(set) var created = 0
    /// Seconds after its creation at which the signature expires; 0 for never.
    private(set) var lifetime = 0
    /// Seconds after the key's creation at which the key expires; 0 for never.
    private(set) var keyLifetime = 0
    /// From both areas.
    private(set) var issuerKeyIDs: Set<String> = []
    /// From both areas.
    private(set) var issuerFingerprints: Set<String> = []
    /// The key id that the hashed area names.
    private(set) var hashedIssuerKeyID: String?
    /// The first octet of the key flags (RFC 4880 section 5.2.3.21); nil where there are none.
    private(set) var keyFlags: UInt8?
    /// The keys that may revoke this one, by its owner's wish (RFC 4880 section 5.2.3.15).
    private(set) var revokers: [Fingerprint] = []
    /// RFC 4880 section 5.2.3.23; nil where none is given.
    private(set) var revocationReason: UInt8?
    /// Whether it asks to be skipped by programs that do not know one of its subpackets, as GnuPG 2.2 would.
    private(set) var hasUnknownCritical = false
    /// The bodies of embedded signatures.
    private(set) var hashedEmbedded: [[UInt8]] = []
    /// Of the unhashed area.
    private(set) var unhashedEmbedded: [[UInt8]] = []
    /// What is hashed of the packet: from the version to the hashed area, or type and date of version 3.
    let hashedPart: [UInt8]
    /// The first two octets of the digest.
    let digestStart: [UInt8]
    /// The numbers of the signature without zeros before them; fewer if the packet ends too early.
    let integers: [[UInt8]]

    /// Reads versions 2 to 4; nil for any other and for a body that ends too early.
    init?(body: ArraySlice<UInt8>) {
        var cursor = ByteCursor(body)
        let start = body.startIndex
        switch cursor.number(octets: 1) {
        case 2, 3:
            guard cursor.number(octets: 1) == 5, let type = cursor.number(octets: 1),
                let created = cursor.number(octets: 4), let issuer = cursor.take(8),
                let algorithm = cursor.number(octets: 1), let hash = cursor.number(octets: 1)
            else { return nil }
            version = 3
            self.type = UInt8(type)
            keyAlgorithm = UInt8(algorithm)
            hashAlgorithm = UInt8(hash)
            self.created = created
            issuerKeyIDs = [issuer.uppercaseHexadecimal]
            hashedPart = Array(body[start + 2..<start + 7])
            digestStart = Array(cursor.take(2) ?? [])
            integers = Self.integers(&cursor)
        case 4:
            guard let type = cursor.number(octets: 1), let algorithm = cursor.number(octets: 1),
                let hash = cursor.number(octets: 1),
                let hashed = cursor.number(octets: 2).flatMap({ cursor.take($0) }),
                let unhashed = cursor.number(octets: 2).flatMap({ cursor.take($0) })
            else { return nil }
            version = 4
            self.type = UInt8(type)
            keyAlgorithm = UInt8(algorithm)
            hashAlgorithm = UInt8(hash)
            hashedPart = Array(body[start..<hashed.endIndex])
            digestStart = Array(cursor.take(2) ?? [])
            integers = Self.integers(&cursor)
            guard read(hashed) else { return nil }
            readHints(unhashed)
        default:
            return nil
        }
    }

    /// Whether the signature revokes a key, a subkey or a user id.
    var isRevocation: Bool { type == 0x20 || type == 0x28 || type == 0x30 }

    /// Whether it is a certification of a user id.
    var isCertification: Bool { (0x10...0x13).contains(type) }

    /// Whether it names this key as its maker.
    func isIssued(by fingerprint: Fingerprint) -> Bool {
        issuerFingerprints.isEmpty
            ? issuerKeyIDs.contains(fingerprint.keyID) : issuerFingerprints.contains(fingerprint.digits)
    }

    // MARK: - Subpackets

    /// Reads the hashed area (RFC 4880 section 5.2.3.1); of several subpackets of a kind the first counts, as in GnuPG.
    private mutating func read(_ area: ArraySlice<UInt8>) -> Bool {
        var seen: Set<UInt8> = []
        return Self.forEachSubpacket(in: area) { kind, isCritical, value in
            if isCritical, !Self.knownKinds.contains(kind) { hasUnknownCritical = true }
            let isFirst = seen.insert(kind).inserted
            switch kind {
            case 2 where isFirst && value.count == 4: created = Self.number(value)
            case 3 where isFirst && value.count == 4: lifetime = Self.number(value)
            case 9 where isFirst && value.count == 4: keyLifetime = Self.number(value)
            case 12 where value.count == 22 && (value.first ?? 0) & 0x80 != 0:
                revokers.append(Fingerprint(bytes: value.dropFirst(2)))
            case 16 where value.count == 8:
                issuerKeyIDs.insert(value.uppercaseHexadecimal)
                if isFirst { hashedIssuerKeyID = value.uppercaseHexadecimal }
            case 27 where isFirst: keyFlags = value.first ?? 0
            case 29 where isFirst: revocationReason = value.first
            case 32: hashedEmbedded.append(Array(value))
            case 33 where value.count == 21 && value.first == 4:
                issuerFingerprints.insert(value.dropFirst().uppercaseHexadecimal)
            default: break
            }
        }
    }

    /// Reads what is of use in the unhashed area, as far as it can be read.
    private mutating func readHints(_ area: ArraySlice<UInt8>) {
        _ = Self.forEachSubpacket(in: area) { kind, _, value in
            switch kind {
            case 16 where value.count == 8: issuerKeyIDs.insert(value.uppercaseHexadecimal)
            case 32: unhashedEmbedded.append(Array(value))
            case 33 where value.count == 21 && value.first == 4:
                issuerFingerprints.insert(value.dropFirst().uppercaseHexadecimal)
            default: break
            }
        }
    }

    /// What GnuPG 2.2 knows of the kinds in RFC 4880 section 5.2.3.1; a notation it knows by name only.
    private static let knownKinds: Set<UInt8> = [
        2, 3, 4, 5, 6, 7, 9, 11, 12, 16, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 34, 38,
    ]

    /// False if the area ends within a subpacket.
    private static func forEachSubpacket(
        in area: ArraySlice<UInt8>, _ body: (_ kind: UInt8, _ isCritical: Bool, _ value: ArraySlice<UInt8>) -> Void
    ) -> Bool {
        var cursor = ByteCursor(area)
        while cursor.remaining > 0 {
            guard let length = subpacketLength(&cursor), length > 0, let content = cursor.take(length),
                let first = content.first
            else { return false }
            body(first & 0x7F, first & 0x80 != 0, content.dropFirst())
        }
        return true
    }

    private static func subpacketLength(_ cursor: inout ByteCursor) -> Int? {
        guard let first = cursor.number(octets: 1) else { return nil }
        switch first {
        case 0..<192: return first
        case 192..<255: return cursor.number(octets: 1).map { (first - 192) << 8 + $0 + 192 }
        default: return cursor.number(octets: 4)
        }
    }

    private static func number(_ value: ArraySlice<UInt8>) -> Int {
        value.reduce(0) { $0 << 8 | Int($1) }
    }

    /// No signature has more than two.
    private static func integers(_ cursor: inout ByteCursor) -> [[UInt8]] {
        var integers: [[UInt8]] = []
        while integers.count < 2, cursor.remaining > 0, let next = cursor.multiprecisionInteger() {
            integers.append(next)
        }
        return integers
    }
}
