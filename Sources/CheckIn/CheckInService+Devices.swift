import Conference
package import EventStore
import Foundation
import GRDB

extension CheckInService {
    /// The devices in the order of their numbers, the revoked ones too, with their condition; a scan counts as seen.
    ///
    /// - Parameters:
    ///   - after: those of higher numbers only.
    ///   - limit: how many at the most.
    package func deviceConditions(after: Device.ID? = nil, limit: Int = .max) async throws -> [DeviceCondition] {
        try await store.read { db in
            let lastScan = try db.cachedStatement(
                sql: """
                    SELECT coalesce(received_ms, at_ms) FROM scan WHERE device = ? ORDER BY id DESC LIMIT 1
                    """)
            return try EventStore.deviceConditions(db, after: after, limit: limit).map { condition in
                let scanned = try Int64.fetchOne(lastScan, arguments: [condition.device.id.rawValue])
                return condition.seen(scanned.map(Date.init(milliseconds:)))
            }
        }
    }
}
