import Conference
package import EventStore
package import Foundation
import GRDB

/// What a device asked of people without anybody passing: each leaves a trace, so that a phone that lists everybody is seen.
package enum DoorInquiry: String, CaseIterable {
    case search, simulation

    /// How many searches a door may make in a minute: far more than a queue needs, far too few to list a conference unseen.
    static let searchesMax = 30

    func keep(_ db: Database, by device: Device.ID, about person: Registration.ID?, found: Int, time: Date) throws {
        try db.cachedStatement(
            sql: "INSERT INTO door_inquiry (device, kind, registration, found, at_ms) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [device.rawValue, rawValue, person, found, time.milliseconds])
    }

    static func searchCount(_ db: Database, by device: Device.ID, since: Date) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: "SELECT count(*) FROM door_inquiry WHERE device = ? AND at_ms > ? AND kind = 'search'"),
            arguments: [device.rawValue, since.milliseconds]) ?? 0
    }
}

extension CheckInService {
    /// Notes that a door searched for people.
    ///
    /// - Parameter found: how many the answer shows.
    /// - Throws: `searches_too_many` for more than 30 in a minute.
    package func noteSearch(by device: Device, found: Int, time: Date) async throws {
        try await store.write { db in
            let earlier = try DoorInquiry.searchCount(db, by: device.id, since: time.addingTimeInterval(-60))
            guard earlier < DoorInquiry.searchesMax else {
                throw CheckInError(.searchesTooMany, ErrorDetail("limit", DoorInquiry.searchesMax))
            }
            try DoorInquiry.search.keep(db, by: device.id, about: nil, found: found, time: time)
        }
    }

    private struct FoundCount: RowRecord {
        let device: Device.ID
        let found: Int
    }

    /// How many people devices were shown without anybody passing, by device.
    package func inquiryCounts() async throws -> [Device.ID: Int] {
        try await store.read { db in
            try FoundCount.fetchAll(db, sql: "SELECT device, sum(found) AS found FROM door_inquiry GROUP BY device")
                .reduce(into: [:]) { $0[$1.device] = $1.found }
        }
    }
}
