package import Conference
package import EventStore
package import Foundation
import GRDB
import RegistrationLedger

/// What a door should notice when somebody comes in: "give T-shirt".
package struct DoorNote: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<DoorNote, Int64>

    package let id: ID
    package let registration: Registration.ID
    /// Where it is shown; nil for every gate.
    package let gate: Gate.ID?
    package let text: String
    package let author: String
    package let time: Date

    init(id: ID, registration: Registration.ID, gate: Gate.ID?, text: String, author: String, time: Date) {
        self.id = id
        self.registration = registration
        self.gate = gate
        self.text = text
        self.author = author
        self.time = time
    }
}

extension CheckInService {
    /// How many notes one person can have at a time.
    private static let notesMax = 20

    /// Leaves a note about somebody, shown at every entry until somebody is done with it.
    ///
    /// - Parameters:
    ///   - text: at most 200 characters.
    ///   - gate: nil for every gate.
    /// - Throws: `registration_unknown`, `gate_unknown`, `text_missing`, `text_too_long`, `too_many_notes`.
    package func note(
        _ text: String, about registration: Registration.ID, at gate: Gate.ID?, context: WriteContext
    ) async throws -> Performed<DoorNote> {
        let text = try Person.line(text, field: "text", limit: 200)
        guard !text.isEmpty else { throw ConferenceError(.textMissing) }
        let done = try await store.perform(
            "door.note", content: [registration.description, gate?.rawValue ?? "", text], context: context
        ) { [store] db in
            guard try RegistrationLedger.summary(db, of: registration) != nil else {
                throw LedgerError(.registrationUnknown, ErrorDetail("number", registration))
            }
            let definition = try store.definition(db)
            if let gate, !definition.gates.contains(where: { $0.id == gate }) {
                throw EventStoreError(.gateUnknown, ErrorDetail("gate", gate))
            }
            guard try NoteRecord.open(db, of: registration).count < Self.notesMax else {
                throw CheckInError(.tooManyNotes, ErrorDetail("limit", Self.notesMax))
            }
            if let gate { _ = try GateRecord.ensure(db, gate, in: definition) }
            try db.execute(
                sql: """
                    INSERT INTO door_note (registration, gate, text, author, origin, at_ms) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    registration, gate?.rawValue, text, context.author, context.origin,
                    context.time.milliseconds,
                ])
            return db.lastInsertedRowID
        }
        return Performed(
            result: DoorNote(
                id: DoorNote.ID(rawValue: done.result), registration: registration, gate: gate, text: text,
                author: context.author, time: context.time),
            replayed: done.replayed)
    }

    /// Ends a note: it is not shown any more.
    ///
    /// - Parameter device: the device that asks, which, as a door's, has the notes for its own gates alone; nil for somebody who
    ///   holds the event's file.
    /// - Throws: `note_unknown`; one that was ended before stays as it is.
    package func endNote(_ id: DoorNote.ID, by device: Device? = nil, context: WriteContext) async throws {
        try await store.write { db in
            guard let note = try NoteRecord.fetch(db, id), note.gate.map({ device?.sees($0) ?? true }) ?? true else {
                throw CheckInError(.noteUnknown, ErrorDetail("note", id))
            }
            try db.execute(
                sql: "INSERT OR IGNORE INTO door_note_end (note, author, origin, at_ms) VALUES (?, ?, ?, ?)",
                arguments: [id.rawValue, context.author, context.origin, context.time.milliseconds])
        }
    }

    /// The notes that are shown now, in the order in which they were made: of one person, or of all.
    ///
    /// - Parameters:
    ///   - after: those made after that one.
    ///   - limit: how many at the most.
    package func notes(
        about registration: Registration.ID? = nil, after: DoorNote.ID? = nil, limit: Int = .max
    ) async throws -> [DoorNote] {
        try await store.read { db in try NoteRecord.open(db, of: registration, after: after, limit: limit) }
    }
}
