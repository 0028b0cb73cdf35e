import Conference
import Foundation
import GRDB

extension EventStore {
    /// Looks through every page, as a reader among others; what is wrong is a warning of the store from then on.
    package func checkPages() async {
        do {
            let problem = try await read { db in
                try String.fetchAll(db, sql: "PRAGMA quick_check(1)").first { $0 != "ok" }
            }
            settle(.eventFileUnchecked)
            guard let problem else { return }
            let line = problem.split(separator: "\n").last.map(String.init) ?? problem
            warn(
                EventStoreError(
                    .eventFileDamaged, ErrorDetail("file", url.path),
                    ErrorDetail("problem", String(line.prefix(200)) + ".")))
        } catch let error as EventStoreError {
            warn(error)
        } catch {
            // Whatever else keeps it from reading keeps others from it, and is told there.
        }
    }

    /// Whether somebody who writes would get their turn.
    ///
    /// - Throws: what `write` throws.
    package func checkThatItWrites() async throws { try await write { _ in } }

    /// How long the log may get before a writer has to shorten it itself, in pages of 4 KiB. That never happens while
    /// `keepLogShort` keeps up.
    private static let logPagesMax = 50_000
    /// The length beyond which the log is restarted, in pages.
    private static let logPagesToRestart = 2_000
    /// How often the log is looked at.
    private static let logPause = Duration.milliseconds(200)
    /// How many rounds of moving pages there are before the writer's turn.
    private static let logRounds = 3

    /// Moves the log into the file again and again on a connection of its own, until the task is cancelled, so that no
    /// commit has to: SQLite would otherwise let every thousandth page wait for it ("Write-Ahead Logging", section 3.1).
    ///
    /// Writers go on meanwhile: a passive checkpoint waits for nobody and blocks nobody. But SQLite restarts the log
    /// only once a checkpoint has reached its end, and alongside a busy writer none does: the log would grow until a
    /// commit has to wait for all of it. So the last few pages are moved between two transactions of the writer. The
    /// earlier rounds have moved the others and, as soon as one of them meets no commit, have waited for the disk.
    package func keepLogShort() async throws {
        try await writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.logPagesMax)")
        }
        var configuration = Configuration()
        configuration.label = "checkpoint"
        let queue = try DatabaseQueue(path: url.path, configuration: configuration)
        defer { try? queue.close() }
        while !Task.isCancelled {
            try await Task.sleep(for: Self.logPause)
            do {
                var pages = 0
                for _ in 0..<Self.logRounds {
                    pages = try await queue.writeWithoutTransaction { db in try db.checkpoint(.passive).walFrameCount }
                    guard pages >= Self.logPagesToRestart else { break }
                }
                guard pages >= Self.logPagesToRestart else { continue }
                try await writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
            } catch is DatabaseError {
                // A full or a busy disk: nothing is lost in the log, and the next round tries again.
            } catch is EventStoreError {
                // The file has lost its name. Every write is refused, and says so.
            }
        }
    }
}
