import Conference

/// One packet of an OpenPGP stream: where it is, not what it contains.
struct Packet: Sendable, Hashable {
    /// RFC 4880 section 4.3.
    let tag: UInt8
    /// Header and body.
    let whole: Range<Int>
    /// The body alone.
    let body: Range<Int>

    static let signature: UInt8 = 2
    static let secretKey: UInt8 = 5
    static let publicKey: UInt8 = 6
    static let secretSubkey: UInt8 = 7
    static let compressed: UInt8 = 8
    static let trust: UInt8 = 12
    static let userID: UInt8 = 13
    static let publicSubkey: UInt8 = 14
    static let userAttribute: UInt8 = 17
}

/// Walks the headers of a packet stream without looking into the bodies (RFC 4880 section 4.2).
struct PacketReader {
    /// The most packets that are walked.
    let limit: Int

    /// The packets of the stream, which is walked to its end.
    ///
    /// Throws `secret_key` at the first packet with secret key material, before anything else is said about the rest,
    /// and `packet_malformed`, `packet_length_unsupported`, `compressed_data` and `too_many_packets`.
    func packets(in bytes: Span<UInt8>) throws(OpenPGPError) -> [Packet] {
        var packets: [Packet] = []
        var offset = 0
        while offset < bytes.count {
            guard packets.count < limit else { throw OpenPGPError(.tooManyPackets, ["limit": "\(limit)"]) }
            let packet = try packet(at: offset, in: bytes)
            if packet.tag == Packet.compressed { throw OpenPGPError(.compressedData) }
            packets.append(packet)
            offset = packet.whole.upperBound
        }
        return packets
    }

    /// The first packet of the stream; what follows is not looked at.
    func first(in bytes: Span<UInt8>) throws(OpenPGPError) -> Packet {
        guard bytes.count > 0 else { throw malformed(at: 0) }
        return try packet(at: 0, in: bytes)
    }

    private func packet(at offset: Int, in bytes: Span<UInt8>) throws(OpenPGPError) -> Packet {
        let first = bytes[offset]
        guard first & 0x80 != 0 else { throw malformed(at: offset) }
        let isNewFormat = first & 0x40 != 0
        let tag = isNewFormat ? first & 0x3F : (first >> 2) & 0x0F
        guard tag != 0 else { throw malformed(at: offset) }
        if tag == Packet.secretKey || tag == Packet.secretSubkey { throw OpenPGPError(.secretKey) }

        var cursor = offset + 1
        let length: Int?
        if isNewFormat {
            length = try newLength(at: &cursor, in: bytes)
        } else {
            let width = Int(first & 3)
            if width == 3 { throw OpenPGPError(.packetLengthUnsupported, ["offset": "\(offset)"]) }
            length = number(octets: 1 << width, at: &cursor, in: bytes)
        }
        guard let length, length <= bytes.count - cursor else { throw malformed(at: offset) }
        return Packet(tag: tag, whole: offset..<cursor + length, body: cursor..<cursor + length)
    }

    private func newLength(at cursor: inout Int, in bytes: Span<UInt8>) throws(OpenPGPError) -> Int? {
        guard let first = number(octets: 1, at: &cursor, in: bytes) else { return nil }
        switch first {
        case 0..<192: return first
        case 192..<224: return number(octets: 1, at: &cursor, in: bytes).map { (first - 192) << 8 + $0 + 192 }
        case 255: return number(octets: 4, at: &cursor, in: bytes)
        default: throw OpenPGPError(.packetLengthUnsupported, ["offset": "\(cursor - 2)"])
        }
    }

    private func number(octets: Int, at cursor: inout Int, in bytes: Span<UInt8>) -> Int? {
        guard octets <= bytes.count - cursor else { return nil }
        var value = 0
        for _ in 0..<octets {
            value = value << 8 | Int(bytes[cursor])
            cursor += 1
        }
        return value
    }

    private func malformed(at offset: Int) -> OpenPGPError {
        OpenPGPError(.packetMalformed, ["offset": "\(offset)"])
    }
}
