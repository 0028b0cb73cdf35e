/// What is already stored of a certificate, as far as a newer copy must be compared with it.
struct StandingCertificate {
    /// A place that one signature can take.
    enum Slot: Hashable {
        case direct
        case designation(Fingerprint)
        case certification([UInt8])
        case userIDRevocation([UInt8])
        case binding(Fingerprint)
        case subkeyRevocation(Fingerprint)
    }

    private(set) var slots: Set<Slot> = []
    /// When the newest signature was made that its owner handed in, in seconds since 1970.
    private(set) var newest = 0
    private var names: Set<[UInt8]> = []
    private var subkeys: Set<Fingerprint> = []

    /// Reads the packets of a certificate that was verified when it was stored.
    ///
    /// - Parameter isOwners: whether its owner handed it in: then what is not newer was left out on purpose.
    init(_ packets: [Packet], of bytes: Span<UInt8>, isOwners: Bool) {
        var name: [UInt8]?
        var subkey: Fingerprint?
        for packet in packets {
            switch packet.tag {
            case Packet.userID:
                let content = bytes.copy(packet.body)
                (name, subkey) = (content, nil)
                names.insert(content)
            case Packet.publicSubkey:
                (name, subkey) = (nil, try? CertificateAssembly.key(bytes.copy(packet.body), at: 0).fingerprint)
                if let subkey { subkeys.insert(subkey) }
            case Packet.signature:
                guard let content = SignaturePacket(body: bytes.copy(packet.body)[...]) else { continue }
                if isOwners { newest = max(newest, content.created) }
                add(content, name, subkey)
            default: break
            }
        }
    }

    private mutating func add(_ content: SignaturePacket, _ name: [UInt8]?, _ subkey: Fingerprint?) {
        switch (content.type, name, subkey) {
        case (0x1F, _, _):
            slots.insert(.direct)
            for revoker in content.revokers { slots.insert(.designation(revoker)) }
        case (0x10...0x13, let name?, _): slots.insert(.certification(name))
        case (0x30, let name?, _): slots.insert(.userIDRevocation(name))
        case (0x18, _, let subkey?): slots.insert(.binding(subkey))
        case (0x28, _, let subkey?): slots.insert(.subkeyRevocation(subkey))
        default: break
        }
    }

    /// Takes over from when on something is news: what its owner handed in last, as it was stored then.
    mutating func follows(_ packets: [Packet], of bytes: Span<UInt8>) {
        newest = StandingCertificate(packets, of: bytes, isOwners: true).newest
    }

    func hasName(_ content: [UInt8]) -> Bool { names.contains(content) }

    func hasSubkey(_ fingerprint: Fingerprint) -> Bool { subkeys.contains(fingerprint) }
}
