import Conference
import EventStore
package import Foundation
import GRDB

extension Outbox {
    /// What is due, the longest due first; nothing while mail is held back.
    package func due(at now: Date, limit: Int) async throws -> [OutboxMail] {
        try await store.read { db in
            guard try !Self.isPaused(db) else { return [] }
            return try MailRecord.fetchAll(
                db,
                sql: """
                    \(MailRecord.columns)
                    WHERE state = 'waiting' AND due_ms <= ? ORDER BY due_ms, mail.id LIMIT ?
                    """, arguments: [now.milliseconds, limit]
            ).map { try $0.mail() }
        }
    }

    /// Whether a mail still waits: somebody may have held it back or cancelled it since it was written out.
    package func stillWaits(_ id: OutboxMail.ID) async throws -> Bool {
        try await store.read { db in
            guard try !Self.isPaused(db) else { return false }
            return try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT state = 'waiting' FROM mail WHERE id = ?"), arguments: [id]) ?? false
        }
    }

    /// Notes what the server said, and when a mail that was put off is tried again. After the last pause it is given up.
    ///
    /// - Parameter address: is taken out of what the server wrote.
    package func note(_ answer: MailAnswer, of id: OutboxMail.ID, to address: String, at now: Date) async throws {
        let reply = Self.reply(answer.reply, without: address)
        try await store.write { db in
            let mail = try Self.mail(db, id)
            try db.cachedStatement(
                sql: "INSERT INTO mail_attempt (mail, at_ms, answer, status, reply) VALUES (?, ?, ?, ?, ?)"
            ).execute(arguments: [id, now.milliseconds, answer.kind.rawValue, answer.status, reply])
            switch answer.kind {
            // Somebody may have cancelled it meanwhile; it was sent all the same.
            case .accepted: try Self.end(db, id, .sent, because: nil, at: now, from: [.waiting, .failed, .cancelled])
            case .refused: try Self.end(db, id, .failed, because: nil, at: now)
            case .deferred:
                guard mail.deferrals < Self.pauses.count else {
                    return try Self.end(db, id, .failed, because: nil, at: now)
                }
                let due = now.addingTimeInterval(Self.pauses[mail.deferrals])
                try db.cachedStatement(
                    sql: "UPDATE mail SET deferrals = deferrals + 1, due_ms = ? WHERE id = ? AND state = 'waiting'"
                ).execute(arguments: [due.milliseconds, id])
            }
        }
    }

    /// Ends a mail that was not handed to any server.
    ///
    /// - Parameter because: a code: there is no address, or nothing is left to be told.
    package func end(_ id: OutboxMail.ID, _ state: OutboxMail.State, because: String, at now: Date) async throws {
        try await store.write { try Self.end($0, id, state, because: because, at: now) }
    }

    /// Notes what keeps all mail from going out, or that it goes.
    package func note(trouble code: String?, reply: String = "", at now: Date) async throws {
        let known = try await standing().trouble
        guard let code else {
            guard known != nil else { return }
            return try await store.write { try $0.execute(sql: "DELETE FROM mail_trouble") }
        }
        let text = Self.reply(reply, without: "")
        try await store.write { db in
            try db.execute(
                sql: """
                    INSERT INTO mail_trouble (id, since_ms, at_ms, code, reply) VALUES (1, :now, :now, :code, :reply)
                    ON CONFLICT (id) DO UPDATE SET at_ms = :now, reply = :reply, code = :code,
                        since_ms = CASE code WHEN :code THEN since_ms ELSE :now END
                    """, arguments: ["now": now.milliseconds, "code": code, "reply": text])
        }
    }

    static func end(
        _ db: Database, _ id: OutboxMail.ID, _ state: OutboxMail.State, because: String?, at now: Date,
        from states: [OutboxMail.State] = [.waiting]
    ) throws {
        let words = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        try db.cachedStatement(
            sql: "UPDATE mail SET state = ?, ended_ms = ?, because = ? WHERE id = ? AND state IN (\(words))"
        ).execute(arguments: [state.rawValue, now.milliseconds, because, id])
    }

    /// One line of at most 300 characters, without the address.
    static func reply(_ text: String, without address: String) -> String {
        var line = text.split {
            $0.isNewline || $0.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        .joined(separator: " ")
        if !address.isEmpty { line = line.replacing(address, with: "‹address›") }
        // Servers may write it in lower case.
        if !address.isEmpty { line = line.replacing(address.lowercased(), with: "‹address›") }
        return String(line.prefix(300))
    }
}
