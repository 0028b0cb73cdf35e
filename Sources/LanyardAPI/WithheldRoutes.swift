import CheckIn
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Representations

/// Scans of uploads that wait for somebody's judgement.
struct WithheldRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.withheldScans, for: .roles(.desk)) { request, _, _ in
            let page = try PageLimit(request)
            let withheld = try await services.checkIn.withheld(
                after: try page.number().map { WithheldScan.ID(rawValue: $0) },
                settled: try request.isYes("settled"), limit: page.fetchCount)
            let event = try await services.store.definition()
            return try Response(
                json: PageBody(withheld, page, cursor: \.id.rawValue) {
                    WithheldScanBody($0, event: event, in: request.language)
                })
        }
        routes.post("\(Paths.withheldScans)/:withheld/accept", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Reason.self, context: context)
            let done = try await services.checkIn.accept(
                Self.withheld(context), note: body.reason,
                context: device.write(
                    services.clock.now, key: try IdempotencyKey.of(request, or: body.nonce), from: context))
            return try Response(json: ["scan": done.result.rawValue])
        }
        routes.post("\(Paths.withheldScans)/:withheld/dismiss", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Reason.self, context: context)
            let done = try await services.checkIn.dismiss(
                Self.withheld(context), note: body.reason,
                context: device.write(
                    services.clock.now, key: try IdempotencyKey.of(request, or: body.nonce), from: context))
            return try Response(json: ["withheld": done.result.rawValue])
        }
    }

    /// Why, and the device's own id of the write; the header `Idempotency-Key` may carry it instead.
    private struct Reason: Decodable {
        let reason: String
        let nonce: String?
    }

    private static func withheld(_ context: DeviceRequestContext) throws -> WithheldScan.ID {
        WithheldScan.ID(rawValue: try context.parameters.row("withheld"))
    }
}
