package import Conference
package import EventStore
import Foundation
import GRDB

/// What an organizer writes to many: fixed once it is written.
package struct Announcement: Sendable, Hashable {
    /// Lower-case Latin letters, digits and hyphens.
    package let name: String
    package let texts: [Language: Text]

    /// What it says in one language.
    package struct Text: Sendable, Hashable {
        package let subject: String
        /// Paragraphs with blank lines between them; `{{name}}` and the like stand for what is the reader's.
        package let body: String

        package init(subject: String, body: String) {
            self.subject = subject
            self.body = body
        }
    }

    /// The text for a reader: in their language, or else in English, or else in the one there is.
    package func text(in language: Language) -> Text? { texts[language] ?? texts[.english] ?? texts.values.first }
}

extension Outbox {
    /// Writes an announcement down. Nothing is sent by that.
    ///
    /// - Throws: `announcement_exists`, `announcement_text_missing`, `identifier_invalid`, `text_too_long`,
    ///   `text_has_controls`.
    package func announce(
        _ name: String, _ texts: [Language: Announcement.Text], context: WriteContext
    ) async throws -> Performed<Announcement> {
        let name = try Self.name(name)
        let cleaned = try Self.cleaned(texts)
        let content = [name] + cleaned.flatMap { [$0.key.rawValue, $0.value.subject, $0.value.body] }.sorted()
        let done = try await store.perform("mail.announce", content: content, context: context) { db in
            guard try Self.announcement(db, name) == nil else {
                throw OutboxError(.announcementExists, ErrorDetail("announcement", name))
            }
            try db.execute(
                sql: "INSERT INTO announcement (name, author, origin, at_ms) VALUES (?, ?, ?, ?)",
                arguments: [name, context.author, context.origin, context.time.milliseconds])
            for (language, text) in cleaned {
                try db.execute(
                    sql: "INSERT INTO announcement_text (announcement, language, subject, body) VALUES (?, ?, ?, ?)",
                    arguments: [name, language.rawValue, text.subject, text.body])
            }
            return true
        }
        return Performed(result: Announcement(name: name, texts: cleaned), replayed: done.replayed)
    }

    /// - Throws: `announcement_unknown`.
    package func announcement(_ name: String) async throws -> Announcement {
        let found = try await store.read { try Self.announcement($0, name) }
        guard let found else {
            throw OutboxError(.announcementUnknown, ErrorDetail("announcement", String(name.prefix(63))))
        }
        return found
    }

    /// All of them, the latest first.
    package func announcements() async throws -> [Announcement] {
        try await store.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM announcement ORDER BY at_ms DESC, name").compactMap {
                try Self.announcement(db, $0)
            }
        }
    }

    private static func announcement(_ db: Database, _ name: String) throws -> Announcement? {
        let rows = try TextRecord.fetchAll(
            db, sql: "SELECT language, subject, body FROM announcement_text WHERE announcement = ?", arguments: [name])
        guard !rows.isEmpty else { return nil }
        return Announcement(
            name: name,
            texts: rows.reduce(into: [:]) { texts, row in
                if let language = Language(rawValue: row.language) {
                    texts[language] = Announcement.Text(subject: row.subject, body: row.body)
                }
            })
    }

    private struct TextRecord: RowRecord {
        let language: String
        let subject: String
        let body: String
    }

    private static func name(_ text: String) throws(ConferenceError) -> String {
        let isKnown = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard isKnown, (1...63).contains(text.utf8.count), !text.hasPrefix("-") else {
            throw ConferenceError(.identifierInvalid)
        }
        return text
    }

    private static func cleaned(
        _ texts: [Language: Announcement.Text]
    ) throws -> [Language: Announcement.Text] {
        guard !texts.isEmpty else {
            throw OutboxError(.announcementTextMissing, ErrorDetail("language", Language.english.rawValue))
        }
        return try texts.reduce(into: [:]) { cleaned, entry in
            let subject = try Person.line(entry.value.subject, field: "subject", limit: 200)
            let body = try body(entry.value.body)
            guard !subject.isEmpty, !body.isEmpty else {
                throw OutboxError(.announcementTextMissing, ErrorDetail("language", entry.key.rawValue))
            }
            cleaned[entry.key] = Announcement.Text(subject: subject, body: body)
        }
    }

    /// Lines with LF, without controls.
    private static func body(_ text: String) throws(ConferenceError) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard text.utf8.count <= 50_000 else {
            throw ConferenceError(.textTooLong, ErrorDetail("field", "body"), ErrorDetail("limit", 50_000))
        }
        var cleaned: [String] = []
        for line in lines {
            let blanks = line.prefix { $0 == " " }
            cleaned.append(blanks + (try Person.line(String(line), field: "body", limit: 10_000)))
        }
        return cleaned.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
