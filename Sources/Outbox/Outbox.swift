package import Conference
package import EventStore
package import Foundation
package import GRDB

/// What is to be sent: written in the transaction of its cause, delivered afterwards, tried again, and given up visibly.
package struct Outbox: Sendable {
    /// How long edits at a desk are gathered into one mail, in seconds.
    package static let changePause = 600.0
    /// How long a mail that a server put off waits, time after time, in seconds; after the last it is given up.
    package static let pauses = [60.0, 300, 900, 3_600, 14_400, 28_800, 57_600, 86_400]

    let store: EventStore

    package init(store: EventStore) { self.store = store }

    /// Writes one mail, unless that person got or will get one about the same.
    ///
    /// - Parameters:
    ///   - due: it is not tried before; nil for at once.
    /// - Returns: whether it was written.
    @discardableResult
    package static func write(
        _ db: Database, _ occasion: MailOccasion, to registration: Registration.ID, about: String, detail: String = "",
        due: Date? = nil, context: WriteContext
    ) throws -> Bool {
        try db.cachedStatement(
            sql: """
                INSERT INTO mail (registration, occasion, about, detail, message_id, author, origin, at_ms, due_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (registration, occasion, about) DO NOTHING
                """
        ).execute(
            arguments: [
                registration, occasion.rawValue, String(about.prefix(100)), detail, Data.random(16).hexadecimal,
                context.author, context.origin, context.time.milliseconds, (due ?? context.time).milliseconds,
            ])
        return db.changesCount > 0
    }

    /// Whether a mail of one of these occasions waits for that person.
    package static func waits(
        _ db: Database, _ occasions: [MailOccasion], for registration: Registration.ID
    ) throws -> Bool {
        let words = occasions.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM mail
                    WHERE registration = ? AND state = 'waiting' AND occasion IN (\(words)))
                    """), arguments: [registration]) ?? false
    }

    /// Whether that person got or will get a mail about the same.
    package static func has(
        _ db: Database, _ occasion: MailOccasion, to registration: Registration.ID, about: String
    ) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM mail WHERE registration = ? AND occasion = ? AND about = ?)"),
            arguments: [registration, occasion.rawValue, about]) ?? false
    }
}

// MARK: - Looking

extension Outbox {
    /// Mail, the latest first.
    ///
    /// - Parameters:
    ///   - state: nil for all.
    ///   - before: the part of the list after that one.
    package func list(
        _ state: OutboxMail.State? = nil, of registration: Registration.ID? = nil, before id: OutboxMail.ID? = nil,
        limit: Int
    ) async throws -> [OutboxMail] {
        try await store.read { db in
            try MailRecord.fetchAll(
                db,
                sql: """
                    \(MailRecord.columns)
                    WHERE (:state IS NULL OR state = :state) AND (:registration IS NULL OR registration = :registration)
                        AND mail.id < :before
                    ORDER BY mail.id DESC LIMIT :limit
                    """,
                arguments: [
                    "state": state?.rawValue, "registration": registration?.rawValue,
                    "before": id?.rawValue ?? .max, "limit": limit,
                ]
            ).map { try $0.mail() }
        }
    }

    /// - Throws: `mail_unknown`.
    package func mail(_ id: OutboxMail.ID) async throws -> OutboxMail {
        try await store.read { try Self.mail($0, id) }
    }

    static func mail(_ db: Database, _ id: OutboxMail.ID) throws -> OutboxMail {
        guard let row = try MailRecord.fetchOne(db, sql: "\(MailRecord.columns) WHERE mail.id = ?", arguments: [id])
        else { throw OutboxError(.mailUnknown, ErrorDetail("mail", id)) }
        return try row.mail()
    }

    /// Every answer of the server to a mail, the first first.
    package func attempts(of id: OutboxMail.ID) async throws -> [OutboxMail.Attempt] {
        try await store.read { db in
            try AttemptRecord.fetchAll(
                db, sql: "SELECT * FROM mail_attempt WHERE mail = ? ORDER BY id", arguments: [id]
            ).compactMap { row in
                MailAnswer.Kind(rawValue: row.answer).map { kind in
                    OutboxMail.Attempt(
                        time: Date(milliseconds: row.atMs),
                        answer: MailAnswer(kind, status: row.status, reply: row.reply))
                }
            }
        }
    }

    private struct AttemptRecord: RowRecord {
        let atMs: Int64
        let answer: String
        let status: Int
        let reply: String
    }

    /// How it stands.
    package func standing() async throws -> OutboxStanding {
        try await store.read { db in
            let counts = try CountRecord.fetchAll(db, sql: "SELECT state, count(*) AS count FROM mail GROUP BY state")
            let next = try Int64.fetchOne(db, sql: "SELECT min(due_ms) FROM mail WHERE state = 'waiting'")
            return OutboxStanding(
                isPaused: try Self.isPaused(db),
                counts: counts.reduce(into: [:]) { counts, row in
                    if let state = OutboxMail.State(rawValue: row.state) { counts[state] = row.count }
                }, trouble: try Self.trouble(db), nextDue: next.map { Date(milliseconds: $0) })
        }
    }

    private struct CountRecord: RowRecord {
        let state: String
        let count: Int
    }

    static func isPaused(_ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT is_paused FROM mail_pause ORDER BY id DESC LIMIT 1") ?? false
    }

    private static func trouble(_ db: Database) throws -> MailTrouble? {
        try TroubleRecord.fetchOne(db, sql: "SELECT * FROM mail_trouble").map { row in
            MailTrouble(
                code: row.code, reply: row.reply, since: Date(milliseconds: row.sinceMs),
                time: Date(milliseconds: row.atMs))
        }
    }
}
