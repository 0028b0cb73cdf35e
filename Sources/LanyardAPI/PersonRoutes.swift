import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// What the desk does for one person and knows of them; every write takes the header `Idempotency-Key`.
struct PersonRoutes {
    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.post(RouterPath(Paths.walkIns)) { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: WalkInOrderBody.self, context: context)
            let event = try await services.store.definition()
            let outcome = try await services.walkIn(
                try body.walkIn(event),
                context: device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context))
            let code = outcome.registration.code
            return try Response(
                status: .created,
                json: WalkInBody(
                    outcome, zone: event.zone, paper: "\(Paths.api)/\(Paths.badges)/\(code)/paper",
                    in: request.language))
        }
        group.get("\(Paths.registrations)/:code/file") { request, context in
            _ = try context.device(of: .desk)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            return try Response(json: PersonFileBody(try await services.personFile(of: id), in: request.language))
        }
        group.post("\(Paths.registrations)/:code/hand-overs") { request, context in
            let device = try context.device(of: .desk)
            let body = try await request.decode(as: HandOverOrder.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            try await services.handOver(
                HandOverItem(rawValue: body.item), handed: body.handed ?? true, to: id,
                context: device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context))
            return try Response(json: PersonFileBody(try await services.personFile(of: id), in: request.language))
        }
        group.get("\(Paths.badges)/:code/paper") { _, context in
            _ = try context.device(of: .desk)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            return Response(pdf: try await services.paper(ofBadge: id), name: "badge-\(id)")
        }
    }

    private struct HandOverOrder: Decodable {
        /// `badge`, `shirt`, `bag`, `dot`, `add-on:dinner` and the like.
        let item: String
        /// False takes it back.
        let handed: Bool?
    }
}
