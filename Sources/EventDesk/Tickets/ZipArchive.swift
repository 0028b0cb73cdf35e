import Foundation

/// Files in one, as they are, without compression (APPNOTE.TXT 6.3, sections 4.3.7 to 4.3.16): what a wallet pass is.
struct ZipArchive {
    private var body = Data()
    private var directory = Data()
    private var count: UInt16 = 0

    /// Names in ASCII; dated 1 January 1980, so that the same files give the same bytes.
    mutating func add(_ name: String, _ content: Data) {
        let start = UInt32(body.count)
        let shared = Self.shared(name, content)
        body.append(Self.number(0x0403_4B50 as UInt32) + shared + Data(name.utf8) + content)
        // No comment, disk 0, no attributes.
        directory.append(
            Self.number(0x0201_4B50 as UInt32) + Self.number(20 as UInt16) + shared + Self.number(0 as UInt16)
                + Self.number(0 as UInt32) + Self.number(0 as UInt32) + Self.number(start) + Data(name.utf8))
        count += 1
    }

    var bytes: Data {
        body + directory + Self.number(0x0605_4B50 as UInt32) + Self.number(0 as UInt32) + Self.number(count)
            + Self.number(count) + Self.number(UInt32(directory.count)) + Self.number(UInt32(body.count))
            + Self.number(0 as UInt16)
    }

    /// What a file's own header and its line in the directory both say, from the version needed to the length of the
    /// extra field.
    private static func shared(_ name: String, _ content: Data) -> Data {
        let size = UInt32(content.count)
        return number(20 as UInt16) + number(0 as UInt16) + number(0 as UInt16) + number(0 as UInt16)
            + number(0x0021 as UInt16) + number(checksum(content)) + number(size) + number(size)
            + number(UInt16(name.utf8.count)) + number(0 as UInt16)
    }

    private static func number(_ value: some FixedWidthInteger) -> Data {
        withUnsafeBytes(of: value.littleEndian) { Data($0) }
    }

    /// CRC-32 (ISO 3309), as zip has it.
    static func checksum(_ content: Data) -> UInt32 {
        var register = UInt32.max
        for byte in content { register = table[Int((register ^ UInt32(byte)) & 0xFF)] ^ (register >> 8) }
        return register ^ .max
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}
