import Conference
import EventStore
import Foundation
import Hummingbird
import RegistrationLedger

/// Registrations, for the desk.
struct RegistrationRoutes {
    /// How many a page has at the most.
    private static let limitMax = 100

    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.registrations)) { request, context in
            _ = try context.device(of: .desk)
            let query = request.uri.queryParameters
            let limit = try Self.limit(query["limit"].map(String.init))
            let after = try Self.cursor(query["after"].map(String.init))
            // One more than asked for tells whether there is a next page.
            let found = try await services.ledger.list(after: after, limit: limit + 1)
            let items = found.prefix(limit).map { RegistrationBody($0) }
            return try Response(json: Page(items: items, next: found.count > limit ? items.last?.number : nil))
        }
        group.get("\(Paths.registrations)/:code") { _, context in
            _ = try context.device(of: .desk)
            let code = try context.parameters.require("code")
            let registration = try await services.ledger.registration(named: code)
            let story = try await services.ledger.story(of: registration.id)
            return try Response(json: RegistrationBody(story.summary))
        }
    }

    private static func limit(_ text: String?) throws -> Int {
        guard let text else { return 20 }
        guard let limit = Int(text), (1...limitMax).contains(limit) else {
            throw ServerError("limit_invalid", ErrorDetail("limit", limitMax))
        }
        return limit
    }

    private static func cursor(_ text: String?) throws -> Registration.ID? {
        guard let text else { return nil }
        guard let number = UInt32(text) else { throw ServerError("cursor_invalid") }
        return Registration.ID(rawValue: number)
    }

    /// Part of a list, and the cursor of the next part where there is one (`?after=`).
    private struct Page: Encodable {
        let items: [RegistrationBody]
        let next: UInt32?
    }
}
