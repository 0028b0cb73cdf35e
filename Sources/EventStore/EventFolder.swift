import Conference
package import Foundation
import Glibc

/// A folder of events, each a file `NAME.lanyard`; `NAME.stopped` beside it says that it is not to be served.
package struct EventFolder: Sendable {
    /// How many files one folder may hold. Beyond that the rest, by name, is not looked at.
    package static let countMax = 1_000

    package let url: URL

    package init(_ url: URL) { self.url = url }

    /// One event's file as it lies there.
    package struct Entry: Sendable, Hashable {
        /// Lower-case letters, digits and hyphens, at most 63: a segment of an address.
        package let name: String
        package let file: URL
        package let isStopped: Bool
        /// What tells whether the file, or its log, was written or replaced meanwhile.
        package let stamp: Stamp
    }

    /// What the system says of a file and of its log ("stat(2)"): which they are, how long, and when they were last written.
    package struct Stamp: Sendable, Hashable {
        /// Which file it is, whatever its name.
        package let identity: [Int64]
        private let written: [Int64]

        init?(of path: String) {
            guard let file = Self.facts(path) else { return nil }
            identity = Array(file.prefix(2))
            written = Array(file.dropFirst(2)) + (Self.facts(path + "-wal") ?? [])
        }

        private static func facts(_ path: String) -> [Int64]? {
            var facts = stat()
            guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
            return [
                Int64(truncatingIfNeeded: facts.st_dev), Int64(truncatingIfNeeded: facts.st_ino), Int64(facts.st_size),
                Int64(facts.st_mtim.tv_sec), Int64(facts.st_mtim.tv_nsec),
            ]
        }
    }

    /// The events of the folder by name; files whose names are no address are passed over.
    ///
    /// - Throws: `event_folder_missing` if the folder cannot be read.
    package func entries() throws(EventStoreError) -> [Entry] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
            throw EventStoreError(.eventFolderMissing, ErrorDetail("folder", url.path))
        }
        let all = Set(names)
        return names.filter { $0.hasSuffix(".lanyard") }.map { String($0.dropLast(".lanyard".count)) }
            .filter(Self.isName).sorted().prefix(Self.countMax)
            .compactMap { name in
                let file = url.appendingPathComponent("\(name).lanyard")
                return Stamp(of: file.path).map {
                    Entry(name: name, file: file, isStopped: all.contains("\(name).stopped"), stamp: $0)
                }
            }
    }

    /// Whether a name can stand in an address as it is.
    package static func isName(_ name: String) -> Bool {
        (1...63).contains(name.utf8.count) && name.first != "-"
            && name.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || byte == UInt8(ascii: "-")
            }
    }

    /// The file whose presence stops the serving of an event.
    package static func mark(for file: URL) -> URL {
        file.deletingPathExtension().appendingPathExtension("stopped")
    }
}
