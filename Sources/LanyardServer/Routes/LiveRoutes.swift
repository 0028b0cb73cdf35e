import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Every verdict and the counts of the gates, as they happen: server-sent events (HTML, section 9.2).
///
/// The events are read from the file, so that they tell of every process's scans, none is lost to a slow reader, and a
/// reader that was away goes on where it was (`Last-Event-ID`).
struct LiveRoutes {
    /// How often the file is asked.
    private static let pause = Duration.milliseconds(250)
    /// After how many pauses without an event a comment goes out, by which a reader that left is noticed.
    private static let pausesMax = 60
    /// After how many pauses it is asked whether the reader's device was revoked.
    private static let pausesUnasked = 4
    /// How many verdicts are sent before the counts are.
    private static let noticesMax = 200

    let services: EventServices
    private let readers = ConcurrencyLimit(max: 64, refusal: ServerError("too_many_readers"))
    private let counts: GateCounts

    init(services: EventServices) {
        self.services = services
        counts = GateCounts(services: services)
    }

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.live)) { request, context in
            let device = try context.device(of: .door, .desk, .reports)
            let start = try await Self.start(request, services)
            try await readers.enter()
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { [services, readers, counts] writer in
                    do {
                        try await Self.tell(device.id, services, counts, after: start, to: &writer)
                    } catch {
                        await readers.leave()
                        throw error
                    }
                    await readers.leave()
                    try await writer.finish(nil)
                })
        }
    }

    private static func start(_ request: Request, _ services: EventServices) async throws -> ScanOutcome.ScanID {
        guard let last = request.headers[.lastEventID] else { return try await services.door.lastScan() }
        guard let number = Int64(last), number >= 0 else { throw ServerError("cursor_invalid") }
        return ScanOutcome.ScanID(rawValue: number)
    }

    /// Tells until the reader leaves, its device is revoked, or the server ends.
    @concurrent
    private static func tell(
        _ device: Device.ID, _ services: EventServices, _ counts: GateCounts, after start: ScanOutcome.ScanID,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        let zone = TimeZone(identifier: try await services.store.definition().timeZone) ?? .gmt
        var last = start
        var told: Int?
        var quietPauses = 0
        var pauses = 0
        while !Task.isShuttingDownGracefully {
            if pauses % pausesUnasked == 0, try await services.store.isRevoked(device) { return }
            pauses += 1
            let notices = try await services.door.notices(after: last, limit: noticesMax)
            var text = ByteBuffer()
            for notice in notices {
                text.writeString("id: \(notice.scan)\nevent: scan\ndata: ")
                text.writeBytes(try JSONText.encode(ScanNoticeBody(notice, zone: zone)))
                text.writeString("\n\n")
                last = notice.scan
            }
            if let latest = try await counts.latest(), latest.number != told {
                text.writeImmutableBuffer(latest.event)
                told = latest.number
            }
            quietPauses = text.readableBytes == 0 ? quietPauses + 1 : 0
            if quietPauses == pausesMax {
                text.writeString(": still here\n\n")
                quietPauses = 0
            }
            if text.readableBytes > 0 { try await writer.write(text) }
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
            } catch is CancellationError {
                return
            }
        }
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

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
}
