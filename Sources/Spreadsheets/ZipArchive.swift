import Conference

/// The parts of a zip archive by their names (PKWARE's "APPNOTE.TXT"), read from its central directory and bounded.
struct ZipArchive {
    /// How many parts at the most.
    private static let partsMax = 1_000

    private struct Part {
        let method: Int
        let compressedSize: Int
        let size: Int
        let offset: Int
    }

    private let bytes: [UInt8]
    private var parts: [String: Part] = [:]

    var names: [String] { parts.keys.sorted() }

    /// - Throws: `WorkbookFlaw.broken` for a file that is no archive, `.encrypted`.
    init(_ bytes: [UInt8]) throws(WorkbookFlaw) {
        self.bytes = bytes
        // The end of the directory, before a comment of at most 64 KiB.
        let earliest = max(0, bytes.count - 22 - 65_535)
        guard bytes.count >= 22,
            let end = stride(from: bytes.count - 22, through: earliest, by: -1).first(where: { at in
                bytes[at] == 0x50 && bytes[at + 1] == 0x4B && bytes[at + 2] == 5 && bytes[at + 3] == 6
            })
        else { throw .broken }
        let count = number(end + 10, 2)
        guard count <= Self.partsMax else { throw .tooLarge }
        var at = number(end + 16, 4)
        for _ in 0..<count {
            guard at + 46 <= bytes.count, number(at, 4) == 0x0201_4B50 else { throw .broken }
            let (nameLength, extraLength, commentLength) = (number(at + 28, 2), number(at + 30, 2), number(at + 32, 2))
            guard at + 46 + nameLength <= bytes.count else { throw .broken }
            guard number(at + 8, 2) & 1 == 0 else { throw .encrypted }
            let name = String(decoding: bytes[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
            parts[name] = Part(
                method: number(at + 10, 2), compressedSize: number(at + 20, 4), size: number(at + 24, 4),
                offset: number(at + 42, 4))
            at += 46 + nameLength + extraLength + commentLength
        }
    }

    /// The content of a part; nil where there is none of that name.
    ///
    /// - Parameter sizeMax: how many bytes at the most.
    /// - Throws: `WorkbookFlaw.broken`, `.tooLarge`.
    func part(_ name: String, sizeMax: Int) throws(WorkbookFlaw) -> [UInt8]? {
        guard let part = parts[name] else { return nil }
        guard part.size <= sizeMax else { throw .tooLarge }
        guard part.offset + 30 <= bytes.count, number(part.offset, 4) == 0x0403_4B50 else { throw .broken }
        let start = part.offset + 30 + number(part.offset + 26, 2) + number(part.offset + 28, 2)
        guard start + part.compressedSize <= bytes.count else { throw .broken }
        let content = bytes[start..<(start + part.compressedSize)]
        switch part.method {
        case 0: return Array(content)
        // What was stated is the bound: one byte more and the archive lied.
        case 8: return try Inflation.bytes(of: content, sizeMax: part.size)
        default: throw .broken
        }
    }

    private func number(_ at: Int, _ count: Int) -> Int {
        guard at >= 0, at + count <= bytes.count else { return 0 }
        return (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }
}

/// What a workbook cannot be read for.
package enum WorkbookFlaw: Error, Sendable, Hashable {
    case broken, tooLarge, encrypted
    /// It has no sheet with anything in it.
    case empty
    /// A cell is longer than any text that we keep; with the row that it stands in.
    case cellTooLong(row: Int)
}

/// A zip archive that is being written, its parts uncompressed.
struct ZipWriter {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ content: [UInt8]) {
        let offset = bytes.count
        // Version 2.0, names in UTF-8, stored, 1 January 1980: the same content makes the same bytes.
        let facts: [UInt8] =
            Self.number(20, 2) + Self.number(0x0800, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0x21, 2)
            + Self.number(Int(CRC32.of(content)), 4) + Self.number(content.count, 4) + Self.number(content.count, 4)
            + Self.number(name.utf8.count, 2) + Self.number(0, 2)
        bytes += Self.number(0x0403_4B50, 4) + facts + Array(name.utf8) + content
        directory += Self.number(0x0201_4B50, 4) + Self.number(20, 2) + facts
        directory += [UInt8](repeating: 0, count: 10) + Self.number(offset, 4) + Array(name.utf8)
        count += 1
    }

    /// The whole archive.
    func finished() -> [UInt8] {
        bytes + directory + Self.number(0x0605_4B50, 4) + [0, 0, 0, 0] + Self.number(count, 2) + Self.number(count, 2)
            + Self.number(directory.count, 4) + Self.number(bytes.count, 4) + [0, 0]
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

/// The check of a zip archive's parts (ISO 3309).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 0xFF)] }
    }
}
