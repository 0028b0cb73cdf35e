/// Reads big-endian fields of one packet's body; nil where the body ends too early.
struct ByteCursor {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// How many bytes are left.
    var remaining: Int { bytes.endIndex - position }

    mutating func number(octets: Int) -> Int? {
        take(octets)?.reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// The significant bits of a multiprecision integer (RFC 4880 section 3.2), which is skipped.
    mutating func multiprecisionBits() -> Int? {
        guard let value = multiprecisionInteger() else { return nil }
        return value.count * 8 - (value.first?.leadingZeroBitCount ?? 0)
    }

    /// A multiprecision integer without zeros before it, whatever length it declares in front of them.
    mutating func multiprecisionInteger() -> [UInt8]? {
        guard let declared = number(octets: 2), let value = take((declared + 7) / 8) else { return nil }
        return Array(value.drop { $0 == 0 })
    }
}
