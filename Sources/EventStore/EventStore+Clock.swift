import Conference
package import Foundation
import GRDB

extension EventStore {
    /// How far a clock may be behind what was written last before it is told, in seconds.
    private static let secondsBehindMax = 60.0

    /// A warning if the clock is behind what was written last: it was set back, or the machine has none of its own.
    ///
    /// - Returns: `clock_behind`, or nil.
    package func clockWarning(at now: Date) async throws -> EventStoreError? {
        let last = try await read { db in
            try Int64.fetchOne(db, sql: "SELECT at_ms FROM request WHERE number = (SELECT max(number) FROM request)")
        }
        guard let last = last.map({ Date(milliseconds: $0) }),
            last.timeIntervalSince(now) > Self.secondsBehindMax
        else { return nil }
        return EventStoreError(
            .clockBehind, ErrorDetail("now", now.ISO8601Format()), ErrorDetail("last", last.ISO8601Format()))
    }
}
