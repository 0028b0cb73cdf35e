import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Registrations, for the desk.
struct RegistrationRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.registrations, for: .roles(.desk)) { request, _, _ in
            let page = try PageLimit(request)
            let after = try page.number().map { number in
                guard let number = UInt32(exactly: number) else { throw ServerError(.cursorInvalid) }
                return Registration.ID(rawValue: number)
            }
            let found = try await services.ledger.list(after: after, limit: page.fetchCount)
            return try Response(
                json: PageBody(found, page, cursor: \.registration.id.rawValue) { RegistrationBody($0) })
        }
        routes.get("\(Paths.registrations)/:code", for: .roles(.desk)) { _, context, _ in
            let code = try context.parameters.require("code")
            let registration = try await services.ledger.registration(named: code)
            return try Response(registration: try await services.ledger.standing(of: registration.id))
        }
    }
}
