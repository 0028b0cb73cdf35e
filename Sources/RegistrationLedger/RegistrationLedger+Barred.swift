package import Conference
package import EventStore
package import Foundation
import GRDB

/// Somebody who must not be registered or let in.
package struct BarredPerson: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<BarredPerson, Int64>

    package let id: ID
    /// Empty where only the address is known.
    package let name: String
    /// Empty where only the name is known.
    package let email: String
    /// What staff must know.
    package let note: String
    package let author: String
    package let time: Date
}

/// The list of people who must not be registered or let in. Registration, walk-in, import, transfer and correction ask it;
/// doors turn away whoever is registered already, because they are blocked.
extension RegistrationLedger {
    /// Puts somebody on the list, and blocks those who are registered under that name or address.
    ///
    /// A name is compared without case, accents and the order of its words; a badge's name counts as well.
    /// - Returns: who was blocked.
    /// - Throws: `barred_nobody` without a name and an address, `reason_missing`, `email_invalid`, `text_too_long`,
    ///   `text_has_controls`, `idempotency_conflict`.
    package func bar(
        name: String, email: String, because note: String, context: WriteContext
    ) async throws -> Performed<BarredResult> {
        let name = try Person.line(name, field: "name", limit: 200)
        let note = try Self.reason(note)
        // The checks of an address are those of a person's.
        let email = try Person(name: "–", badgeName: "", affiliation: "", email: email).email
        guard !name.isEmpty || !email.isEmpty else { throw LedgerError(.barredNobody) }
        return try await store.perform("registration.bar", content: [name, email, note], context: context) { db in
            try db.execute(
                sql: """
                    INSERT INTO barred_person (name, folded, email, note, author, origin, at_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, Self.folded(name), Self.folded(address: email), note, context.author, context.origin,
                    context.time.milliseconds,
                ])
            let id = db.lastInsertedRowID
            let found = try Self.people(db, folded: Self.folded(name), email: Self.folded(address: email))
                .filter { $0.blockedBecause == nil }
            for person in found { try Self.block(db, person.id, because: note, context: context) }
            return BarredResult(number: id, blocked: found.map(\.id.rawValue))
        }
    }

    /// Takes somebody off the list: who they were is forgotten, and those who were blocked for it are let in again.
    ///
    /// - Returns: who is let in again.
    /// - Throws: `barred_unknown`, `idempotency_conflict`.
    package func unbar(_ id: BarredPerson.ID, context: WriteContext) async throws -> Performed<BarredResult> {
        try await store.perform("registration.unbar", content: [id.description], context: context) { db in
            guard let row = try BarredRow.fetchOne(db, sql: "\(BarredRow.query) AND id = ?", arguments: [id]) else {
                throw LedgerError(.barredUnknown, ErrorDetail("barred", id))
            }
            try db.execute(
                sql: """
                    UPDATE barred_person SET name = '', folded = '', email = '', note = '', ended_ms = ?, ended_by = ?
                    WHERE id = ?
                    """,
                arguments: [context.time.milliseconds, context.author, id])
            let freed = try Self.people(db, folded: row.folded, email: row.email)
                .filter { $0.blockedBecause == row.note }
            for person in freed {
                // Somebody who is on the list twice stays out.
                let other = try Self.barred(db, person.person)
                try Self.block(db, person.id, because: other?.note, context: context)
            }
            return BarredResult(number: id.rawValue, blocked: freed.map(\.id.rawValue))
        }
    }

    /// Everybody on the list, in the order in which they were put there.
    package func barred() async throws -> [BarredPerson] {
        try await store.read { db in
            try BarredRow.fetchAll(db, sql: "\(BarredRow.query) ORDER BY id").map(\.person)
        }
    }

    /// - Throws: `person_barred` with the note for staff.
    static func refuseBarred(_ db: Database, _ person: Person) throws {
        guard let found = try barred(db, person) else { return }
        throw LedgerError(.personBarred, ErrorDetail("note", found.note), ErrorDetail("barred", found.id))
    }

    static func barred(_ db: Database, _ person: Person) throws -> BarredPerson? {
        let (name, badge) = (folded(person.name), folded(person.badgeName))
        return try BarredRow.fetchOne(
            db.cachedStatement(
                sql: """
                    \(BarredRow.query) AND (folded <> '' AND folded IN (?, ?) OR email <> '' AND email = ?)
                    ORDER BY id LIMIT 1
                    """),
            arguments: [name, badge, folded(address: person.email)]
        )?.person
    }

    /// People with a place under a name or an address.
    private static func people(_ db: Database, folded name: String, email: String) throws -> [Registration] {
        try RegistrationRecord.fetchAll(db, "WHERE status = 'active' AND erased_ms IS NULL ORDER BY id", []).filter {
            !name.isEmpty && (folded($0.person.name) == name || folded($0.person.badgeName) == name)
                || !email.isEmpty && folded(address: $0.person.email) == email
        }
    }

    private static func block(
        _ db: Database, _ id: Registration.ID, because reason: String?, context: WriteContext
    ) throws {
        try db.execute(sql: "UPDATE registration SET blocked_because = ? WHERE id = ?", arguments: [reason, id])
        try RegistrationRecord.tell(db, id, reason == nil ? .unblocked : .blocked, context: context)
    }

    private static func folded(_ name: String) -> String {
        SearchText.fold(name).split { $0 == " " || $0 == "," }.sorted().joined(separator: " ")
    }

    private static func folded(address: String) -> String { address.lowercased() }
}

/// What barring somebody, or ending that, did.
package struct BarredResult: Codable, Sendable {
    private let number: Int64
    /// The numbers of those who were blocked by it, or let in again.
    private let blocked: [UInt32]

    init(number: Int64, blocked: [UInt32]) {
        self.number = number
        self.blocked = blocked
    }

    package var id: BarredPerson.ID { BarredPerson.ID(rawValue: number) }
    package var registrations: [Registration.ID] { blocked.map { Registration.ID(rawValue: $0) } }
}

/// A row of `barred_person`.
private struct BarredRow: RowRecord {
    static let query = "SELECT id, name, folded, email, note, author, at_ms FROM barred_person WHERE ended_ms IS NULL"

    let id: BarredPerson.ID
    let name: String
    let folded: String
    let email: String
    let note: String
    let author: String
    let atMs: Int64

    var person: BarredPerson {
        BarredPerson(
            id: id, name: name, email: email, note: note, author: author, time: Date(milliseconds: atMs))
    }
}
