import Conference
import Foundation

/// Which files a process has open under their names, so that one that is deleted, moved or replaced is noticed before
/// anything is written into it.
///
/// SQLite goes on writing into a file that has lost its name, and all of it is gone when the process ends.
struct FileGuard: Sendable {
    private let files: [(url: URL, identity: FileIdentity)]

    /// Remembers what stands under these names now; a name under which nothing stands is not watched.
    init(_ urls: [URL]) {
        files = urls.compactMap { url in FileIdentity(at: url).map { (url, $0) } }
    }

    /// - Throws: `event_file_gone`, `event_file_replaced`.
    func check() throws(EventStoreError) {
        for file in files {
            guard let now = FileIdentity(at: file.url) else {
                throw EventStoreError(.eventFileGone, ErrorDetail("file", file.url.path))
            }
            guard now == file.identity else {
                throw EventStoreError(.eventFileReplaced, ErrorDetail("file", file.url.path))
            }
        }
    }
}

/// What tells one file from another, whatever their names ("stat(2)").
struct FileIdentity: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64

    /// Nil if nothing stands under that name.
    init?(at url: URL) {
        var facts = stat()
        guard stat(url.path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        number = UInt64(facts.st_ino)
    }
}
