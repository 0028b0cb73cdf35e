import Conference
import Foundation
import Synchronization

/// Which files a process has open under their names, so that one that is deleted, moved, replaced or cut off is noticed before
/// anything is written into it.
///
/// SQLite goes on writing into a file that has lost its name, and all of it is gone when the process ends. It takes what is missing
/// behind a file's end for pages that it did not write yet.
final class FileGuard: Sendable {
    private let files: [(url: URL, identity: FileIdentity)]
    /// The greatest length of the first file so far, in bytes: an event's file never gets shorter, its log does.
    private let length: Atomic<Int>

    /// Remembers what stands under these names now; a name under which nothing stands is not watched.
    init(_ urls: [URL]) {
        files = urls.compactMap { url in FileIdentity(at: url).map { (url, $0) } }
        length = Atomic(files.first?.identity.length ?? 0)
    }

    /// - Throws: `event_file_gone`, `event_file_replaced`, `event_file_truncated`.
    func check() throws(EventStoreError) {
        for (index, file) in files.enumerated() {
            // Read before the file is looked at: others make it longer meanwhile.
            let before = length.load(ordering: .relaxed)
            guard let now = FileIdentity(at: file.url) else {
                throw EventStoreError(.eventFileGone, ErrorDetail("file", file.url.path))
            }
            guard now == file.identity else {
                throw EventStoreError(.eventFileReplaced, ErrorDetail("file", file.url.path))
            }
            guard index == 0 else { continue }
            guard now.length >= before else {
                throw EventStoreError(
                    .eventFileTruncated, ErrorDetail("file", file.url.path), ErrorDetail("found", now.length),
                    ErrorDetail("expected", before))
            }
            length.max(now.length, ordering: .relaxed)
        }
    }
}

/// What tells one file from another, whatever their names ("stat(2)").
struct FileIdentity: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64
    /// In bytes, when it was looked at; the file stays the same when it grows.
    let length: Int

    /// Nil if nothing stands under that name.
    init?(at url: URL) {
        var facts = stat()
        guard stat(url.path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        number = UInt64(facts.st_ino)
        length = Int(facts.st_size)
    }

    static func == (one: FileIdentity, other: FileIdentity) -> Bool {
        (one.device, one.number) == (other.device, other.number)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(device)
        hasher.combine(number)
    }
}
