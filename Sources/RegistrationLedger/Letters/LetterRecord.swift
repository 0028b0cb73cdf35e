import Conference
import EventStore
import Foundation
import GRDB

/// The tables of letters.
enum LetterRecord {
    private static let columns = """
        SELECT letter.*, letter_template.name AS drawing, letter_template.svg FROM letter
        JOIN letter_template ON sha256 = letter.template
        """

    /// The last letter of that kind and language that somebody got, or a new one under the next number of its kind.
    ///
    /// - Returns: which it is, and whether it is new.
    static func issue(
        _ db: Database, _ definition: EventDefinition, _ new: NewLetter, context: WriteContext
    ) throws -> (id: LetterID, isNew: Bool) {
        let last = try list(db, definition, of: new.registration, kind: new.kind, after: 0, latest: true, limit: .max)
            .first { $0.paper?.language == new.paper.language }
        if let last, !new.isRenewed || last.paper == new.paper {
            return (last.id, false)
        }
        // The writer is alone, so that the next number is nobody else's, and a write that fails gives it back.
        let highest = try Int64.fetchOne(
            db, sql: "SELECT max(number) FROM letter WHERE kind = ?", arguments: [new.kind])
        let number = try EventStore.number(after: EventStore.incarnation(db).after(highest), of: "letter")
        let id = LetterID(kind: new.kind, number: number)
        let svg = EventStore.digest(of: [new.drawing.name, new.drawing.svg.base64EncodedString()])
        try db.execute(
            sql: "INSERT INTO letter_template (sha256, name, svg) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [svg, new.drawing.name, new.drawing.svg])
        let paper = SaltedText(try text(new.paper))
        let stored = StoredLetter(
            id: id, registration: Int64(new.registration.rawValue), template: svg,
            questions: try text(new.questions.map(\.rawValue).sorted()), paper: paper.digest, author: context.author,
            origin: context.origin, milliseconds: context.time.milliseconds)
        try db.execute(
            sql: """
                INSERT INTO letter
                    (kind, number, registration, template, questions, paper, salt, paper_sha256, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.kind, id.number, new.registration, svg, stored.questions, paper.text, paper.salt, paper.digest,
                context.author, context.origin, stored.milliseconds,
            ])
        try RegistrationRecord.tell(
            db, new.registration, .letterIssued, id.label(slug: definition.slug), vouches: stored.digest,
            context: context)
        return (id, true)
    }

    /// Somebody's letters, in the order in which they were issued, or all of a kind, by number.
    ///
    /// - Parameter latest: of a kind, the latest first.
    static func list(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID?, kind: LetterPlan.ID?,
        after number: Int64, latest: Bool = false, limit: Int
    ) throws -> [Letter] {
        let order =
            latest ? "letter.number DESC" : kind == nil ? "letter.at_ms, letter.kind, letter.number" : "letter.number"
        return try letters(db, definition, of: id, kind: kind, after: number, order: order, limit: limit)
    }

    private static func letters(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID?, kind: LetterPlan.ID?,
        after number: Int64, order: String, limit: Int
    ) throws -> [Letter] {
        try LetterRow.fetchAll(
            db,
            sql: """
                \(columns)
                WHERE (:id IS NULL OR letter.registration = :id) AND (:kind IS NULL OR letter.kind = :kind)
                    AND letter.number > :after
                ORDER BY \(order) LIMIT :limit
                """,
            arguments: ["id": id?.rawValue, "kind": kind?.rawValue, "after": number, "limit": limit]
        ).map { try $0.letter(definition) }
    }

    /// - Throws: `letter_unknown`.
    static func fetch(_ db: Database, _ definition: EventDefinition, _ id: LetterID) throws -> Letter {
        let row = try LetterRow.fetchOne(
            db, sql: "\(columns) WHERE letter.kind = ? AND letter.number = ?", arguments: [id.kind, id.number])
        guard let row else {
            throw LedgerError(.letterUnknown, ErrorDetail("label", id.label(slug: definition.slug)))
        }
        return try row.letter(definition)
    }

    /// How many of each kind were issued.
    static func counts(_ db: Database) throws -> [LetterPlan.ID: Int] {
        struct Count: RowRecord {
            let kind: LetterPlan.ID
            let letters: Int
        }
        let rows = try Count.fetchAll(db, sql: "SELECT kind, count(*) AS letters FROM letter GROUP BY kind")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.kind, $0.letters) })
    }

    /// Takes away what letters of somebody say; that they were issued stays.
    ///
    /// - Parameter questions: of those alone that show an answer to one of these; nil for all.
    static func blank(_ db: Database, of id: Registration.ID, showing questions: Set<Question.ID>? = nil) throws {
        let rows = try LetterRow.fetchAll(
            db.cachedStatement(sql: "\(columns) WHERE letter.registration = ? AND paper IS NOT NULL"), arguments: [id])
        for row in rows where questions.map({ !$0.isDisjoint(with: row.shown) }) ?? true {
            try db.execute(
                sql: "UPDATE letter SET paper = NULL, salt = NULL WHERE kind = ? AND number = ?",
                arguments: [row.kind, row.number])
        }
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A row of the table of letters, with its drawing.
struct LetterRow: RowRecord {
    let kind: LetterPlan.ID
    let number: Int64
    let registration: Int64
    let template: Data
    let questions: String
    let paper: String?
    let salt: Data?
    let paperSha256: Data
    let author: String
    let origin: String
    let atMs: Int64
    let drawing: String
    let svg: Data

    /// - Throws: `registration_unknown` for a number that none can have.
    func letter(_ definition: EventDefinition) throws -> Letter {
        guard let number = UInt32(exactly: registration) else {
            throw LedgerError(.registrationUnknown, ErrorDetail("number", registration))
        }
        let id = LetterID(kind: kind, number: self.number)
        return Letter(
            id: id, label: id.label(slug: definition.slug), registration: Registration.ID(rawValue: number),
            issued: Date(milliseconds: atMs),
            paper: try paper.map { try JSONDecoder().decode(LetterPaper.self, from: Data($0.utf8)) },
            drawing: Letter.Drawing(name: drawing, svg: svg))
    }

    /// The questions whose answers it shows; none where somebody made the list unreadable, which the audit tells.
    var shown: Set<Question.ID> {
        Set((try? JSONDecoder().decode([String].self, from: Data(questions.utf8)))?.map(Question.ID.init) ?? [])
    }

    var stored: StoredLetter {
        StoredLetter(
            id: LetterID(kind: kind, number: number), registration: registration, template: template,
            questions: questions, paper: paperSha256, author: author, origin: origin, milliseconds: atMs)
    }
}

/// What the history of a registration vouches for when a letter is issued.
struct StoredLetter {
    let id: LetterID
    let registration: Int64
    let template: Data
    let questions: String
    /// The digest of what it says with its salt, which stays when they go.
    let paper: Data
    let author: String
    let origin: String
    let milliseconds: Int64

    var digest: Data {
        EventStore.digest(of: [
            "letter", id.kind.rawValue, String(id.number), String(registration), template.base64EncodedString(),
            questions, paper.base64EncodedString(), author, origin, String(milliseconds),
        ])
    }
}
