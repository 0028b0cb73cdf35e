package import Conference
package import EventStore
import GRDB

extension RegistrationLedger {
    /// How many registrations one e-mail address may hold: a family's, not a robot's.
    package static let registrationsPerAddressMax = 10

    /// Registers somebody who does it themselves. Days and side events that are full are waited for.
    ///
    /// - Throws: what `register` throws; `register_closed` outside the time in which people register themselves, or where
    ///   they never do; `register_full` where all places are taken; `register_category` for a category that nobody can
    ///   choose; `register_address_missing`; `register_too_many` for an address that has several registrations.
    package func registerOneself(
        _ new: NewRegistration, context: WriteContext
    ) async throws -> Performed<RegistrationSummary> {
        let done = try await store.perform("registration.self", content: new.content, context: context) { [store] db in
            let definition = try store.definition(db)
            guard let plan = definition.register, plan.standing(at: context.time) == .open else {
                throw LedgerError(.registerClosed)
            }
            guard plan.categories.contains(new.category) else {
                throw LedgerError(.registerCategory, ErrorDetail("category", new.category.rawValue))
            }
            guard !new.person.email.isEmpty else { throw LedgerError(.registerAddressMissing) }
            let taken = try Int.fetchOne(db, sql: "SELECT count(*) FROM registration WHERE status = 'active'") ?? 0
            guard plan.places.map({ taken < $0 }) ?? true else {
                throw LedgerError(.registerFull, ErrorDetail("places", plan.places ?? 0))
            }
            let own = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM registration WHERE email = ? COLLATE NOCASE AND status = 'active'",
                arguments: [new.person.email])
            guard own ?? 0 < Self.registrationsPerAddressMax else {
                throw LedgerError(.registerTooMany, ErrorDetail("limit", Self.registrationsPerAddressMax))
            }
            return try Self.register(db, definition, new, status: .active, context: context).id.rawValue
        }
        return Performed(
            result: try await standing(of: Registration.ID(rawValue: done.result)).summary, replayed: done.replayed)
    }

    /// Whose address this is, of those whose place stands or who cancelled it.
    package func registrations(withAddress email: String) async throws -> [Registration] {
        try await store.read { db in
            try RegistrationRecord.fetchAll(
                db,
                """
                WHERE email = ? COLLATE NOCASE AND email <> '' AND ended IS NULL
                ORDER BY status <> 'active', id LIMIT ?
                """,
                [email, Self.registrationsPerAddressMax])
        }
    }
}
