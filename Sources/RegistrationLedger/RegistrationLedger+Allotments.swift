package import Conference
package import EventStore
package import Foundation
import GRDB

/// So many places of a category for those who have its code.
package struct Allotment: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<Allotment, Int64>

    package let id: ID
    /// Twelve symbols of Crockford's base 32; whoever has it may register.
    package let code: String
    package let category: Category
    package let places: Int
    package let used: Int
    /// Whom it is for.
    package let note: String
    package let until: Date?
    package let ended: Date?

    /// Whether somebody may still come in by it.
    package func isOpen(at now: Date) -> Bool { ended == nil && used < places && until.map { now < $0 } ?? true }
}

extension RegistrationLedger {
    /// How many places an allotment has at the most.
    package static let allotmentPlacesMax = 1_000

    private struct AllotmentRow: RowRecord {
        static let query = """
            SELECT allotment.*,
                   (SELECT count(*) FROM allotment_use JOIN registration ON registration.id = registration
                    WHERE allotment = allotment.id AND status = 'active') AS used
            FROM allotment
            """

        let id: Int64
        let code: String
        let category: String
        let places: Int
        let used: Int
        let note: String
        let untilMs: Int64?
        let endedMs: Int64?

        func allotment() throws -> Allotment {
            guard let category = Category(rawValue: category) else { throw LedgerError(.invitationUnknown) }
            return Allotment(
                id: Allotment.ID(rawValue: id), code: code, category: category, places: places, used: used, note: note,
                until: untilMs.map { Date(milliseconds: $0) }, ended: endedMs.map { Date(milliseconds: $0) })
        }
    }

    /// Makes a code by which so many people register themselves in a category.
    ///
    /// - Parameter until: nil for as long as people register.
    /// - Throws: `category_unknown`, `allotment_places_invalid`, `text_too_long`, `text_has_controls`.
    package func allot(
        _ category: Category, places: Int, for note: String, until: Date?, context: WriteContext
    ) async throws -> Performed<Allotment> {
        let note = try Person.line(note, field: "note", limit: 200)
        guard (1...Self.allotmentPlacesMax).contains(places) else {
            throw LedgerError(.allotmentPlacesInvalid, ErrorDetail("limit", Self.allotmentPlacesMax))
        }
        let content = [category.rawValue, "\(places)", note, until.map { "\($0.milliseconds)" } ?? ""]
        let done = try await store.perform("registration.allot", content: content, context: context) { [store] db in
            try Self.checkCategory(try store.definition(db), category)
            try db.execute(
                sql: """
                    INSERT INTO allotment (code, category, places, note, until_ms, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Base32.random(12), category.rawValue, places, note, until?.milliseconds, context.author,
                    context.origin,
                    context.time.milliseconds,
                ])
            return db.lastInsertedRowID
        }
        let made = try await store.read { db in
            try AllotmentRow.fetchOne(db, sql: "\(AllotmentRow.query) WHERE id = ?", arguments: [done.result])
        }
        guard let made else { throw LedgerError(.invitationUnknown) }
        return Performed(result: try made.allotment(), replayed: done.replayed)
    }

    /// All allotments, the latest first.
    package func allotments() async throws -> [Allotment] {
        try await store.read { db in
            try AllotmentRow.fetchAll(db, sql: "\(AllotmentRow.query) ORDER BY id DESC").map { try $0.allotment() }
        }
    }

    /// The allotment of a code, as somebody typed it.
    ///
    /// - Throws: `allotment_unknown`.
    package func allotment(code: String) async throws -> Allotment {
        try await store.read { try Self.allotment($0, code: code) }
    }

    static func allotment(_ db: Database, code: String) throws -> Allotment {
        let values = code.prefix(40).filter { $0.isLetter || $0.isNumber }.map(Base32.value)
        guard !values.contains(nil) else { throw LedgerError(.invitationUnknown) }
        let symbols = String(values.compactMap { $0.map { Base32.symbols[$0] } })
        let row = try AllotmentRow.fetchOne(db, sql: "\(AllotmentRow.query) WHERE code = ?", arguments: [symbols])
        guard let row else { throw LedgerError(.invitationUnknown) }
        return try row.allotment()
    }

    /// Ends an allotment; who came in by it stays.
    ///
    /// - Throws: `allotment_unknown` for one that ended as well.
    package func endAllotment(_ id: Allotment.ID, context: WriteContext) async throws -> Performed<Allotment> {
        let done = try await store.perform("registration.end-allotment", content: [id.description], context: context) {
            db in
            try db.execute(
                sql: "UPDATE allotment SET ended_ms = ? WHERE id = ? AND ended_ms IS NULL",
                arguments: [context.time.milliseconds, id])
            guard db.changesCount == 1 else { throw LedgerError(.invitationUnknown) }
            return true
        }
        let ended = try await allotments().first { $0.id == id }
        guard let ended else { throw LedgerError(.invitationUnknown) }
        return Performed(result: ended, replayed: done.replayed)
    }

    /// Takes a place of an allotment, if its code is for that category.
    ///
    /// - Throws: `allotment_unknown`, `invitation_over`, `register_category` for another category.
    static func use(
        _ db: Database, code: String, of category: Category, for id: Registration.ID, at now: Date
    ) throws {
        let allotment = try allotment(db, code: code)
        guard allotment.category == category else {
            throw LedgerError(.registerCategory, ErrorDetail("category", category.rawValue))
        }
        guard allotment.isOpen(at: now) else {
            throw LedgerError(.invitationOver, ErrorDetail("places", allotment.places))
        }
        try db.execute(
            sql: "INSERT INTO allotment_use (registration, allotment) VALUES (?, ?)", arguments: [id, allotment.id])
    }
}
