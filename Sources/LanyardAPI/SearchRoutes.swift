import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Finds people by what is known of them. The text comes in the body: a name in an address would end up in logs.
struct SearchRoutes {
    /// The most people that a search returns.
    private static let limitMax = 100
    /// The longest text, in characters.
    private static let textMax = 200

    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.searches, for: .roles(.door, .desk)) { request, context, device in
            let search = try await request.decode(as: Search.self, context: context)
            let limit = search.limit ?? 20
            guard (1...Self.limitMax).contains(limit) else {
                throw ServerError(.limitInvalid, ErrorDetail("limit", Self.limitMax))
            }
            guard search.text.count <= Self.textMax else {
                throw ServerError(.searchTooLong, ErrorDetail("limit", Self.textMax))
            }
            guard device.role != .door else {
                let found = try await services.findAtDoor(search.text, by: device, limit: limit)
                return try Response(json: ["items": found.map(Guest.init)])
            }
            let found = try await services.find(search.text, limit: limit).hits
            return try Response(
                json: ["items": found.map { RegistrationBody($0.summary, distinction: $0.distinction) }])
        }
    }

    private struct Search: Decodable {
        let text: String
        let limit: Int?
    }

    /// What a door needs to pick somebody: no e-mail and no money.
    private struct Guest: Encodable {
        let number: UInt32
        let code: String
        let badgeName: String
        let affiliation: String
        let category: String

        init(_ registration: Registration) {
            number = registration.id.rawValue
            code = registration.code.description
            badgeName = registration.person.nameOnBadge
            affiliation = registration.person.affiliation
            category = registration.category.rawValue
        }
    }
}
