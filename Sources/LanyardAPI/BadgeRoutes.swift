import BadgeRenderer
import Badges
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Representations

/// Badges, for the desk: issued and printed, looked at, voided.
struct BadgeRoutes {
    /// The most badges that one request prints; a command prints a whole event.
    static let badgesMax = 1_000
    /// Requests that may wait for the renderer, which draws one after another.
    private static let renderingMax = 16

    let services: EventServices
    private let rendering = ConcurrencyLimit(max: renderingMax, refusal: ServerError(.renderingBusy))

    init(services: EventServices) { self.services = services }

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.badges, for: .roles(.desk)) { request, context, device in
            try await print(request, context, device, mustQueue: false)
        }
        routes.post(Paths.printJobs, for: .roles(.desk)) { request, context, device in
            try await print(request, context, device, mustQueue: true)
        }
        routes.get("\(Paths.badges)/:code", for: .roles(.desk)) { request, context, _ in
            let registration = try await services.ledger.registration(named: context.parameters.require("code"))
            let zone = try await services.zone()
            let events = try await services.badges.history(of: registration.id)
            return try Response(json: ["items": events.map { BadgeHappeningBody($0, zone: zone, in: request.language) }]
            )
        }
        routes.get("\(Paths.badges)/:code/preview", for: .roles(.desk)) { request, context, _ in
            let query = request.uri.queryParameters
            guard let dpi = Double(query["dpi"].map(String.init) ?? "150") else {
                throw ServerError(.dpiOutOfRange)
            }
            let side = try request.choice("side", Side.self, default: .front)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let png = try await rendering.run {
                try await services.preview(
                    of: id, template: query["template"].map(String.init), dotsPerInch: dpi,
                    back: side == .back)
            }
            return Response(
                status: .ok, headers: [.contentType: "image/png", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
        }
        routes.post("\(Paths.badges)/:code/ticket", for: .roles(.desk)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.decode(as: TicketOrder.self, context: context)
            let form = try Choice.read(body.form ?? TicketForm.letter.rawValue, as: TicketForm.self)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            return Response(try await rendering.run { try await services.ticket(of: id, as: form, context: write) })
        }
        routes.post("\(Paths.badges)/:code/void", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Void.self, context: context)
            let registration = try await services.ledger.registration(named: context.parameters.require("code"))
            let voided = try await services.badges.revoke(
                latestOf: registration.id, reason: body.reason,
                context: device.write(request, context, services.clock))
            return try Response(json: ["issue": voided.result.number.rawValue])
        }
    }

    private enum Side: String, CaseIterable { case front, back }

    private struct TicketOrder: Decodable {
        /// letter, a4 or calendar; nil for letter.
        let form: String?
    }

    private struct Void: Decodable { let reason: String }

    private func print(
        _ request: Request, _ context: DeviceRequestContext, _ device: Device, mustQueue: Bool
    ) async throws -> Response {
        let body = try await request.decode(as: BadgeOrderBody.self, context: context)
        let event = try await services.store.definition()
        let order = try await body.order(by: services)
        let queue = try body.queueDestination()
        guard queue != nil || !mustQueue else { throw ServerError(.queueMissing) }
        if body.dryRun == true {
            let dry = try await rendering.run {
                let plan = try await services.plan(order)
                guard plan.badgeCount <= Self.badgesMax else {
                    throw BadgeRendererError(.batchTooLarge, ErrorDetail("badges_max", Self.badgesMax))
                }
                return BadgeRunBody(plan, try await services.preflight(plan), in: request.language)
            }
            return try Response(json: dry)
        }
        let write = try device.write(request, context, services.clock)
        let outcome = try await rendering.run {
            try await services.print(order, to: queue ?? .answer, limit: Self.badgesMax, context: write)
        }
        let location = "\(Paths.api)/\(Paths.printJobs)/\(outcome.job.id)"
        guard let pdf = outcome.pdf else {
            let run = BadgeRunBody(outcome, zone: event.zone, in: request.language)
            var response = try Response(status: .accepted, json: run)
            response.headers[.location] = location
            return response
        }
        return Response(
            status: .created,
            headers: [
                .contentType: "application/pdf",
                .contentDisposition: "inline; filename=\"badges-\(outcome.job.id).pdf\"",
                .location: location,
                .lanyardProblems: String(outcome.findings.count { $0.severity == .problem }),
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: pdf)))
    }
}

extension HTTPField.Name {
    /// How many problems preflight found in what was drawn.
    fileprivate static let lanyardProblems = HTTPField.Name("Lanyard-Problems")!
}
