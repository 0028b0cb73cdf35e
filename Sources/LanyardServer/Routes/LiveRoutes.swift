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
    /// How many verdicts are sent before the counts are.
    private static let noticesMax = 200

    let services: EventServices
    private let readers = ReaderLimit(max: 64)

    init(services: EventServices) { self.services = services }

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.live)) { request, context in
            _ = try context.device(of: .door, .desk, .reports)
            let start = try await Self.start(request, services)
            try await readers.enter()
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { [services, readers] writer in
                    do {
                        try await Self.tell(services, after: start, to: &writer)
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

    /// Tells until the reader leaves or the server ends.
    @concurrent
    private static func tell(
        _ services: EventServices, after start: ScanOutcome.ScanID, to writer: inout any ResponseBodyWriter
    ) async throws {
        let zone = TimeZone(identifier: try await services.store.definition().timeZone) ?? .gmt
        var last = start
        try await writer.write(try await counts(services))
        var pauses = 0
        while !Task.isShuttingDownGracefully {
            let notices = try await services.door.notices(after: last, limit: noticesMax)
            if let latest = notices.last {
                var text = ByteBuffer()
                for notice in notices {
                    text.writeString("id: \(notice.scan)\nevent: scan\ndata: ")
                    text.writeBytes(try JSONText.encode(ScanNoticeBody(notice, zone: zone)))
                    text.writeString("\n\n")
                }
                try await writer.write(text)
                try await writer.write(try await counts(services))
                last = latest.scan
                pauses = 0
            } else if pauses == pausesMax {
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
                pauses = 0
            }
            pauses += 1
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch is CancellationError {
                return
            }
        }
    }

    private static func counts(_ services: EventServices) async throws -> ByteBuffer {
        let gates = try await services.door.gates(at: services.clock.now).map(GateBody.init)
        var text = ByteBuffer(string: "event: counts\ndata: ")
        text.writeBytes(try JSONText.encode(["gates": gates]))
        text.writeString("\n\n")
        return text
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

/// How many read at a time.
actor ReaderLimit {
    private let max: Int
    private var count = 0

    init(max: Int) { self.max = max }

    /// - Throws: `too_many_readers`.
    func enter() throws {
        guard count < max else { throw ServerError("too_many_readers") }
        count += 1
    }

    func leave() { count -= 1 }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
}
