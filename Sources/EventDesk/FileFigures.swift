package import Foundation

/// How much room an event's file takes, and how much there is.
package struct FileFigures: Sendable, Hashable {
    /// In bytes, as the next two.
    package let file: Int64
    package let log: Int64
    /// What is free on the disk; nil if the system does not say.
    package let free: Int64?

    package init(of url: URL) {
        func size(_ path: String) -> Int64 {
            ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.int64Value ?? 0
        }
        file = size(url.path)
        log = size(url.path + "-wal")
        let disk = try? FileManager.default.attributesOfFileSystem(forPath: url.deletingLastPathComponent().path)
        free = (disk?[.systemFreeSize] as? NSNumber)?.int64Value
    }
}
