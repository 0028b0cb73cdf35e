package import Conference
import EventStore
package import Foundation
import GRDB

/// How long a place is held for whoever registered by themselves and has paid nothing.
extension RegistrationLedger {
    /// Whoever registered by themselves, owes something, has paid nothing and has no invoice; whom no desk has done anything for;
    /// and of whose payments at a provider none may still come. With since when they could have paid what they have.
    private static let held = """
        SELECT registration.id,
               (SELECT max(at_ms) FROM registration_history
                WHERE registration_history.registration = registration.id
                    AND kind IN ('registered', 'promoted', 'days_changed', 'add_on_added')) AS since_ms
        FROM registration
        WHERE status = 'active' AND let_in_because IS NULL
            AND EXISTS (
                SELECT 1 FROM registration_history
                WHERE registration_history.registration = registration.id AND kind = 'registered' AND author = 'self')
            AND NOT EXISTS (
                SELECT 1 FROM registration_history
                WHERE registration_history.registration = registration.id AND author <> 'self'
                    AND kind IN ('reinstated', 'days_changed', 'category_changed', 'add_on_added', 'add_on_removed', 'waived',
                                 'voucher_redeemed', 'took_over', 'absorbed'))
            AND NOT EXISTS (SELECT 1 FROM payment WHERE payment.registration = registration.id)
            AND NOT EXISTS (
                SELECT 1 FROM document_person
                WHERE document_person.registration = registration.id AND document_person.kind = 'invoice')
            AND NOT EXISTS (
                SELECT 1 FROM document
                WHERE document.registration = registration.id AND document.kind = 'invoice')
            AND NOT EXISTS (
                SELECT 1 FROM checkout WHERE checkout.registration = registration.id AND poll_ms IS NOT NULL)
        """

    private struct Held: RowRecord {
        let id: Registration.ID
        let sinceMs: Int64
    }

    /// Until when somebody's place is held; nil for one that is held without an end.
    ///
    /// - Parameter days: for how long places are held.
    package func heldUntil(_ id: Registration.ID, days: Int) async throws -> Date? {
        try await store.read { db in
            guard try Journal.due(db, from: id) > .zero,
                let held = try Held.fetchOne(
                    db.cachedStatement(sql: "\(Self.held) AND registration.id = ?"), arguments: [id])
            else { return nil }
            return Self.end(held, days)
        }
    }

    private static func end(_ held: Held, _ days: Int) -> Date {
        Date(milliseconds: held.sinceMs).addingTimeInterval(Double(days) * 86_400)
    }

    /// Cancels those who have not paid in time: what they owe is credited, and their places go to whoever waits.
    ///
    /// - Parameters:
    ///   - days: for how long places are held.
    ///   - limit: how many are cancelled at the most.
    /// - Returns: who they were.
    package func releaseUnpaid(heldFor days: Int, limit: Int, at now: Date) async throws -> [Registration.ID] {
        let latest = now.addingTimeInterval(-Double(days) * 86_400).milliseconds
        let over = try await store.read { db in
            try Held.fetchAll(
                db, sql: "SELECT * FROM (\(Self.held)) WHERE since_ms <= ? ORDER BY id", arguments: [latest]
            ).filter { try Journal.due(db, from: $0.id) > .zero }.prefix(limit)
        }
        var released: [Registration.ID] = []
        for held in over {
            let context = WriteContext(
                author: "hold", origin: "", time: now,
                key: try IdempotencyKey(parts: "hold", held.id.description, String(held.sinceMs)))
            let done = try await store.perform(
                "registration.release", content: [held.id.description], context: context
            ) { [store] db in
                // Somebody may have paid meanwhile.
                guard try Journal.due(db, from: held.id) > .zero,
                    let still = try Held.fetchOne(
                        db.cachedStatement(sql: "\(Self.held) AND registration.id = ?"), arguments: [held.id]),
                    still.sinceMs <= latest
                else { return false }
                let definition = try store.definition(db)
                let places = try Self.end(db, held.id, as: nil, successor: nil, context: context)
                try Charges.settle(db, definition, held.id, memo: "not paid in time", context: context)
                try RegistrationRecord.tell(db, held.id, .cancelled, context: context)
                try WaitingList.promote(db, definition, places, context: context)
                return true
            }
            if done.result, !done.replayed { released.append(held.id) }
        }
        return released
    }
}
