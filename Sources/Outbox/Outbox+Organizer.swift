package import Conference
package import EventStore
import Foundation
package import GRDB

/// What an organizer does with mail.
extension Outbox {
    /// Tries a mail again at once: one that waits, was given up or was cancelled.
    ///
    /// - Throws: `mail_unknown`, `mail_ended` for what was sent.
    package func retry(_ id: OutboxMail.ID, context: WriteContext) async throws -> Performed<OutboxMail> {
        try await change("mail.retry", id, context: context) { db, mail in
            guard mail.state != .sent else { throw Self.ended(mail) }
            try db.execute(
                sql: """
                    UPDATE mail SET state = 'waiting', ended_ms = NULL, because = NULL, deferrals = 0, due_ms = ?
                    WHERE id = ?
                    """, arguments: [context.time.milliseconds, id])
        }
    }

    /// Takes back what was not sent yet.
    ///
    /// - Throws: `mail_unknown`, `mail_ended`.
    package func cancel(_ id: OutboxMail.ID, context: WriteContext) async throws -> Performed<OutboxMail> {
        try await change("mail.cancel", id, context: context) { db, mail in
            guard mail.state == .waiting else { throw Self.ended(mail) }
            try Self.end(db, id, .cancelled, because: "organizer", at: context.time)
        }
    }

    private static func ended(_ mail: OutboxMail) -> OutboxError {
        OutboxError(.mailEnded, ErrorDetail("mail", mail.id), ErrorDetail("state", mail.state.rawValue))
    }

    private func change(
        _ operation: String, _ id: OutboxMail.ID, context: WriteContext,
        _ body: @escaping @Sendable (Database, OutboxMail) throws -> Void
    ) async throws -> Performed<OutboxMail> {
        let done = try await store.perform(operation, content: [id.description], context: context) { db in
            try body(db, try Self.mail(db, id))
            return true
        }
        return Performed(result: try await mail(id), replayed: done.replayed)
    }

    /// Holds all mail back, or lets it go.
    package func pause(_ isPaused: Bool, context: WriteContext) async throws -> OutboxStanding {
        _ = try await store.perform("mail.pause", content: ["\(isPaused)"], context: context) { db in
            if try Self.isPaused(db) != isPaused {
                try db.execute(
                    sql: "INSERT INTO mail_pause (is_paused, author, origin, at_ms) VALUES (?, ?, ?, ?)",
                    arguments: [isPaused, context.author, context.origin, context.time.milliseconds])
            }
            return true
        }
        return try await standing()
    }

    /// Notes that somebody wants no more announcements, or wants them again; what waits of them is cancelled.
    package func stop(_ registration: Registration.ID, _ isStopped: Bool, context: WriteContext) async throws {
        let content = [registration.description, "\(isStopped)"]
        _ = try await store.perform("mail.stop", content: content, context: context) { db in
            guard isStopped else {
                try db.execute(sql: "DELETE FROM mail_stop WHERE registration = ?", arguments: [registration])
                return true
            }
            try db.execute(
                sql: "INSERT OR IGNORE INTO mail_stop (registration, author, origin, at_ms) VALUES (?, ?, ?, ?)",
                arguments: [registration, context.author, context.origin, context.time.milliseconds])
            for occasion in MailOccasion.allCases where occasion.isOptional {
                try db.execute(
                    sql: """
                        UPDATE mail SET state = 'cancelled', ended_ms = ?, because = 'stopped'
                        WHERE registration = ? AND occasion = ? AND state = 'waiting'
                        """, arguments: [context.time.milliseconds, registration, occasion.rawValue])
            }
            return true
        }
    }

    /// Who wants no announcements.
    package static func stopped(_ db: Database) throws -> Set<Registration.ID> {
        Set(try Registration.ID.fetchAll(db, sql: "SELECT registration FROM mail_stop"))
    }
}
