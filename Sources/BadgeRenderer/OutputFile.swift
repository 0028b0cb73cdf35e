internal import Foundation

/// A file that appears under its name only when it is complete.
///
/// It is written beside its place, synced and renamed; without `commit()` nothing is left.
final class OutputFile {
    private static let bufferSize = 1 << 16

    private let target: URL
    private let neighbor: URL
    private let handle: FileHandle
    private var buffer = Data(capacity: OutputFile.bufferSize)
    private var isCommitted = false

    /// Throws what the file system says.
    init(_ target: URL) throws {
        self.target = target
        neighbor = target.deletingLastPathComponent()
            .appendingPathComponent(".\(target.lastPathComponent).\(UUID().uuidString).part")
        let descriptor = open(neighbor.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        if !isCommitted { unlink(neighbor.path) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func commit() throws {
        try flush()
        try handle.synchronize()
        try handle.close()
        guard rename(neighbor.path, target.path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        isCommitted = true
    }

    private func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
