import CheckIn
import Conference
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Printing
import ServiceLifecycle

/// What is being printed, for the desk: queues, jobs, and how they stand as it happens.
struct PrintJobRoutes {
    private static let limitMax = 100
    /// How often the file is asked, after how many pauses a comment goes out, and how many changes one look takes.
    private static let pause = Duration.milliseconds(250)
    private static let pausesMax = 60
    private static let changesMax = 100

    let services: EventServices
    private let readers = ConcurrencyLimit(max: 64, refusal: ServerError("too_many_readers"))

    init(services: EventServices) { self.services = services }

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.printQueues)) { _, context in
            _ = try context.device(of: .desk)
            return try Response(json: ["items": try await services.printServer.queues().map(PrintQueueBody.init)])
        }
        group.get(RouterPath(Paths.printJobs)) { request, context in
            _ = try context.device(of: .desk)
            let query = request.uri.queryParameters
            let limit = try Self.limit(query["limit"].map(String.init))
            let before = try Self.cursor(query["before"].map(String.init))
            let zone = try await services.zone()
            // One more than asked for tells whether there is a next page.
            let jobs = try await services.badges.jobs(before: before.map(PrintJob.ID.init), limit: limit + 1)
            let items = jobs.prefix(limit)
            return try Response(
                json: Page(
                    items: items.map { PrintJobBody($0, zone: zone) },
                    next: jobs.count > limit ? items.last?.id.rawValue : nil))
        }
        group.get("\(Paths.printJobs)/:job") { _, context in
            _ = try context.device(of: .desk)
            let id = try Self.job(context)
            try await services.followPrintJobs()
            return try await answer(try await services.badges.job(id))
        }
        group.post("\(Paths.printJobs)/:job/cancel") { request, context in
            let device = try context.device(of: .desk)
            let write = try device.write(
                services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
            return try await answer(try await services.cancelPrintJob(Self.job(context), context: write))
        }
        group.get("\(Paths.printJobs)/live") { request, context in
            _ = try context.device(of: .desk)
            let last = try Self.cursor(request.headers[.lastEventID])
            let start = if let last { last } else { try await services.badges.lastJobChange() }
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

    /// Tells until the reader leaves or the server ends; from the file, so that nobody misses what another process did.
    @concurrent
    private static func tell(
        _ services: EventServices, after start: Int64, to writer: inout any ResponseBodyWriter
    ) async throws {
        let zone = try await services.zone()
        var last = start
        // Says at once that the stream is open.
        try await writer.write(ByteBuffer(string: ": listening\n\n"))
        var pauses = 0
        while !Task.isShuttingDownGracefully {
            let jobs = try await services.badges.jobChanges(after: last, limit: changesMax)
            if let latest = jobs.last {
                var text = ByteBuffer()
                for job in jobs {
                    text.writeString("id: \(job.standing.change)\nevent: print-job\ndata: ")
                    text.writeBytes(try JSONText.encode(PrintJobBody(job, zone: zone)))
                    text.writeString("\n\n")
                }
                try await writer.write(text)
                last = latest.standing.change
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

    private func answer(_ job: PrintJob) async throws -> Response {
        try Response(json: PrintJobBody(job, zone: try await services.zone()))
    }

    private static func job(_ context: DeviceRequestContext) throws -> PrintJob.ID {
        guard let number = Int64(try context.parameters.require("job")) else { throw ServerError("route_unknown") }
        return PrintJob.ID(rawValue: number)
    }

    private static func cursor(_ text: String?) throws -> Int64? {
        guard let text else { return nil }
        guard let number = Int64(text), number >= 0 else { throw ServerError("cursor_invalid") }
        return number
    }

    private static func limit(_ text: String?) throws -> Int {
        guard let text else { return 20 }
        guard let limit = Int(text), (1...limitMax).contains(limit) else {
            throw ServerError("limit_invalid", ErrorDetail("limit", limitMax))
        }
        return limit
    }

    /// Part of a list, and the cursor of the next part where there is one (`?before=`).
    private struct Page: Encodable {
        let items: [PrintJobBody]
        let next: Int64?
    }
}
