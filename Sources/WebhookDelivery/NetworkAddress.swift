/// A numeric address of a network, and whether it lies in the open internet.
///
/// The ranges are those of IANA's registries of special-purpose addresses (RFC 6890): a webhook must not become a way into the
/// organizer's own network.
package struct NetworkAddress: Sendable, Hashable {
    /// 4 or 16 bytes.
    private let bytes: [UInt8]

    /// - Precondition: 4 or 16 bytes.
    package init(bytes: [UInt8]) {
        precondition([4, 16].contains(bytes.count), "an address has 4 or 16 bytes")
        // What stands for an address of version 4 is judged as that (RFC 4291, section 2.5.5.2; RFC 6052).
        if bytes.count == 16, bytes[..<12].elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            self.bytes = Array(bytes[12...])
        } else if bytes.count == 16, bytes[..<12].elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            self.bytes = Array(bytes[12...])
        } else {
            self.bytes = bytes
        }
    }

    private static let special4: [(prefix: [UInt8], bits: Int)] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
        ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
        ([203, 0, 113], 24), ([224], 4), ([240], 4),
    ]

    /// Whether everybody reaches the same machine by it.
    package var isPublic: Bool {
        guard bytes.count == 4 else {
            // Only 2000::/3 is given out, less what stands for other things in it.
            guard bytes[0] & 0xE0 == 0x20 else { return false }
            let isSpecial =
                bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] < 2 || bytes[2] == 0x0D && bytes[3] == 0xB8)
                || bytes[0] == 0x20 && bytes[1] == 0x02 || bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10
            return !isSpecial
        }
        return !Self.special4.contains { range in
            (0..<range.bits).allSatisfy { bit in
                let byte = bit / 8 < range.prefix.count ? range.prefix[bit / 8] : 0
                return (bytes[bit / 8] ^ byte) & (0x80 >> (bit % 8)) == 0
            }
        }
    }
}
