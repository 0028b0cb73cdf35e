/// Reads data that were compressed by DEFLATE (RFC 1951), as the parts of a zip archive are.
///
/// It stops at the size that the archive stated, so that a small file cannot become a large one. Decided against the program
/// `unzip`, which wants the list of people as a file on the disk.
struct Inflation {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var bits: UInt32 = 0
    private var bitCount = 0
    private var output: [UInt8] = []
    private let sizeMax: Int

    /// What the data say.
    ///
    /// - Parameter sizeMax: how many bytes at the most.
    /// - Throws: `WorkbookFlaw.broken`, `WorkbookFlaw.tooLarge`.
    static func bytes(of compressed: ArraySlice<UInt8>, sizeMax: Int) throws(WorkbookFlaw) -> [UInt8] {
        var inflation = Inflation(compressed, sizeMax: sizeMax)
        while try inflation.block() {}
        return inflation.output
    }

    private init(_ bytes: ArraySlice<UInt8>, sizeMax: Int) {
        self.bytes = bytes
        self.sizeMax = sizeMax
        position = bytes.startIndex
    }

    /// Reads one block; false after the last.
    private mutating func block() throws(WorkbookFlaw) -> Bool {
        let isLast = try take(1) == 1
        switch try take(2) {
        case 0: try stored()
        case 1: try compressed(Self.fixedLengths, Self.fixedDistances)
        case 2:
            let (lengths, distances) = try tables()
            try compressed(lengths, distances)
        default: throw .broken
        }
        return !isLast
    }

    /// 3.2.4: bytes as they are.
    private mutating func stored() throws(WorkbookFlaw) {
        (bits, bitCount) = (0, 0)
        guard position + 4 <= bytes.endIndex else { throw .broken }
        let length = Int(bytes[position]) | Int(bytes[position + 1]) << 8
        guard length == ~(Int(bytes[position + 2]) | Int(bytes[position + 3]) << 8) & 0xFFFF,
            position + 4 + length <= bytes.endIndex
        else { throw .broken }
        guard output.count + length <= sizeMax else { throw .tooLarge }
        output += bytes[(position + 4)..<(position + 4 + length)]
        position += 4 + length
    }

    /// 3.2.3: literals, and copies of what came before.
    private mutating func compressed(_ lengths: HuffmanTable, _ distances: HuffmanTable) throws(WorkbookFlaw) {
        while true {
            let symbol = try self.symbol(lengths)
            if symbol == 256 { return }
            if symbol < 256 {
                guard output.count < sizeMax else { throw .tooLarge }
                output.append(UInt8(symbol))
                continue
            }
            guard symbol - 257 < Self.lengthBases.count else { throw .broken }
            let length = Self.lengthBases[symbol - 257] + (try take(Self.lengthBits[symbol - 257]))
            let code = try self.symbol(distances)
            guard code < Self.distanceBases.count else { throw .broken }
            let distance = Self.distanceBases[code] + (try take(Self.distanceBits[code]))
            guard distance <= output.count else { throw .broken }
            guard output.count + length <= sizeMax else { throw .tooLarge }
            // The copy may overlap what it makes.
            for index in (output.count - distance)..<(output.count - distance + length) { output.append(output[index]) }
        }
    }

    /// 3.2.7: the tables of a block that brings its own.
    private mutating func tables() throws(WorkbookFlaw) -> (HuffmanTable, HuffmanTable) {
        let (lengthCount, distanceCount) = (try take(5) + 257, try take(5) + 1)
        let codeCount = try take(4) + 4
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for index in Self.codeOrder.prefix(codeCount) { codeLengths[index] = UInt8(try take(3)) }
        let codes = try HuffmanTable(codeLengths)
        var lengths: [UInt8] = []
        while lengths.count < lengthCount + distanceCount {
            let symbol = try self.symbol(codes)
            switch symbol {
            case 0...15: lengths.append(UInt8(symbol))
            case 16:
                guard let last = lengths.last else { throw .broken }
                lengths += [UInt8](repeating: last, count: try take(2) + 3)
            case 17: lengths += [UInt8](repeating: 0, count: try take(3) + 3)
            default: lengths += [UInt8](repeating: 0, count: try take(7) + 11)
            }
        }
        guard lengths.count == lengthCount + distanceCount else { throw .broken }
        return (
            try HuffmanTable(Array(lengths[..<lengthCount])), try HuffmanTable(Array(lengths[lengthCount...]))
        )
    }

    // MARK: - Bits

    private mutating func take(_ count: Int) throws(WorkbookFlaw) -> Int {
        while bitCount < count {
            guard position < bytes.endIndex else { throw .broken }
            bits |= UInt32(bytes[position]) << bitCount
            position += 1
            bitCount += 8
        }
        let value = Int(bits & ((1 << count) - 1))
        bits >>= count
        bitCount -= count
        return value
    }

    private mutating func symbol(_ table: HuffmanTable) throws(WorkbookFlaw) -> Int {
        var (code, first, index) = (0, 0, 0)
        for length in 1...15 {
            code |= try take(1)
            let count = Int(table.counts[length])
            if code - count < first { return Int(table.symbols[index + code - first]) }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        throw .broken
    }

    // MARK: - Tables of RFC 1951, 3.2.5 and 3.2.6

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1_025, 1_537, 2_049, 3_073,
        4_097,
        6_145, 8_193, 12_289, 16_385, 24_577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let fixedLengths = HuffmanTable(
        checked: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
            + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8))
    private static let fixedDistances = HuffmanTable(checked: [UInt8](repeating: 5, count: 30))
}

/// A canonical Huffman code: how many symbols each length has, and the symbols in the order of their codes.
struct HuffmanTable {
    fileprivate let counts: [UInt16]
    fileprivate let symbols: [UInt16]

    /// - Throws: `WorkbookFlaw.broken` for lengths that no code has.
    fileprivate init(_ lengths: [UInt8]) throws(WorkbookFlaw) {
        var left = 1
        for length in 1...15 {
            left = left << 1 - lengths.count { $0 == length }
            guard left >= 0 else { throw .broken }
        }
        self.init(checked: lengths)
    }

    fileprivate init(checked lengths: [UInt8]) {
        var counts = [UInt16](repeating: 0, count: 16)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        self.counts = counts
        symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length }.map { UInt16($0) } }
    }
}
