import Conference
package import Foundation
import GRDB

/// Follows an event's file that a server uses, and copies what it commits into a folder.
///
/// SQLite begins its log anew only while nobody reads from it ("WAL-mode File Format", section 4.6). So there is always a
/// transaction that reads: the next one is begun, then everything is copied that was committed, and only then the one before
/// is ended. Between two rounds the log can begin anew once at most, and nothing in it can be missed. When it has grown long, it
/// is moved into the file while no writer writes, for some milliseconds, so that it can begin anew.
///
/// It runs in a process of its own: a folder that does not answer holds up nobody's writes.
package final class ReplicaFollower {
    /// How often it copies.
    package static let pause = Duration.milliseconds(100)
    /// How often it says that the machine lives, in seconds.
    private static let beatSeconds = 0.25
    /// The length of the log from which on it is made to begin anew, in frames: less than where the server tries.
    private static let framesToRestart = 1_500
    /// How often the keys are looked at, in rounds.
    private static let roundsForKeys = 50

    package let replica: ReplicaFolder
    private let event: URL
    private let incarnation: Int
    private let file: FileHandle
    private let keys: URL
    private let readers: [DatabaseQueue]
    private let writer: DatabaseQueue
    private let checkpointer: DatabaseQueue
    private var log: LogFile
    private let copy: ReplicaWriter
    private var current = 0
    private var rounds = 0
    private var beaten = Date.distantPast

    /// - Throws: what `EventStore.open` throws; what the system says of a folder that cannot be written.
    package init(of url: URL, to folder: URL) async throws {
        let store = try await EventStore.open(at: url, for: .reading)
        let incarnation = try await store.read { db in try EventStore.incarnation(db).number }
        let tag = Data(store.tag).hexadecimal
        keys = store.keys.folder
        try store.close()
        self.event = url
        self.incarnation = incarnation
        replica = .of(url.deletingPathExtension().lastPathComponent, incarnation: incarnation, in: folder)
        // Before SQLite opens it, and for as long as this process lives: to close it would cost SQLite its locks ("fcntl(2)").
        file = try FileHandle(forReadingFrom: url)
        readers = try (0..<2).map { _ in try Self.queue(url, isReading: true) }
        writer = try Self.queue(url, isReading: false)
        checkpointer = try Self.queue(url, isReading: false)
        // Makes the log, if there is none.
        _ = try await checkpointer.writeWithoutTransaction { db in try db.checkpoint(.passive) }
        guard let log = LogFile(beside: url) else {
            throw EventStoreError(.eventLogMissing, ErrorDetail("log", url.path + "-wal"), ErrorDetail("index", ""))
        }
        self.log = log
        copy = try ReplicaWriter(replica, event: tag, incarnation: incarnation)
        if let successor = replica.successor { throw Self.takenOver(successor) }
    }

    private static func queue(_ url: URL, isReading: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "replica"
        configuration.readonly = isReading
        configuration.busyMode = .timeout(2)
        // One transaction lasts until the next has begun.
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: url.path, configuration: configuration)
    }

    /// Copies the file as it is, then follows until the task is cancelled.
    ///
    /// - Throws: `event_taken_over` when another machine goes on; what the system says of a folder that cannot be written.
    package func follow() async throws {
        try begin()
        while !Task.isCancelled {
            try await Task.sleep(for: Self.pause)
            try round(now: Date())
        }
    }

    /// Makes the first copy.
    package func begin() throws {
        try startReading(current)
        try replica.copyKeys(from: keys)
        try copy.begin(copyOf: file, log: try log.next(), now: Date())
    }

    /// Copies what was committed since the last call, and now and then has it put on the other side's disk and says so.
    ///
    /// - Parameter now: the present, read before the call.
    package func round(now: Date) throws {
        try advance(now)
        if log.count >= Self.framesToRestart { try shortenLog(now) }
        rounds += 1
        if rounds % Self.roundsForKeys == 0 { try replica.copyKeys(from: keys) }
        if now.timeIntervalSince(beaten) >= Self.beatSeconds {
            if let successor = replica.successor { throw Self.takenOver(successor) }
            try copy.beat(now)
            beaten = now
            // What was committed before this round began was read in it, and is there to stay.
            CopiedMark(incarnation: incarnation, untilMs: now.milliseconds).note(beside: event)
        }
    }

    /// The next transaction begins, what it sees is copied, and the one before ends.
    private func advance(_ now: Date) throws {
        let next = 1 - current
        try startReading(next)
        if let piece = try log.next() { try copy.add(piece, now: now) }
        try stopReading(current)
        current = next
    }

    private func shortenLog(_ now: Date) throws {
        // Most of it while writers go on.
        _ = try checkpointer.writeWithoutTransaction { db in try db.checkpoint(.passive) }
        do {
            try writer.inDatabase { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        } catch is DatabaseError {
            // Somebody writes for long: the next round tries again.
            return
        }
        defer { try? writer.inDatabase { db in try db.execute(sql: "ROLLBACK") } }
        try advance(now)
        _ = try checkpointer.writeWithoutTransaction { db in try db.checkpoint(.passive) }
        // Now it reads the file alone, and the next writer begins the log anew.
        try advance(now)
    }

    private func startReading(_ index: Int) throws {
        try readers[index].inDatabase { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
        }
    }

    private func stopReading(_ index: Int) throws {
        try readers[index].inDatabase { db in try db.execute(sql: "ROLLBACK") }
    }

    private static func takenOver(_ successor: Int) -> EventStoreError {
        EventStoreError(.eventTakenOver, ErrorDetail("incarnation", successor))
    }
}
