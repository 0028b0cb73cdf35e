package import Conference
package import EventStore
import GRDB

extension RegistrationLedger {
    /// Gives a free seat to the head of the waiting list, and charges it.
    ///
    /// A freed seat goes to the first in line by itself, unless it could not be sold at that moment.
    /// - Throws: `waits_not` for anybody but the head of the list, `day_full`, `add_on_full`, `days_not_on_sale`,
    ///   `registration_cancelled`, `registration_unknown`.
    package func seat(
        _ id: Registration.ID, at place: Place, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.seat", content: [id.description, place.description], context: context) {
            [store] db in
            let definition = try store.definition(db)
            _ = try Self.active(db, id)
            let head = try WaitingList.list(db, after: nil, limit: .max).first { $0.place == place }
            guard head?.registration == id else { throw LedgerError(.waitsNot, ErrorDetail("place", place)) }
            try WaitingList.seat(db, definition, place, for: id, context: context)
            return try RegistrationRecord.fetch(db, id: id)
        }
    }
}
