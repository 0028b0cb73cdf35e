package import Foundation

/// A file that appears under its name only when it is complete.
///
/// It is written beside its final place, synced and renamed; without `commit()` nothing is left behind. What stands there and is
/// no file, such as `/dev/stdout` or a named pipe, is written to as it is.
package final class OutputFile {
    private let target: URL
    /// Nil for what is written to as it is.
    private let neighbor: URL?
    private let handle: FileHandle
    private var isCommitted = false

    /// Throws what the file system says.
    ///
    /// - Parameter mode: who may read and write it: exactly, or with 0666 less what the process withholds from all of its files.
    package init(_ target: URL, mode: mode_t = 0o666) throws {
        self.target = target
        if Self.isDevice(target) {
            neighbor = nil
            let descriptor = open(target.path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            return
        }
        let neighbor = target.deletingLastPathComponent()
            .appendingPathComponent(".\(target.lastPathComponent).\(UUID().uuidString).part")
        self.neighbor = neighbor
        let descriptor = open(neighbor.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        if mode != 0o666 { fchmod(descriptor, mode) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        if !isCommitted, let neighbor { unlink(neighbor.path) }
    }

    /// Whether something stands there that is neither a file nor a folder.
    private static func isDevice(_ target: URL) -> Bool {
        var facts = stat()
        return stat(target.path, &facts) == 0 && ![S_IFREG, S_IFDIR].contains(facts.st_mode & S_IFMT)
    }

    /// Writes a piece; they should be large.
    package func write(_ bytes: UnsafeRawBufferPointer) throws { try handle.write(contentsOf: bytes) }

    /// Gives the file its name, replacing a file of that name.
    ///
    /// - Parameter isSynced: false for what is written anew so often that a power cut may bring back the one before.
    package func commit(isSynced: Bool = true) throws {
        if isSynced, neighbor != nil { try handle.synchronize() }
        try handle.close()
        guard let neighbor else { return }
        guard rename(neighbor.path, target.path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        isCommitted = true
    }

    /// Writes a whole file. Throws what the file system says, and then leaves the old file as it was.
    package static func write(
        _ bytes: some ContiguousBytes, to target: URL, mode: mode_t = 0o666, isSynced: Bool = true
    ) throws {
        let file = try OutputFile(target, mode: mode)
        try bytes.withUnsafeBytes { try file.write($0) }
        try file.commit(isSynced: isSynced)
    }
}
