package import Conference
package import EventStore
package import Foundation
import GRDB
import Outbox

/// Who has to confirm an address before the event counts on them.
enum AddressConfirmation {
    /// Holds somebody's seats, and those of their party, for so many hours, and mails the link by which they confirm.
    static func ask(_ db: Database, of id: Registration.ID, hours: Int, context: WriteContext) throws {
        let until = context.time.addingTimeInterval(Double(hours) * 3_600)
        try db.execute(
            sql: "INSERT INTO address_confirmation (registration, until_ms) VALUES (?, ?)",
            arguments: [id, until.milliseconds])
        try Outbox.write(db, .addressConfirmation, to: id, about: "", context: context)
    }

    /// Until when somebody has to confirm; nil for who has, and who need not.
    static func until(_ db: Database, of id: Registration.ID) throws -> Date? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT until_ms FROM address_confirmation
                    WHERE registration = ? AND confirmed_ms IS NULL AND released_ms IS NULL
                    """),
            arguments: [id]
        ).map { Date(milliseconds: $0) }
    }

    /// Those whose time is over.
    static func overdue(_ db: Database, at now: Date) throws -> [Registration.ID] {
        try Registration.ID.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT registration FROM address_confirmation
                    WHERE confirmed_ms IS NULL AND released_ms IS NULL AND until_ms <= ? ORDER BY until_ms
                    """),
            arguments: [now.milliseconds])
    }

    /// Ends it, as one or the other.
    static func end(_ db: Database, of id: Registration.ID, confirmed: Bool, at now: Date) throws {
        try db.execute(
            sql: """
                UPDATE address_confirmation SET \(confirmed ? "confirmed_ms" : "released_ms") = ?
                WHERE registration = ? AND confirmed_ms IS NULL AND released_ms IS NULL
                """,
            arguments: [now.milliseconds, id])
    }
}

extension RegistrationLedger {
    /// Until when somebody has to confirm their address; nil for who has, and who need not.
    package func confirmation(of id: Registration.ID) async throws -> Date? {
        try await store.read { try AddressConfirmation.until($0, of: id) }
    }

    /// Notes that somebody confirmed their address: from now on their seats and those of their party are theirs, the others
    /// are written to, and a party gets its invoice. Confirming twice changes nothing.
    ///
    /// - Throws: `registration_cancelled` once the seats were released.
    package func confirmAddress(
        of id: Registration.ID, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.confirm", to: id, content: [id.description], context: context) { [store] db in
            let definition = try store.definition(db)
            let registration = try Self.active(db, id)
            guard try AddressConfirmation.until(db, of: id) != nil else { return registration }
            try AddressConfirmation.end(db, of: id, confirmed: true, at: context.time)
            try RegistrationRecord.tell(db, id, .addressConfirmed, context: context)
            let party = try PartyRecord.people(db, of: id)
            if try EventStore.mailOccasions(db).contains(.confirmation) {
                for person in party {
                    try Outbox.write(db, .confirmation, to: person, about: "confirmed", context: context)
                }
            }
            try PartyRecord.issueInvoice(db, definition, of: id, context: context)
            return registration
        }
    }

    /// Frees the seats of those who did not confirm their address in time, with their party; who paid meanwhile has
    /// confirmed by that. Offers that nobody took in time go to the next as well.
    ///
    /// - Returns: how many people lost their seats.
    @discardableResult
    package func releaseSeats(at now: Date) async throws -> Int {
        let isDue = try await store.read { db in
            let overdue = try !AddressConfirmation.overdue(db, at: now).isEmpty
            let expired = try Bool.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM waiting
                        WHERE ended_ms IS NULL AND until_ms IS NOT NULL AND until_ms <= ?)
                        """), arguments: [now.milliseconds])
            return overdue || expired == true
        }
        guard isDue else { return 0 }
        let context = WriteContext(author: "lanyard", origin: "", time: now, key: .unique())
        return try await store.perform("registration.release", content: [], context: context) { [store] db in
            let definition = try store.definition(db)
            try WaitingList.expire(db, definition, context: context)
            var count = 0
            for id in try AddressConfirmation.overdue(db, at: now) {
                let party = try PartyRecord.people(db, of: id)
                let hasPaid = try party.contains { try Journal.entries(db, of: $0).contains { $0.kind == .payment } }
                try AddressConfirmation.end(db, of: id, confirmed: hasPaid, at: now)
                guard !hasPaid else { continue }
                for person in party {
                    guard try RegistrationRecord.fetch(db, id: person).status == .active else { continue }
                    try RegistrationRecord.tell(db, person, .addressUnconfirmed, context: context)
                    _ = try Self.cancel(db, definition, person, leniency: nil, mail: .none, context: context)
                    count += 1
                }
            }
            return count
        }.result
    }
}
