package import Conference
package import EventStore
package import Foundation
package import GRDB
import RegistrationLedger

/// Something that people get at the desk.
package struct HandOverItem: Sendable, Hashable, RawRepresentable {
    /// `badge`, `shirt`, `bag`, `dot`, or `add-on:dinner` and the like.
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let badge = HandOverItem(rawValue: "badge")
    package static let shirt = HandOverItem(rawValue: "shirt")
    package static let bag = HandOverItem(rawValue: "bag")
    package static let dot = HandOverItem(rawValue: "dot")
    package static func addOn(_ id: AddOn.ID) -> HandOverItem { HandOverItem(rawValue: "add-on:\(id)") }

    /// What a person gets at the desk: what everybody gets, the dot for who earned it, and what they booked.
    package static func all(of person: Registration, _ event: EventDefinition, hasDot: Bool) -> [HandOverItem] {
        let booked = event.addOns.map(\.id).filter(person.addOns.contains).map { HandOverItem.addOn($0) }
        return [.badge, .bag, .shirt] + (hasDot ? [.dot] : []) + booked
    }
}

/// That somebody got something at the desk.
package struct HandOver: Sendable, Hashable {
    package let item: HandOverItem
    package let author: String
    package let time: Date
    /// Who took it for the person; empty where they came themselves.
    package let collector: String
}

/// Who got what at the desk; append-only, so that a tick taken back stays on the record.
package struct HandOvers: Sendable {
    let store: EventStore

    package init(store: EventStore) { self.store = store }

    /// Notes that somebody got something, or that they did not after all. What is so already stays as it is.
    ///
    /// - Parameter collector: who took it for them; empty where they came themselves.
    /// - Throws: `hand_over_item_unknown` for an item that is none of those this person can get,
    ///   `registration_unknown`, `text_too_long`, `text_has_controls`, `idempotency_conflict`.
    package func note(
        _ item: HandOverItem, handed: Bool, to registration: Registration.ID, collector: String = "",
        context: WriteContext
    ) async throws {
        let collector = try Self.collector(collector)
        let content =
            [registration.description, item.rawValue, String(handed)] + (collector.isEmpty ? [] : [collector])
        _ = try await store.perform("hand-over", content: content, context: context) { db in
            guard let person = try RegistrationLedger.summary(db, of: registration)?.registration else {
                throw LedgerError(.registrationUnknown, ErrorDetail("number", registration))
            }
            let usual: [HandOverItem] = [.badge, .shirt, .bag, .dot]
            guard usual.contains(item) || person.addOns.contains(where: { .addOn($0) == item }) else {
                throw BadgesError(.handOverItemUnknown, ErrorDetail("item", item.rawValue.prefix(100)))
            }
            let stands = try Self.standing(db, registration).contains { $0.item == item }
            guard stands != handed else { return false }
            try Self.insert(
                db, item, handed: handed, to: registration, collector: handed ? collector : "", context: context)
            return true
        }
    }

    /// Notes that somebody got everything that they still get, in one transaction.
    ///
    /// - Parameters:
    ///   - collector: who took it for them; empty where they came themselves.
    ///   - hasDot: whether they earned the dot, as the transaction sees it.
    /// - Throws: `registration_unknown`, `text_too_long`, `text_has_controls`, `idempotency_conflict`.
    package func noteRest(
        of registration: Registration.ID, collector: String = "", context: WriteContext,
        hasDot: @escaping @Sendable (Database) throws -> Bool
    ) async throws {
        let collector = try Self.collector(collector)
        let content = [registration.description] + (collector.isEmpty ? [] : [collector])
        _ = try await store.perform("hand-over.rest", content: content, context: context) {
            [store] db in
            let person = try RegistrationLedger.registration(db, registration)
            let handed = Set(try Self.standing(db, registration).map(\.item))
            let open = HandOverItem.all(of: person, try store.definition(db), hasDot: try hasDot(db))
                .filter { !handed.contains($0) }
            for item in open {
                try Self.insert(db, item, handed: true, to: registration, collector: collector, context: context)
            }
            return open.count
        }
    }

    private static func collector(_ text: String) throws -> String {
        try Person.line(text, field: "collector", limit: 200)
    }

    private static func insert(
        _ db: Database, _ item: HandOverItem, handed: Bool, to registration: Registration.ID, collector: String,
        context: WriteContext
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO hand_over (registration, item, handed, collector, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                registration, item.rawValue, handed, collector, context.author, context.origin,
                context.time.milliseconds,
            ])
    }

    /// What somebody got, in the order in which they got it.
    package func all(of registration: Registration.ID) async throws -> [HandOver] {
        try await store.read { db in try Self.standing(db, registration) }
    }

    package static func standing(_ db: Database, _ registration: Registration.ID) throws -> [HandOver] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT item, author, at_ms, collector FROM hand_over AS latest
                WHERE registration = ? AND handed
                  AND id = (SELECT max(id) FROM hand_over
                            WHERE registration = latest.registration AND item = latest.item)
                ORDER BY id
                """)
        return try HandOverRecord.fetchAll(statement, arguments: [registration]).map { record in
            HandOver(
                item: HandOverItem(rawValue: record.item), author: record.author,
                time: Date(milliseconds: record.atMs), collector: record.collector)
        }
    }

    /// What was taken for somebody else, by who took it.
    package static func collected(
        _ db: Database
    ) throws -> [(registration: Registration.ID, handOver: HandOver)] {
        try CollectedRecord.fetchAll(
            db,
            sql: """
                SELECT registration, item, collector, author, at_ms FROM hand_over
                WHERE handed AND collector <> '' ORDER BY collector, id
                """
        ).map { record in
            (
                record.registration,
                HandOver(
                    item: HandOverItem(rawValue: record.item), author: record.author,
                    time: Date(milliseconds: record.atMs), collector: record.collector)
            )
        }
    }

    private struct CollectedRecord: RowRecord {
        let registration: Registration.ID
        let item: String
        let collector: String
        let author: String
        let atMs: Int64
    }

    private struct HandOverRecord: RowRecord {
        let item: String
        let author: String
        let atMs: Int64
        let collector: String
    }
}
