/// What a signature packet says about itself. Nothing of it is verified here: GnuPG does that.
struct SignaturePacket: Sendable, Hashable {
    /// RFC 4880 section 5.2.1.
    let type: UInt8
    /// RFC 4880 section 9.4.
    let hashAlgorithm: UInt8
    /// Seconds since 1970.
    private(set) var created = 0
    /// Seconds after its creation at which the signature expires; 0 for never.
    private(set) var lifetime = 0
    /// Seconds after the key's creation at which the key expires; 0 for never.
    private(set) var keyLifetime = 0
    private(set) var issuerKeyIDs: Set<String> = []
    private(set) var issuerFingerprints: Set<String> = []

    /// Reads versions 3 and 4; nil for any other and for a body that ends too early.
    init?(body: ArraySlice<UInt8>) {
        var cursor = ByteCursor(body)
        switch cursor.number(octets: 1) {
        case 2, 3:
            guard cursor.number(octets: 1) == 5, let type = cursor.number(octets: 1),
                let created = cursor.number(octets: 4), let issuer = cursor.take(8), cursor.number(octets: 1) != nil,
                let hash = cursor.number(octets: 1)
            else { return nil }
            self.type = UInt8(type)
            hashAlgorithm = UInt8(hash)
            self.created = created
            issuerKeyIDs = [hexadecimal(issuer)]
        case 4:
            guard let type = cursor.number(octets: 1), cursor.number(octets: 1) != nil,
                let hash = cursor.number(octets: 1),
                let hashed = cursor.number(octets: 2).flatMap({ cursor.take($0) }),
                let unhashed = cursor.number(octets: 2).flatMap({ cursor.take($0) })
            else { return nil }
            self.type = UInt8(type)
            hashAlgorithm = UInt8(hash)
            guard read(hashed, isHashed: true), read(unhashed, isHashed: false) else { return nil }
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
            ? issuerKeyIDs.contains(String(fingerprint.digits.suffix(16)))
            : issuerFingerprints.contains(fingerprint.digits)
    }

    /// Reads a subpacket area (RFC 4880 section 5.2.3.1). The unhashed one can be changed by anybody: only the issuer,
    /// which is but a hint, is taken from there.
    private mutating func read(_ area: ArraySlice<UInt8>, isHashed: Bool) -> Bool {
        var cursor = ByteCursor(area)
        while cursor.remaining > 0 {
            guard let length = subpacketLength(&cursor), length > 0, let content = cursor.take(length),
                let first = content.first
            else { return false }
            let value = content.dropFirst()
            switch first & 0x7F {
            case 16 where value.count == 8: issuerKeyIDs.insert(hexadecimal(value))
            case 33 where value.count == 21 && value.first == 4:
                issuerFingerprints.insert(hexadecimal(value.dropFirst()))
            case 2 where isHashed && value.count == 4: created = value.reduce(0) { $0 << 8 | Int($1) }
            case 3 where isHashed && value.count == 4: lifetime = value.reduce(0) { $0 << 8 | Int($1) }
            case 9 where isHashed && value.count == 4: keyLifetime = value.reduce(0) { $0 << 8 | Int($1) }
            default: break
            }
        }
        return true
    }

    private func subpacketLength(_ cursor: inout ByteCursor) -> Int? {
        guard let first = cursor.number(octets: 1) else { return nil }
        switch first {
        case 0..<192: return first
        case 192..<255: return cursor.number(octets: 1).map { (first - 192) << 8 + $0 + 192 }
        default: return cursor.number(octets: 4)
        }
    }
}
