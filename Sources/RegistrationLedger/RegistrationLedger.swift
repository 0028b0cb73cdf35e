package import Conference
package import EventStore
import GRDB

/// The registration ledger of one event: who is coming, what they owe, what they paid.
///
/// Every method writes in one transaction, which is on the disk when it returns.
package struct RegistrationLedger: Sendable {
    let store: EventStore
    let search = RegistrationSearch()

    package init(store: EventStore) { self.store = store }

    /// Applies an edited event file, unless registrations already depend on what it removes.
    ///
    /// A gate that is left out is closed; days may be added at the end. Seats that are added go to those who wait.
    /// - Throws: what `EventStore.apply` throws; `days_in_use`, `add_on_in_use`, `category_in_use`, `seats_in_use`.
    package func apply(
        yaml: String, editing base: String? = nil, context: WriteContext, onlyShow: Bool
    ) async throws -> [DefinitionChange] {
        try await store.apply(
            yaml: yaml, editing: base, author: context.author, time: context.time, onlyShow: onlyShow
        ) { db, old, new in
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM registration") ?? 0 > 0 else { return }
            let oldDates = old.days.map(\.date)
            guard Array(new.days.map(\.date).prefix(oldDates.count)) == oldDates else {
                throw LedgerError(.daysInUse)
            }
            let held = try String.fetchSet(db, sql: "SELECT DISTINCT add_on FROM registration_add_on")
            for addOn in held.subtracting(new.addOns.map(\.id.rawValue)).sorted() {
                throw LedgerError(.addOnInUse, ErrorDetail("add_on", addOn))
            }
            let categories = try String.fetchSet(db, sql: "SELECT DISTINCT category FROM registration")
            for category in categories.subtracting(new.categories.map(\.category.rawValue)).sorted() {
                throw LedgerError(.categoryInUse, ErrorDetail("category", category))
            }
            for place in new.places {
                let taken = try Seats.taken(db, place)
                guard let seats = try place.seats(new), seats < taken else { continue }
                throw LedgerError(
                    .seatsInUse, ErrorDetail("place", place), ErrorDetail("seats", seats),
                    ErrorDetail("taken", taken))
            }
        } follow: { db, new in
            try WaitingList.promote(db, new, new.places, context: context)
        }
    }
}
