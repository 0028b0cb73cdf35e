import Badges
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

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.walkIns, for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: WalkInOrderBody.self, context: context)
            let event = try await services.store.definition()
            let outcome = try await services.walkIn(
                try body.walkIn(event, at: services.clock.now, sight: device.role.answerSight),
                context: device.write(request, context, services.clock))
            let code = outcome.registration.code
            return try Response(
                status: .created,
                json: WalkInBody(
                    outcome, zone: event.zone, paper: "\(Paths.api)/\(Paths.badges)/\(code)/paper",
                    in: request.language))
        }
        routes.get("\(Paths.registrations)/:code/file", for: .roles(.desk)) { request, context, device in
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            return try Response(
                json: PersonFileBody(
                    try await services.personFile(of: id), in: request.language, sight: device.role.answerSight))
        }
        routes.post("\(Paths.registrations)/:code/hand-overs", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: HandOverOrder.self, context: context)
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            let write = try device.write(request, context, services.clock)
            if let item = body.item {
                try await services.handOver(
                    HandOverItem(rawValue: item), handed: body.handed ?? true, to: id,
                    collector: body.collector ?? "", context: write)
            } else {
                guard body.handed ?? true else { throw ServerError(.bodyInvalid) }
                try await services.handOverRest(to: id, collector: body.collector ?? "", context: write)
            }
            return try Response(
                json: PersonFileBody(
                    try await services.personFile(of: id), in: request.language, sight: device.role.answerSight))
        }
        routes.get("\(Paths.badges)/:code/paper", for: .roles(.desk)) { _, context, _ in
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            return Response(pdf: try await services.paper(ofBadge: id), name: "badge-\(id)")
        }
    }

    private struct HandOverOrder: Decodable {
        /// `badge`, `shirt`, `bag`, `dot`, `add-on:dinner` and the like; left out for all that they still get.
        let item: String?
        /// False takes it back.
        let handed: Bool?
        /// Who took it for the person; left out where they came themselves.
        let collector: String?
    }
}
