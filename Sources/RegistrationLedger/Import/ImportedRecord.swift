import Conference
import EventStore
import Foundation
import GRDB

/// The table of what lists last said of people, and of how lists are to be understood.
enum ImportedRecord {
    /// What a list last said of a person, as far as it was taken over.
    struct Base: Sendable {
        let registration: Registration.ID
        let list: String
        let mark: Data
        /// Nil for somebody who was erased.
        fileprivate(set) var values: [ImportField: String]?
    }

    /// A digest by which a row is known again even if its person was erased.
    static func mark(_ person: ImportedPerson) -> Data {
        EventStore.digest(of: person.reference.map { ["reference", $0] } ?? ["person", person.key])
    }

    static func bases(_ db: Database) throws -> [Registration.ID: Base] {
        // SQLite reads the texts faster than a decoder that is asked once for each person.
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT registration, list, mark, content = '', key, value
                FROM imported_person LEFT JOIN json_each(nullif(content, ''))
                """)
        var bases: [Registration.ID: Base] = [:]
        var fields: [String: ImportField?] = [:]
        while let row = try rows.next() {
            let id: Registration.ID = try row.decode(atIndex: 0)
            if bases[id] == nil {
                let isErased: Bool = try row.decode(atIndex: 3)
                bases[id] = Base(
                    registration: id, list: try row.decode(atIndex: 1), mark: try row.decode(atIndex: 2),
                    values: isErased ? nil : [:])
            }
            guard let name: String = try row.decode(atIndex: 4) else { continue }
            let field = fields[name] ?? ImportField(rawValue: name)
            fields[name] = .some(field)
            if let field { bases[id]?.values?[field] = try row.decode(atIndex: 5) as String }
        }
        return bases
    }

    static func put(
        _ db: Database, _ id: Registration.ID, list: String, mark: Data, values: [ImportField: String],
        context: WriteContext
    ) throws {
        let said = Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
        try db.cachedStatement(
            sql: """
                INSERT INTO imported_person (registration, list, mark, content, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (registration) DO UPDATE SET list = ?2, mark = ?3, content = ?4, at_ms = ?5
                WHERE content <> ?4 OR list <> ?2 OR mark <> ?3
                """
        ).execute(
            arguments: [
                id, list, mark, String(decoding: try JSONText.encode(said), as: UTF8.self), context.time.milliseconds,
            ])
    }

    /// Takes what lists said of a person who is erased.
    static func blank(_ db: Database, of id: Registration.ID) throws {
        try db.execute(sql: "UPDATE imported_person SET content = '' WHERE registration = ?", arguments: [id])
    }

    /// Takes from what lists said of a person the answers to some questions.
    static func forget(_ db: Database, _ questions: Set<Question.ID>, of id: Registration.ID) throws {
        for question in questions {
            // In quotation marks the key may have any character.
            try db.execute(
                sql: """
                    UPDATE imported_person SET content = json_remove(content, '$."' || ?1 || '"')
                    WHERE registration = ?2 AND content <> ''
                    """,
                arguments: [ImportField.answer(question).rawValue, id])
        }
    }

    /// How a list is to be understood; nil where nothing is kept.
    static func mapping(_ db: Database, of list: String) throws -> ImportMapping? {
        let content = try String.fetchOne(
            db, sql: "SELECT content FROM import_mapping WHERE list = ?", arguments: [list])
        guard let content else { return nil }
        var mapping = ImportMapping()
        try mapping.add(table: Data(content.utf8))
        return mapping
    }

    static func keep(_ db: Database, _ mapping: ImportMapping, of list: String, context: WriteContext) throws {
        try db.execute(
            sql: """
                INSERT INTO import_mapping (list, content, author, at_ms) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (list) DO UPDATE SET content = ?2, author = ?3, at_ms = ?4
                """,
            arguments: [list, mapping.table, context.author, context.time.milliseconds])
    }
}
