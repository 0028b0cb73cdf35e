import Conference
import Foundation

/// The log of an event's file, read frame by frame as it grows ("WAL-mode File Format").
///
/// Only whole transactions are read: up to the last frame that commits, and only frames whose checksums are right. What is
/// being written at the same moment is read the next time.
struct LogFile {
    static let headerSize = 32
    private static let frameHeaderSize = 24
    /// Its last bit says that checksums are big-endian.
    private static let magic: UInt32 = 0x377F_0682

    /// What was read in one go.
    struct Piece {
        /// Whether the log began anew before these frames: everything before them is in the file.
        let isNew: Bool
        /// As it stands at the beginning of the log.
        let header: Data
        /// Whole frames, the last of which commits.
        let frames: Data
        let count: Int
    }

    private let file: FileHandle
    private var header = Data()
    private var pageSize = 0
    private var isBigEndian = false
    private var checksum: (UInt32, UInt32) = (0, 0)
    private var frame = 0

    /// - Returns: nil where there is no log.
    init?(beside url: URL) {
        guard let file = try? FileHandle(forReadingFrom: URL(fileURLWithPath: url.path + "-wal")) else { return nil }
        self.file = file
    }

    /// How many frames of the log were read.
    var count: Int { frame }

    /// What was committed since the last call; nil for nothing.
    mutating func next() throws -> Piece? {
        try file.seek(toOffset: 0)
        guard let now = try file.read(upToCount: Self.headerSize), now.count == Self.headerSize else { return nil }
        let isNew = now != header
        if isNew {
            guard let begun = Self.begin(now) else { return nil }
            (header, pageSize, isBigEndian, checksum, frame) = (now, begun.page, begun.isBigEndian, begun.checksum, 0)
        }
        let size = pageSize + Self.frameHeaderSize
        try file.seek(toOffset: UInt64(Self.headerSize + frame * size))
        let bytes = try file.readToEnd() ?? Data()
        var (running, read, committed) = (checksum, 0, (frames: 0, checksum: checksum))
        while (read + 1) * size <= bytes.count {
            let one = bytes.dropFirst(read * size).prefix(size)
            guard let after = check(one, running) else { break }
            (running, read) = (after, read + 1)
            if Self.number(one, at: 4) != 0 { committed = (read, running) }
        }
        guard committed.frames > 0 else {
            return isNew ? Piece(isNew: true, header: header, frames: Data(), count: 0) : nil
        }
        frame += committed.frames
        checksum = committed.checksum
        return Piece(
            isNew: isNew, header: header, frames: Data(bytes.prefix(committed.frames * size)), count: committed.frames)
    }

    private static func begin(_ header: Data) -> (page: Int, isBigEndian: Bool, checksum: (UInt32, UInt32))? {
        let kind = number(header, at: 0)
        guard kind & ~1 == magic else { return nil }
        let sum = sum(header.prefix(24), from: (0, 0), isBigEndian: kind & 1 == 1)
        guard sum == (number(header, at: 24), number(header, at: 28)) else { return nil }
        let page = Int(number(header, at: 8))
        return (512...65_536).contains(page) ? (page, kind & 1 == 1, sum) : nil
    }

    /// The checksum after a frame; nil for one that is not whole, or of an earlier log.
    private func check(_ frame: Data, _ before: (UInt32, UInt32)) -> (UInt32, UInt32)? {
        guard frame.dropFirst(8).prefix(8).elementsEqual(header.dropFirst(16).prefix(8)) else { return nil }
        var sum = Self.sum(frame.prefix(8), from: before, isBigEndian: isBigEndian)
        sum = Self.sum(frame.dropFirst(Self.frameHeaderSize), from: sum, isBigEndian: isBigEndian)
        return sum == (Self.number(frame, at: 16), Self.number(frame, at: 20)) ? sum : nil
    }

    /// The checksum of the format, section 2.3.
    private static func sum(_ data: Data, from start: (UInt32, UInt32), isBigEndian: Bool) -> (UInt32, UInt32) {
        data.withUnsafeBytes { bytes in
            var (first, second) = start
            var offset = 0
            while offset + 8 <= bytes.count {
                let left = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                let right = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                first &+= (isBigEndian ? UInt32(bigEndian: left) : UInt32(littleEndian: left)) &+ second
                second &+= (isBigEndian ? UInt32(bigEndian: right) : UInt32(littleEndian: right)) &+ first
                offset += 8
            }
            return (first, second)
        }
    }

    /// Numbers of headers are big-endian whatever the checksums are.
    private static func number(_ data: Data, at offset: Int) -> UInt32 {
        data.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    // MARK: - Putting pages in their places

    /// Writes every page of a log into the file that it belongs to, as a checkpoint does; what is done twice is done once.
    ///
    /// - Parameter log: header and whole frames.
    static func apply(_ log: Data, to file: FileHandle) throws {
        guard log.count > headerSize, let begun = begin(Data(log.prefix(headerSize))) else { return }
        let size = begun.page + frameHeaderSize
        var pages: [UInt32: Int] = [:]
        var length: UInt32 = 0
        var offset = headerSize
        while offset + size <= log.count {
            let head = log.dropFirst(offset).prefix(8)
            pages[number(head, at: 0)] = offset + frameHeaderSize
            let committed = number(head, at: 4)
            if committed != 0 { length = committed }
            offset += size
        }
        for (page, place) in pages.sorted(by: { $0.key < $1.key }) where page >= 1 && page <= length {
            try file.seek(toOffset: UInt64(page - 1) * UInt64(begun.page))
            try file.write(contentsOf: log.dropFirst(place).prefix(begun.page))
        }
        if length > 0 { try file.truncate(atOffset: UInt64(length) * UInt64(begun.page)) }
        try file.synchronize()
    }
}
