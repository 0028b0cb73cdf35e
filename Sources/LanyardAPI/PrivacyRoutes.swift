import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// What people may ask of an organizer about their own data: all of it, and that it is erased.
struct PrivacyRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.registrations)/:code/data", for: .roles(.organizer)) { request, context, _ in
            let id = try await services.ledger.registration(named: context.parameters.require("code")).id
            return try Response(json: PersonRecordBody(try await services.record(of: id), in: request.language))
        }
        routes.get(Paths.erasures, for: .roles(.organizer)) { _, _, _ in
            let event = try await services.store.definition()
            let requests = try await services.ledger.erasureRequests()
            return try Response(json: ["items": requests.map { ErasureRequestBody($0, event: event) }])
        }
    }
}
