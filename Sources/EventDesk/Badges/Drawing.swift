import BadgeRenderer
import Conference
import Foundation
import Synchronization

/// A run while it is drawn: in memory, or beside the file that it will become.
final class Drawing: Sendable {
    private enum Place: Sendable {
        case memory
        /// Drawn under another name in the same folder; nothing remains of it unless it is delivered.
        case file(URL, part: URL)
    }

    private let place: Place
    private let memory = Mutex(Data())

    /// Throws `output_not_written` for a file's name that a folder has.
    init(for destination: BadgeDestination) throws {
        switch destination {
        case .answer, .queue: place = .memory
        case .file(let file):
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), isFolder.boolValue {
                throw ServerError(.outputIsFolder, .init("file", file.path))
            }
            place = .file(
                file,
                part: file.deletingLastPathComponent()
                    .appendingPathComponent(".\(file.lastPathComponent).\(UUID().uuidString).part"))
        }
    }

    deinit {
        if case .file(_, let part) = place { unlink(part.path) }
    }

    /// What was drawn in memory.
    var bytes: Data { memory.withLock { $0 } }

    func draw(
        _ badges: some BadgeSource, _ job: BadgeRenderer.Job, with renderer: BadgeRenderer,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws -> BadgeRenderer.Report {
        switch place {
        case .memory:
            let (pdf, report) = try await renderer.render(badges, job, progress: progress)
            memory.withLock { $0 = pdf }
            return report
        case .file(_, let part):
            return try await renderer.render(badges, job, to: part, progress: progress)
        }
    }

    /// Runs a write that ends with `deliver`, which gives the file its name; if the write fails after all, the file is
    /// removed.
    func delivered<Result>(_ write: (@escaping @Sendable () throws -> Void) async throws -> Result) async throws
        -> Result
    {
        guard case .file(let file, let part) = place else { return try await write {} }
        let isThere = Mutex(false)
        do {
            return try await write {
                guard rename(part.path, file.path) == 0 else {
                    throw BadgeRendererError(.outputNotWritten, .init("file", file.path))
                }
                isThere.withLock { $0 = true }
            }
        } catch {
            if isThere.withLock({ $0 }) { unlink(file.path) }
            throw error
        }
    }
}
