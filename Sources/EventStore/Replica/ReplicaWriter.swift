import Conference
import Foundation

/// Writes a copy of an event's file and of its log into a folder, which may be another machine's.
///
/// At any moment the generation that counts holds a copy of the file and a log that continues it: pages are put into the copy
/// only from a log that lies beside it whole, so that a crash in the middle is mended by doing it again.
final class ReplicaWriter {
    private let folder: ReplicaFolder
    private var state: ReplicaFolder.State
    private var log: FileHandle?
    private var isSettled = true

    init(_ folder: ReplicaFolder, event: String, incarnation: Int) throws {
        self.folder = folder
        try folder.make()
        let last = (try? folder.state())?.generation ?? 0
        state = ReplicaFolder.State(
            event: event, incarnation: incarnation, generation: last, beat: 0, copied: 0, logBytes: 0)
    }

    /// Begins a generation: a copy of the file as it lies there, and its log from the beginning.
    ///
    /// Pages that a checkpoint moves meanwhile are in the log as well, so it does no harm that they are copied half.
    func begin(copyOf file: FileHandle, log piece: LogFile.Piece?, now: Date) throws {
        let number = state.generation + 1
        let place = folder.generation(number)
        try? FileManager.default.removeItem(at: place)
        try FileManager.default.createDirectory(
            at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let base = try Self.create(place.appendingPathComponent("base"))
        defer { try? base.close() }
        try file.seek(toOffset: 0)
        while let bytes = try file.read(upToCount: 1 << 20), !bytes.isEmpty { try base.write(contentsOf: bytes) }
        try base.synchronize()
        let log = try Self.create(place.appendingPathComponent("log"))
        if let piece { try log.write(contentsOf: piece.header + piece.frames) }
        try log.synchronize()
        try self.log?.close()
        self.log = log
        let before = state.generation
        state.generation = number
        state.logBytes = piece.map { $0.header.count + $0.frames.count } ?? 0
        state.copied = now.milliseconds
        try beat(now)
        if before > 0 { try? FileManager.default.removeItem(at: folder.generation(before)) }
    }

    /// Continues the log, or, where the event's began anew, puts its pages into the copy first.
    func add(_ piece: LogFile.Piece, now: Date) throws {
        guard let log else { throw EventStoreError(.replicaUnreadable, ErrorDetail("folder", folder.url.path)) }
        if piece.isNew {
            let place = folder.generation(state.generation)
            try log.synchronize()
            let base = try FileHandle(forUpdating: place.appendingPathComponent("base"))
            defer { try? base.close() }
            try LogFile.apply(try Data(contentsOf: place.appendingPathComponent("log")), to: base)
            let partial = place.appendingPathComponent("log.partial")
            let next = try Self.create(partial)
            try next.write(contentsOf: piece.header + piece.frames)
            try next.synchronize()
            try ReplicaFolder.rename(partial, to: place.appendingPathComponent("log"))
            try log.close()
            self.log = next
            state.logBytes = piece.header.count + piece.frames.count
        } else {
            try log.write(contentsOf: piece.frames)
            isSettled = false
            state.logBytes += piece.frames.count
        }
        state.copied = now.milliseconds
    }

    /// Says that the machine lives, once all that was copied is on the disk.
    func beat(_ now: Date) throws {
        if !isSettled {
            try log?.synchronize()
            isSettled = true
        }
        state.beat = now.milliseconds
        try folder.write(state)
    }

    private static func create(_ url: URL) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path]) }
        return try FileHandle(forWritingTo: url)
    }
}
