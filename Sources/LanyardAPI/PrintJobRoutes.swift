import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Printing
import RegistrationLedger
import Representations

/// What is being printed, for the desk: queues, jobs, and how they stand as it happens; and of whom something changed.
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
            let write = try device.write(request, context, services.clock)
            return try await answer(
                try await services.cancelPrintJob(Self.job(context), context: write), to: request)
        }
        routes.get("\(Paths.printJobs)/live", for: .roles(.desk)) { [services, stream] request, _, device in
            let heard = try request.lastEvent()
            let job = if let heard { heard } else { try await services.badges.lastJobChange() }
            let line = try await Self.firstLine(request, services)
            let zone = try await services.zone()
            let language = request.language
            return try stream.response(to: device, of: services.store, after: Position(job: job, line: line)) { last in
                let jobs = try await services.badges.jobChanges(after: last.job, limit: Self.changesMax)
                last.job = jobs.last?.standing.change ?? last.job
                let lines = try await services.ledger.historyLines(after: last.line, limit: Self.changesMax)
                last.line = lines.last?.id ?? last.line
                let printed = try jobs.map { job in
                    try ServerSentEvent(
                        "print-job", id: job.standing.change, PrintJobBody(job, zone: zone, in: language))
                }
                return try printed + lines.map { try ServerSentEvent("registration", ChangeBody($0)) }
            }
        }
    }

    /// What a listener has heard: the last change of a job, and the last line of people's histories.
    private struct Position {
        var job: Int64
        var line: Int64
    }

    /// How far back a page may lie of which its reader asks what changed since.
    private static let linesBackMax: Int64 = 1_000

    /// From where a listener hears what happens to registrations: from what its page shows (`changes_after`), or from now.
    ///
    /// - Throws: `cursor_invalid`.
    private static func firstLine(_ request: Request, _ services: EventServices) async throws -> Int64 {
        let last = try await services.ledger.lastHistoryLine()
        guard let text = request.uri.queryParameters["changes_after"] else { return last }
        guard let shown = Int64(text), shown >= 0 else { throw ServerError(.cursorInvalid) }
        return min(max(shown, last - linesBackMax), last)
    }

    /// Something happened to a registration; what, its page tells those who may see it.
    private struct ChangeBody: Encodable {
        let registration: UInt32
        /// The line of the histories that says so.
        let change: Int64

        init(_ line: HistoryLine) {
            registration = line.registration.rawValue
            change = line.id
        }
    }

    private func answer(_ job: PrintJob, to request: Request) async throws -> Response {
        try Response(json: PrintJobBody(job, zone: try await services.zone(), in: request.language))
    }

    private static func job(_ context: DeviceRequestContext) throws -> PrintJob.ID {
        PrintJob.ID(rawValue: try context.parameters.row("job"))
    }
}
