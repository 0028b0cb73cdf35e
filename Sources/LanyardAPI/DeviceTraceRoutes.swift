import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Representations

/// What a device did, and taking its scans back: for a phone that was lost.
struct DeviceTraceRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.devices)/:device/traces", for: .roles(.organizer)) { request, context, _ in
            let since = try Timestamp.date(request.uri.queryParameters["since"].map(String.init) ?? "")
            return try await answer(try Self.device(context), since: since, request)
        }
        routes.post("\(Paths.devices)/:device/take-back", for: .roles(.organizer)) { request, context, asking in
            let body = try await request.decode(as: TakeBack.self, context: context)
            let device = try Self.device(context)
            let count = try await services.checkIn.takeBack(
                from: device, since: try Timestamp.date(body.since), because: body.reason,
                context: asking.write(request, context, services.clock))
            return try Response(json: ["takenBack": count])
        }
    }

    private func answer(_ device: Device.ID, since: Date, _ request: Request) async throws -> Response {
        try Response(
            json: DeviceTracesBody(
                try await services.traces(of: device, since: since), event: try await services.store.definition(),
                in: request.language))
    }

    private struct TakeBack: Decodable {
        /// From when on, by the server's clock.
        let since: String
        let reason: String
    }

    private static func device(_ context: DeviceRequestContext) throws -> Device.ID {
        Device.ID(rawValue: try context.parameters.row("device"))
    }
}
