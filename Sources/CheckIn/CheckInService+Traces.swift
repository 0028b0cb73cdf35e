package import Conference
import DoorRules
package import EventStore
package import Foundation
import GRDB

extension CheckInService {
    /// The scans that the server received from a device since a time by its own clock, and that nobody took back, in the
    /// order in which they were recorded.
    ///
    /// - Parameters:
    ///   - after: those of later numbers only.
    ///   - limit: how many at the most.
    package func scans(
        from device: Device.ID, since: Date, after: ScanOutcome.ScanID? = nil, limit: Int
    ) async throws -> [ScanOutcome] {
        try await store.read { db in
            try Self.received(db, from: device, since: since, after: after, limit: limit).map { id in
                try ScanRecord.outcome(db, of: id, isReplayed: false)
            }
        }
    }

    /// How many such scans there are.
    package func scanCount(from device: Device.ID, since: Date) async throws -> Int {
        try await store.read { db in
            try Self.received(db, from: device, since: since, after: nil, limit: .max).count
        }
    }

    /// Takes back all that the server received from a device since a time by its own clock, each scan as an event of its own.
    ///
    /// Called again it goes on where it was stopped.
    /// - Returns: how many scans were taken back.
    /// - Throws: `device_unknown`, `reason_missing`, `text_too_long`.
    package func takeBack(
        from device: Device.ID, since: Date, because reason: String, context: WriteContext
    ) async throws -> Int {
        let reason = try Self.reason(reason)
        var count = 0
        var last: ScanOutcome.ScanID?
        while true {
            let after = last
            let done = try await store.write { [store] db in
                guard try EventStore.device(db, id: device) != nil else {
                    throw EventStoreError(.deviceUnknown, ErrorDetail("device", device))
                }
                let door = try DoorTransaction(db, store: store)
                // Few at once: doors wait for the same writer.
                let scans = try Self.received(db, from: device, since: since, after: after, limit: 8)
                for scan in scans {
                    try door.undo(
                        ScanRecord.outcome(db, of: scan, isReplayed: false), because: reason, context: context)
                }
                return scans
            }
            guard let latest = done.last else { return count }
            count += done.count
            last = latest
        }
    }

    private static func received(
        _ db: Database, from device: Device.ID, since: Date, after: ScanOutcome.ScanID?, limit: Int
    ) throws -> [ScanOutcome.ScanID] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM scan WHERE device = ? AND id > ? AND coalesce(received_ms, at_ms) >= ?
                      AND NOT EXISTS (SELECT 1 FROM scan_undo WHERE scan = scan.id)
                    ORDER BY id LIMIT ?
                    """),
            arguments: [device.rawValue, after?.rawValue ?? 0, since.milliseconds, limit]
        ).map { ScanOutcome.ScanID(rawValue: $0) }
    }
}
