import Conference
import EventStore
import Foundation
import GRDB

/// The table of notes for the doors, read and written as values.
enum NoteRecord {
    /// The texts that a door shows for somebody who comes in; none for anybody else.
    static func notices(
        _ db: Database, for person: Registration?, at gate: Gate.ID, verdict: ScanVerdict
    ) throws -> [String] {
        guard let person, verdict == .admitted(.entry) else { return [] }
        let statement = try db.cachedStatement(
            sql: """
                SELECT text FROM door_note
                WHERE registration = ? AND (gate IS NULL OR gate = ?)
                  AND NOT EXISTS (SELECT 1 FROM door_note_end WHERE note = door_note.id)
                ORDER BY id
                """)
        return try String.fetchAll(statement, arguments: [person.id, gate.rawValue])
    }

    /// The notes that are not done with, in the order in which they were made: of one person, or of all.
    static func open(
        _ db: Database, of registration: Registration.ID?, after: DoorNote.ID? = nil, limit: Int = .max
    ) throws -> [DoorNote] {
        try Stored.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT * FROM door_note
                    WHERE (?1 IS NULL OR registration = ?1) AND id > ?2
                      AND NOT EXISTS (SELECT 1 FROM door_note_end WHERE note = door_note.id)
                    ORDER BY id LIMIT ?3
                    """),
            arguments: [registration, after?.rawValue ?? 0, limit]
        ).map(\.note)
    }

    static func fetch(_ db: Database, _ id: DoorNote.ID) throws -> DoorNote? {
        try Stored.fetchOne(db, sql: "SELECT * FROM door_note WHERE id = ?", arguments: [id.rawValue])?.note
    }

    /// A row of `door_note`.
    private struct Stored: RowRecord {
        let id: DoorNote.ID
        let registration: Registration.ID
        let gate: Gate.ID?
        let text: String
        let author: String
        let atMs: Int64

        var note: DoorNote {
            DoorNote(
                id: id, registration: registration, gate: gate, text: text, author: author,
                time: Date(milliseconds: atMs))
        }
    }
}
