import Conference
import Crypto
import Foundation

/// A file of an archive: what it is called there, how long it is, and SHA-256 of it.
struct ArchivedFile: Codable, Hashable {
    let name: String
    let bytes: Int
    /// In lower-case hexadecimal digits.
    let sha256: String
}

/// Writes an archive that every `tar` reads: POSIX.1-1988 ("ustar"), regular files alone.
struct TarWriter {
    static let blockSize = 512
    /// How much is read and written at a time, in bytes.
    static let pieceSize = 1 << 20
    /// Eleven octal digits.
    private static let bytesMax = 0o77_777_777_777

    private let file: FileHandle
    private let time: Date

    /// Makes the archive, which its owner alone can read. Throws what the system says.
    init(at url: URL, time: Date) throws {
        let descriptor = open(url.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.last(url.path) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.time = time
    }

    /// Appends a file.
    func add(_ url: URL, as name: String) throws -> ArchivedFile {
        let source = try FileHandle(forReadingFrom: url)
        defer { try? source.close() }
        let bytes = Int(try source.seekToEnd())
        try source.seek(toOffset: 0)
        try file.write(contentsOf: header(name, bytes))
        var (digest, written) = (SHA256(), 0)
        while let piece = try source.read(upToCount: min(Self.pieceSize, bytes - written)), !piece.isEmpty {
            digest.update(data: piece)
            try file.write(contentsOf: piece)
            written += piece.count
        }
        guard written == bytes else { throw SystemFailure(path: url.path, number: EIO) }
        try file.write(contentsOf: Data(count: Self.padding(after: bytes)))
        return ArchivedFile(name: name, bytes: bytes, sha256: Data(digest.finalize()).hexadecimal)
    }

    /// Appends bytes.
    func add(_ bytes: Data, as name: String) throws {
        try file.write(contentsOf: header(name, bytes.count))
        try file.write(contentsOf: bytes + Data(count: Self.padding(after: bytes.count)))
    }

    /// Ends the archive; it is on the disk when this returns.
    func finish() throws {
        try file.write(contentsOf: Data(count: 2 * Self.blockSize))
        try file.synchronize()
        try file.close()
    }

    static func padding(after bytes: Int) -> Int { (blockSize - bytes % blockSize) % blockSize }

    private func header(_ name: String, _ bytes: Int) throws -> Data {
        guard name.utf8.count <= 100, bytes <= Self.bytesMax else { throw SystemFailure(path: name, number: EFBIG) }
        var header = Data()
        func field(_ text: String, _ length: Int) {
            header.append(contentsOf: text.utf8)
            header.append(Data(count: length - text.utf8.count))
        }
        func octal(_ number: Int, _ length: Int) {
            let digits = String(number, radix: 8)
            field(String(repeating: "0", count: length - 1 - digits.count) + digits, length)
        }
        field(name, 100)
        octal(0o600, 8)
        octal(0, 8)
        octal(0, 8)
        octal(bytes, 12)
        octal(max(0, Int(time.timeIntervalSince1970)), 12)
        field("        ", 8)
        field("0", 1)
        field("", 100)
        field("ustar", 6)
        field("00", 2)
        header.append(Data(count: Self.blockSize - header.count))
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        header.replaceSubrange(
            148..<156, with: Array((String(repeating: "0", count: 6 - sum.count) + sum).utf8) + [0, 0x20])
        return header
    }
}

/// Reads such an archive.
enum TarReader {
    /// An archive is not what `TarWriter` writes, or it ends too early.
    struct Malformed: Error {}

    /// Every regular file of an archive, in order.
    ///
    /// - Parameter folder: where they are put, under their names; nil to only read them.
    /// - Throws: `Malformed`, and what the system says.
    static func read(_ url: URL, into folder: URL? = nil) throws -> [ArchivedFile] {
        let file = try FileHandle(forReadingFrom: url)
        defer { try? file.close() }
        var found: [ArchivedFile] = []
        while true {
            let header = try exactly(TarWriter.blockSize, file)
            if header.allSatisfy({ $0 == 0 }) { return found }
            let (name, bytes) = try entry(header)
            guard isSafe(name), !found.contains(where: { $0.name == name }) else { throw Malformed() }
            let target = try folder.map { try makeFile($0.appendingPathComponent(name)) }
            defer { try? target?.close() }
            var (digest, rest) = (SHA256(), bytes)
            while rest > 0 {
                let piece = try exactly(min(rest, TarWriter.pieceSize), file)
                digest.update(data: piece)
                try target?.write(contentsOf: piece)
                rest -= piece.count
            }
            try target?.synchronize()
            _ = try exactly(TarWriter.padding(after: bytes), file)
            found.append(
                ArchivedFile(name: name, bytes: bytes, sha256: Data(digest.finalize()).hexadecimal))
        }
    }

    private static func entry(_ header: Data) throws -> (name: String, bytes: Int) {
        func text(_ range: Range<Int>) -> String {
            String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self)
        }
        func octal(_ range: Range<Int>) -> Int? {
            Int(text(range).filter { $0 != " " }, radix: 8)
        }
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
        guard octal(148..<156) == sum, text(257..<262) == "ustar", text(156..<157) == "0",
            let bytes = octal(124..<136), bytes >= 0
        else { throw Malformed() }
        return (text(0..<100), bytes)
    }

    /// A file of its own, or in one folder: nothing that leads elsewhere.
    private static func isSafe(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func makeFile(_ url: URL) throws -> FileHandle {
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let descriptor = open(url.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.last(url.path) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func exactly(_ count: Int, _ file: FileHandle) throws -> Data {
        var bytes = Data()
        while bytes.count < count {
            guard let piece = try file.read(upToCount: count - bytes.count), !piece.isEmpty else { throw Malformed() }
            bytes.append(piece)
        }
        return Data(bytes)
    }
}

/// What the system said of a file.
struct SystemFailure: Error {
    let path: String
    /// An `errno`.
    let number: Int32

    static func last(_ path: String) -> SystemFailure { SystemFailure(path: path, number: errno) }
}
