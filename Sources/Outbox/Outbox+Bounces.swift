package import Conference
package import EventStore
package import Foundation
import GRDB

/// A mail that a server took and could not deliver.
package struct MailBounce: Sendable, Hashable {
    package let mail: OutboxMail
    /// As RFC 3463 numbers it.
    package let status: String
    package let reply: String
    package let time: Date
}

extension Outbox {
    private struct BounceRow: RowRecord {
        let mail: OutboxMail.ID
        let status: String
        let reply: String
        let atMs: Int64
    }

    /// The mail of a Message-ID's local part.
    ///
    /// - Throws: `mail_unknown`.
    package func mail(messageID: String) async throws -> OutboxMail {
        try await store.read { db in
            let id = try OutboxMail.ID.fetchOne(
                db, sql: "SELECT id FROM mail WHERE message_id = ?", arguments: [messageID])
            guard let id else { throw OutboxError(.mailUnknown, ErrorDetail("mail", messageID)) }
            return try Self.mail(db, id)
        }
    }

    /// Those of these local parts of Message-IDs that no mail of the event has.
    package func unknown(messageIDs: [String]) async throws -> Set<String> {
        try await store.read { db in
            let known = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM mail WHERE message_id = ?)")
            return Set(try messageIDs.filter { try Bool.fetchOne(known, arguments: [$0]) == false })
        }
    }

    /// Notes that a mail did not arrive, and that nothing more goes to its address. Noting it twice changes nothing.
    ///
    /// - Parameter address: where it went; its digest is kept, and it is taken out of what the server wrote.
    /// - Throws: `mail_unknown`.
    package func bounce(
        _ id: OutboxMail.ID, status: String, reply: String, address: String, context: WriteContext
    ) async throws -> Performed<MailBounce> {
        let reply = Self.reply(reply, without: address)
        let digest = Self.digest(of: address)
        let content = [id.description, status, reply]
        let done = try await store.perform("mail.bounce", content: content, context: context) { db in
            _ = try Self.mail(db, id)
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO mail_bounce (mail, address_sha256, status, reply, at_ms) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [id, digest, status, reply, context.time.milliseconds])
            return true
        }
        guard let bounce = try await bounces(of: id).first else {
            throw OutboxError(.mailUnknown, ErrorDetail("mail", id))
        }
        return Performed(result: bounce, replayed: done.replayed)
    }

    /// What did not arrive, the latest first.
    ///
    /// - Parameter id: of one mail; nil for all.
    package func bounces(of id: OutboxMail.ID? = nil, limit: Int = 100) async throws -> [MailBounce] {
        try await store.read { db in
            try BounceRow.fetchAll(
                db,
                sql: """
                    SELECT mail, status, reply, at_ms FROM mail_bounce WHERE :mail IS NULL OR mail = :mail
                    ORDER BY at_ms DESC, mail DESC LIMIT :limit
                    """,
                arguments: ["mail": id?.rawValue, "limit": limit]
            ).map { row in
                MailBounce(
                    mail: try Self.mail(db, row.mail), status: row.status, reply: row.reply,
                    time: Date(milliseconds: row.atMs))
            }
        }
    }

    /// Whether mail to an address came back.
    package func hasBounced(_ address: String) async throws -> Bool {
        let digest = Self.digest(of: address)
        return try await store.read { db in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM mail_bounce WHERE address_sha256 = ?)"),
                arguments: [digest]) ?? false
        }
    }

    private static func digest(of address: String) -> Data { EventStore.digest(of: [address.lowercased()]) }
}
