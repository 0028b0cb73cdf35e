import Conference
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// The folder in which one worker makes its homes, mode 0700, and the lock that tells whether anybody still uses it.
///
/// A worker removes it when it ends, its master when the worker had to be killed. If both were killed, the lock is
/// free, and the next master sweeps the folder away.
struct WorkFolder: Sendable, Hashable {
    private static let prefix = "lanyard-gnupg-"
    /// How old a folder without a lock has to be before it counts as left behind, in seconds.
    private static let grace = 60.0

    let path: String
    /// The open lock file; it must not reach the worker.
    private let lock: Int32

    /// Makes a folder and takes its lock.
    ///
    /// Throws `gnupg_unavailable`.
    static func make(in parent: String) throws(OpenPGPError) -> WorkFolder {
        for _ in 1..<attemptsMax {
            // A master that sweeps may take the lock first, and the folder with it.
            if let folder = makeOnce(in: parent) { return folder }
        }
        guard let folder = makeOnce(in: parent) else {
            throw OpenPGPError(
                .gnupgUnavailable, ["step": "home"], underlying: POSIXError(.init(rawValue: errno) ?? .EIO))
        }
        return folder
    }

    private static let attemptsMax = 10

    /// A folder with its lock; nil, with `errno`, if it could not be made or was swept away meanwhile.
    private static func makeOnce(in parent: String) -> WorkFolder? {
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard made, let lock = openLock(of: path, creating: true) else { return nil }
        guard access(path + "/lock", F_OK) == 0 else {
            close(lock)
            return nil
        }
        return WorkFolder(path: path, lock: lock)
    }

    /// Removes the folder and lets go of its lock; once.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
    }

    /// Removes what masters that were killed left behind.
    static func sweep(_ parent: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let path = parent + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFDIR else {
                continue
            }
            if let lock = openLock(of: path, creating: false) {
                try? FileManager.default.removeItem(atPath: path)
                close(lock)
            } else if access(path + "/lock", F_OK) != 0,
                Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec) > grace
            {
                try? FileManager.default.removeItem(atPath: path)
            }
        }
    }

    /// The lock file, locked; nil if another process holds it or it is not there.
    private static func openLock(of path: String, creating: Bool) -> Int32? {
        let lock = open(path + "/lock", O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
        guard lock >= 0 else { return nil }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            return nil
        }
        return lock
    }
}
