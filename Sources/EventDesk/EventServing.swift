import Conference
import EventStore
package import Foundation

/// Whether a server of many events serves one of them: a mark beside its file stops it, whatever server that is.
package enum EventServing {
    /// Has the event's file closed and its addresses answer that it is stopped. Stopping twice does nothing.
    ///
    /// - Returns: whether it was served until now.
    /// - Throws: `event_missing`; what the system says of a folder that cannot be written.
    @discardableResult
    package static func stop(_ file: URL) throws -> Bool {
        let mark = try mark(for: file)
        guard !FileManager.default.fileExists(atPath: mark.path) else { return false }
        try Data().write(to: mark)
        return true
    }

    /// Has it served again.
    ///
    /// - Returns: whether it was stopped until now.
    /// - Throws: `event_missing`; what the system says of a folder that cannot be written.
    @discardableResult
    package static func start(_ file: URL) throws -> Bool {
        let mark = try mark(for: file)
        guard FileManager.default.fileExists(atPath: mark.path) else { return false }
        try FileManager.default.removeItem(at: mark)
        return true
    }

    private static func mark(for file: URL) throws -> URL {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw EventStoreError(.eventMissing, ErrorDetail("file", file.path))
        }
        return EventFolder.mark(for: file)
    }
}
