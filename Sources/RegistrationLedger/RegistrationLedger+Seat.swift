package import Conference
package import EventStore
import GRDB

extension RegistrationLedger {
    /// Accepts the seat that was offered to somebody who waits, and charges it.
    ///
    /// A freed seat is offered to the head of the list by itself; not so where it could not be sold at that moment: then
    /// the head may have it without an offer.
    /// - Throws: `waits_not` for anybody else, and when the time of the offer is over; `day_full`, `add_on_full`, `days_not_on_sale`,
    ///   `registration_cancelled`, `registration_unknown`.
    package func seat(
        _ id: Registration.ID, at place: Place, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.seat", to: id, content: [id.description, place.description], context: context) {
            [store] db in
            let definition = try store.definition(db)
            try WaitingList.expire(db, definition, context: context)
            _ = try Self.active(db, id)
            let waiting = try WaitingList.list(db, after: nil, limit: .max).filter { $0.place == place }
            let own = waiting.first { $0.registration == id }
            guard let own, own.offeredUntil != nil || own.position == 1 else {
                throw LedgerError(.waitsNot, ErrorDetail("place", place))
            }
            try WaitingList.seat(db, definition, place, for: id, context: context)
            return try RegistrationRecord.fetch(db, id: id)
        }
    }
}
