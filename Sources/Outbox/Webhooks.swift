package import Conference
package import EventStore
import Foundation
import GRDB

/// The programs that are told of what happens: which there are, how far each was told, and what it answered.
package struct Webhooks: Sendable {
    /// How many answers of each are shown.
    private static let attemptsShown = 10

    let store: EventStore

    package init(store: EventStore) { self.store = store }

    /// The secret of the keys folder by which messages of a webhook are signed.
    package static func secretName(of id: Webhook.ID) -> String { "webhook-\(id)" }

    /// The incarnation of the event's file, which messages name.
    package func incarnation() async throws -> Int { try await store.read { try EventStore.incarnation($0).number } }

    /// All that were not removed, in the order in which they were made.
    package func all() async throws -> [Webhook] {
        try await store.read { db in
            try WebhookRecord.fetchAll(db, sql: "SELECT * FROM webhook WHERE removed_ms IS NULL ORDER BY id").map {
                try $0.webhook(try Self.attempts(db, of: $0.id))
            }
        }
    }

    /// Tells another program of what happens from a position on.
    ///
    /// - Parameters:
    ///   - kinds: what it is told of; at least one.
    ///   - allowsPrivate: whether the address may be one of a local network.
    /// - Throws: `webhook_kinds_missing`, `webhooks_too_many`, `idempotency_conflict`.
    package func add(
        _ url: WebhookAddress, kinds: Set<FeedEvent.Kind>, allowsPrivate: Bool, from position: FeedPosition,
        context: WriteContext
    ) async throws -> Performed<Webhook> {
        let words = kinds.intersection(FeedEvent.Kind.told).map(\.rawValue).sorted().joined(separator: " ")
        guard !words.isEmpty else { throw OutboxError(.webhookKindsMissing) }
        let done = try await store.perform(
            "webhook.add", content: [url.description, words, "\(allowsPrivate)"], context: context
        ) { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM webhook WHERE removed_ms IS NULL") ?? 0
            guard count < Webhook.countMax else {
                throw OutboxError(.webhooksTooMany, ErrorDetail("limit", Webhook.countMax))
            }
            try db.execute(
                sql: """
                    INSERT INTO webhook (url, kinds, allows_private, author, origin, at_ms, history, more, scans, due_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    url.description, words, allowsPrivate, context.author, context.origin, context.time.milliseconds,
                    position.history, position.more, position.scans, context.time.milliseconds,
                ])
            return db.lastInsertedRowID
        }
        return Performed(result: try await webhook(Webhook.ID(rawValue: done.result)), replayed: done.replayed)
    }

    /// Tells it nothing more.
    ///
    /// - Throws: `webhook_unknown`, `idempotency_conflict`.
    package func remove(_ id: Webhook.ID, context: WriteContext) async throws {
        try await change("webhook.remove", id, [], context: context) { db in
            try db.execute(
                sql: "UPDATE webhook SET removed_ms = ? WHERE id = ?", arguments: [context.time.milliseconds, id])
        }
    }

    /// Has a message sent that says nothing, to try it; it goes on if it was stopped and the test succeeds.
    ///
    /// - Throws: `webhook_unknown`, `idempotency_conflict`.
    package func test(_ id: Webhook.ID, context: WriteContext) async throws -> Webhook {
        try await change("webhook.test", id, [], context: context) { db in
            try db.execute(
                sql: "UPDATE webhook SET wants_test = 1, due_ms = ? WHERE id = ?",
                arguments: [context.time.milliseconds, id])
        }
        return try await webhook(id)
    }

    /// Tells it again everything after a position; one that was stopped goes on.
    ///
    /// - Throws: `webhook_unknown`, `idempotency_conflict`.
    package func replay(
        _ id: Webhook.ID, from position: FeedPosition, context: WriteContext
    ) async throws -> Webhook {
        try await change("webhook.replay", id, [position.description], context: context) { db in
            try db.execute(
                sql: """
                    UPDATE webhook SET history = ?, more = ?, scans = ?, failures = 0, failing_ms = NULL,
                        stopped_ms = NULL, due_ms = ?
                    WHERE id = ?
                    """,
                arguments: [position.history, position.more, position.scans, context.time.milliseconds, id])
        }
        return try await webhook(id)
    }

    /// - Throws: `webhook_unknown`, also for one that was removed.
    package func webhook(_ id: Webhook.ID) async throws -> Webhook {
        try await store.read { db in
            try Self.record(db, id).webhook(try Self.attempts(db, of: id.rawValue))
        }
    }

    private func change(
        _ operation: String, _ id: Webhook.ID, _ content: [String], context: WriteContext,
        _ body: @escaping @Sendable (Database) throws -> Void
    ) async throws {
        _ = try await store.perform(operation, content: [id.description] + content, context: context) { db in
            _ = try Self.record(db, id)
            try body(db)
            return true
        }
    }

    private static func record(_ db: Database, _ id: Webhook.ID) throws -> WebhookRecord {
        guard
            let record = try WebhookRecord.fetchOne(
                db, sql: "SELECT * FROM webhook WHERE id = ? AND removed_ms IS NULL", arguments: [id])
        else { throw OutboxError(.webhookUnknown, ErrorDetail("webhook", id)) }
        return record
    }

    private static func attempts(_ db: Database, of id: Int64) throws -> [Webhook.Attempt] {
        try AttemptRecord.fetchAll(
            db, sql: "SELECT * FROM webhook_attempt WHERE webhook = ? ORDER BY id DESC LIMIT ?",
            arguments: [id, attemptsShown]
        ).map { row in
            Webhook.Attempt(
                message: row.message, time: Date(milliseconds: row.atMs),
                answer: row.status > 0 ? .status(row.status) : .failed(row.error))
        }
    }

    private struct AttemptRecord: RowRecord {
        let message: String
        let atMs: Int64
        let status: Int
        let error: String
    }
}

/// A row of `webhook`.
private struct WebhookRecord: RowRecord {
    let id: Int64
    let url: String
    let kinds: String
    let allowsPrivate: Bool
    let author: String
    let atMs: Int64
    let history: Int64
    let more: Int64
    let scans: Int64
    let wantsTest: Bool
    let failures: Int
    let failingMs: Int64?
    let dueMs: Int64
    let stoppedMs: Int64?

    func webhook(_ attempts: [Webhook.Attempt]) throws -> Webhook {
        Webhook(
            id: Webhook.ID(rawValue: id), url: try WebhookAddress(url),
            kinds: Set(kinds.split(separator: " ").compactMap { FeedEvent.Kind(rawValue: String($0)) }),
            allowsPrivate: allowsPrivate, author: author, made: Date(milliseconds: atMs),
            position: FeedPosition(history: history, more: more, scans: scans), wantsTest: wantsTest,
            failures: failures, failingSince: failingMs.map { Date(milliseconds: $0) },
            due: Date(milliseconds: dueMs), stopped: stoppedMs.map { Date(milliseconds: $0) }, attempts: attempts)
    }
}
