package import Conference
import EventStore
package import Foundation
package import GRDB

/// An entry of somebody that counts, at one gate.
package struct Presence: Sendable, Hashable {
    package let gate: Gate.ID
    /// When they came in.
    package let entered: Date
    /// The event's day of the entry; 0 outside its days.
    package let day: Int
    /// When an exit or the gate's daily closing ended it.
    package let left: Date?
}

extension CheckInService {
    /// How many entries of a person are looked at.
    private static let presencesMax = 20

    /// A person's entries that count, the newest first.
    package func presences(of registration: Registration.ID) async throws -> [Presence] {
        try await store.read { try Self.presences($0, of: registration) }
    }

    /// The same within a transaction.
    package static func presences(_ db: Database, of registration: Registration.ID) throws -> [Presence] {
        try PresenceRecord.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT gate.id, scan.at_ms, coalesce(scan.day, 0) AS day, admission.closed_ms
                    FROM admission JOIN scan ON scan.id = admission.entry_scan JOIN gate ON gate.number = admission.gate
                    WHERE admission.registration = ? AND void IS NULL ORDER BY scan.at_ms DESC LIMIT ?
                    """),
            arguments: [registration.rawValue, Self.presencesMax]
        ).map { entry in
            Presence(
                gate: entry.id, entered: Date(milliseconds: entry.atMs), day: entry.day,
                left: entry.closedMs.map { Date(milliseconds: $0) })
        }
    }

    /// An entry, out of `admission`, `scan` and `gate`.
    private struct PresenceRecord: RowRecord {
        let id: Gate.ID
        let atMs: Int64
        let day: Int
        let closedMs: Int64?
    }

    /// How many different people came in on a day, at whichever gate.
    ///
    /// - Parameter day: the event's day; nil for any.
    package static func arrivedCount(_ db: Database, on day: Int?) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(DISTINCT admission.registration)
                    FROM admission JOIN scan ON scan.id = admission.entry_scan
                    WHERE void IS NULL AND (?1 IS NULL OR scan.day = ?1)
                    """), arguments: [day]) ?? 0
    }
}
