package import Foundation
import Glibc

/// Who may read and write what belongs to an event: its owner alone, or a group as well where the folder says so.
///
/// A folder of mode 2770 is one in which a group operates: its group may write, and what is made there belongs to that group
/// ("inode(7)", the set-group-ID bit). Events are 0660 there, their folders 2770. Anywhere else they are 0600 and 0700. SQLite
/// gives log and index the mode of the file. Nothing is ever for everybody.
package struct EventModes: Sendable, Hashable {
    /// Whether a group operates.
    package let isShared: Bool

    /// Those of a folder, and of what lies in it.
    package init(in folder: URL) {
        var facts = stat()
        let path = folder.path.isEmpty ? "." : folder.path
        isShared = stat(path, &facts) == 0 && facts.st_mode & S_ISGID != 0 && facts.st_mode & S_IWGRP != 0
    }

    /// Those of an event's file, and of what lies beside it.
    package init(of event: URL) { self.init(in: event.deletingLastPathComponent()) }

    package var file: mode_t { isShared ? 0o660 : 0o600 }
    package var folder: mode_t { isShared ? 0o2770 : 0o700 }

    /// Whether somebody else may look into a file or folder; false for one that is not there.
    package func isOpen(_ url: URL) -> Bool {
        var facts = stat()
        return stat(url.path, &facts) == 0 && facts.st_mode & (isShared ? 0o007 : 0o077) != 0
    }

    /// Opens a file that is there to be locked, and makes it where it is missing.
    ///
    /// - Returns: a descriptor, or a negative number.
    package func openLock(_ path: String) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, file)
        // What another of the group has made it has also given its mode.
        if descriptor >= 0 { fchmod(descriptor, file) }
        return descriptor
    }

    /// Makes a folder.
    package func makeFolder(_ url: URL) throws {
        guard mkdir(url.path, folder) == 0, chmod(url.path, folder) == 0 else { throw SystemFailure.last(url.path) }
    }

    /// Gives a file, or a folder with all files in it, the mode that it has to have; what is not there is passed over.
    package func close(_ url: URL) throws {
        var facts = stat()
        guard stat(url.path, &facts) == 0 else { return }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            guard chmod(url.path, file) == 0 else { throw SystemFailure.last(url.path) }
            return
        }
        guard chmod(url.path, folder) == 0 else { throw SystemFailure.last(url.path) }
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
            try close(url.appendingPathComponent(name))
        }
    }
}
