import Conference
import EventStore
package import Foundation
import GRDB

extension Webhooks {
    /// Those that are to be told something now; none while the outbox is held back.
    package func due(at now: Date) async throws -> [Webhook] {
        let isPaused = try await store.read(Outbox.isPaused)
        guard !isPaused else { return [] }
        return try await all().filter { $0.due <= now && ($0.stopped == nil || $0.wantsTest) }
    }

    /// Notes how far a webhook was told. A crash before this has it told some of it again, under the same ids.
    ///
    /// - Parameter seen: where it stood: if somebody replayed it meanwhile, that counts.
    package func move(_ id: Webhook.ID, from seen: FeedPosition, to position: FeedPosition) async throws {
        guard seen != position else { return }
        try await store.write { db in
            try db.execute(
                sql: """
                    UPDATE webhook SET history = ?, more = ?, scans = ?
                    WHERE id = ? AND history = ? AND more = ? AND scans = ?
                    """,
                arguments: [
                    position.history, position.more, position.scans, id, seen.history, seen.more, seen.scans,
                ])
        }
    }

    /// Notes an answer that is worth keeping, and when the next message goes.
    ///
    /// A success ends what failed before. A failure is tried again, later each time; after a day, or where the other side wants no
    /// more, the webhook is stopped.
    package func note(
        _ answer: WebhookAnswer, to message: String, of webhook: Webhook, isTest: Bool, at now: Date
    ) async throws {
        try await store.write { db in
            let status = if case .status(let status) = answer { status } else { 0 }
            try db.execute(
                sql: "INSERT INTO webhook_attempt (webhook, message, at_ms, status, error) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    webhook.id, message, now.milliseconds, min(max(status, 0), 999),
                    status > 0 ? "" : answer.text,
                ])
            if isTest { try db.execute(sql: "UPDATE webhook SET wants_test = 0 WHERE id = ?", arguments: [webhook.id]) }
            guard !answer.isSuccess else {
                return try db.execute(
                    sql: """
                        UPDATE webhook SET failures = 0, failing_ms = NULL, stopped_ms = NULL, due_ms = ? WHERE id = ?
                        """, arguments: [now.milliseconds, webhook.id])
            }
            // A test that fails says so, and puts nothing off.
            guard !isTest else { return }
            let since = webhook.failingSince ?? now
            let pause = Webhook.pauses[min(webhook.failures, Webhook.pauses.count - 1)]
            let isOver = answer.isGone || now.timeIntervalSince(since) >= Webhook.failingMax
            try db.execute(
                sql: """
                    UPDATE webhook SET failures = failures + 1, failing_ms = ?, due_ms = ?, stopped_ms = ? WHERE id = ?
                    """,
                arguments: [
                    since.milliseconds, now.addingTimeInterval(pause).milliseconds,
                    isOver ? now.milliseconds : nil, webhook.id,
                ])
        }
    }
}
