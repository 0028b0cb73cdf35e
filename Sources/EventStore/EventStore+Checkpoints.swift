import Conference
import Foundation
import GRDB

extension EventStore {
    /// How long the log may get before a writer has to shorten it itself, in pages of 4 KiB.
    private static let logPagesMax = 50_000

    /// Moves the log into the file again and again on a connection of its own, until the task is cancelled, so that no
    /// commit has to: SQLite would otherwise let every thousandth page wait for it ("Write-Ahead Logging", section 3.1).
    ///
    /// Writers go on meanwhile: a passive checkpoint waits for nobody and blocks nobody.
    package func keepLogShort() async throws {
        try await writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.logPagesMax)")
        }
        var configuration = Configuration()
        configuration.label = "checkpoint"
        let queue = try DatabaseQueue(path: url.path, configuration: configuration)
        defer { try? queue.close() }
        while !Task.isCancelled {
            try await Task.sleep(for: .milliseconds(500))
            do {
                try await queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
            } catch is DatabaseError {
                // A full or a busy disk: nothing is lost in the log, and the next round tries again.
            }
        }
    }
}
