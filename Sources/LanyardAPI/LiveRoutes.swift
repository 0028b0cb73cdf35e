import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP

/// Every verdict and the counts of the gates, as they happen.
struct LiveRoutes {
    /// How many verdicts are sent before the counts are.
    private static let noticesMax = 200

    /// What a listener has heard.
    private struct Position {
        var scan: ScanOutcome.ScanID
        /// The number of the counts; nil before the first.
        var counts: Int?
    }

    let services: EventServices
    private let stream = ServerSentEventStream(pause: .milliseconds(250))
    private let counts: GateCounts

    init(services: EventServices) {
        self.services = services
        counts = GateCounts(services: services)
    }

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.live, for: .roles(.door, .desk, .reports)) { [services, stream, counts] request, _, device in
            let heard = try request.lastEvent().map(ScanOutcome.ScanID.init)
            let start = if let heard { heard } else { try await services.checkIn.lastScan() }
            let zone = try await services.zone()
            return try stream.response(to: device, of: services.store, after: Position(scan: start)) { position in
                try await Self.events(services, counts, for: device, after: &position, zone: zone)
            }
        }
    }

    private static func events(
        _ services: EventServices, _ counts: GateCounts, for device: Device, after position: inout Position,
        zone: TimeZone
    ) async throws -> [ServerSentEvent] {
        let notices = try await services.checkIn.notices(after: position.scan, limit: noticesMax)
        position.scan = notices.last?.scan ?? position.scan
        var events = try notices.filter { device.sees($0.gate) }.map { notice in
            try ServerSentEvent("scan", id: notice.scan.rawValue, ScanNoticeBody(notice, zone: zone))
        }
        if let latest = try await counts.latest(), latest.number != position.counts {
            events.append(try latest.event(for: device))
            position.counts = latest.number
        }
        return events
    }

    private struct ScanNoticeBody: Encodable {
        let scan: Int64
        let verdict: String
        let gate: String
        let device: Int64
        let direction: String
        let time: String
        let answeredAlone: Bool
        let override: Bool

        init(_ notice: ScanNotice, zone: TimeZone) {
            scan = notice.scan.rawValue
            verdict = notice.verdict.word
            gate = notice.gate.rawValue
            device = notice.device.rawValue
            direction = notice.direction.word
            time = Timestamp(notice.time, in: zone).description
            answeredAlone = notice.isQueued
            override = notice.isOverride
        }
    }
}
