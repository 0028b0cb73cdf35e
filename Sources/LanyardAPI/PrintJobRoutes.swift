import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Printing
import Representations

/// What is being printed, for the desk: queues, jobs, and how they stand as it happens.
struct PrintJobRoutes {
    /// How many changes one look takes.
    private static let changesMax = 100

    let services: EventServices
    private let stream = ServerSentEventStream(pause: .milliseconds(250))

    init(services: EventServices) { self.services = services }

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.printQueues, for: .roles(.desk)) { request, _, _ in
            let queues = try await services.printServer.queues()
            return try Response(json: ["items": queues.map { PrintQueueBody($0, in: request.language) }])
        }
        routes.get(Paths.printJobs, for: .roles(.desk)) { request, _, _ in
            let page = try PageLimit(request)
            let zone = try await services.zone()
            let jobs = try await services.badges.jobs(
                before: try page.number().map(PrintJob.ID.init), limit: page.fetchCount)
            return try Response(
                json: PageBody(jobs, page, cursor: \.id.rawValue) {
                    PrintJobBody($0, zone: zone, in: request.language)
                })
        }
        routes.get("\(Paths.printJobs)/:job", for: .roles(.desk)) { request, context, _ in
            let id = try Self.job(context)
            try await services.followPrintJobs()
            return try await answer(try await services.badges.job(id), to: request)
        }
        routes.post("\(Paths.printJobs)/:job/cancel", for: .roles(.desk)) { request, context, device in
            let write = try device.write(
                services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
            return try await answer(
                try await services.cancelPrintJob(Self.job(context), context: write), to: request)
        }
        routes.get("\(Paths.printJobs)/live", for: .roles(.desk)) { [services, stream] request, _, device in
            let heard = try request.lastEvent()
            let start = if let heard { heard } else { try await services.badges.lastJobChange() }
            let zone = try await services.zone()
            let language = request.language
            return try stream.response(to: device, of: services.store, after: start) { last in
                let jobs = try await services.badges.jobChanges(after: last, limit: Self.changesMax)
                last = jobs.last?.standing.change ?? last
                return try jobs.map { job in
                    try ServerSentEvent(
                        "print-job", id: job.standing.change, PrintJobBody(job, zone: zone, in: language))
                }
            }
        }
    }

    private func answer(_ job: PrintJob, to request: Request) async throws -> Response {
        try Response(json: PrintJobBody(job, zone: try await services.zone(), in: request.language))
    }

    private static func job(_ context: DeviceRequestContext) throws -> PrintJob.ID {
        PrintJob.ID(rawValue: try context.parameters.row("job"))
    }
}
