import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// Lists of people as files, for the desk, and without e-mail addresses for whoever watches the numbers.
struct ListingRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.listings + "/:form", for: .roles(.desk, .reports)) { request, context, device in
            let form = try Choice.read(try context.parameters.require("form"), as: PeopleFileForm.self)
            var listing = try await Self.listing(request, services, sight: device.role.answerSight)
            listing.showsEmail = device.role != .reports
            let style = try request.choice("style", CSVText.Style.self, default: .plain)
            return Response(try await services.file(of: listing, as: form, style: style), withDigest: false)
        }
    }

    private static func listing(
        _ request: Request, _ services: EventServices, sight: AnswerSight
    ) async throws -> PeopleListing {
        let query = request.uri.queryParameters
        let event = try await services.store.definition()
        var listing = PeopleListing()
        listing.sight = sight
        if let columns = query["columns"] { try listing.choose(columns: String(columns), of: event) }
        listing.order = try request.choice("sort", PeopleListing.Order.self, default: .number)
        listing.categories = Set(try query[values: "category"].map { try event.category(named: String($0)) })
        if let days = query["days"] { listing.days = try DaySet(String(days), dayCount: event.days.count) }
        listing.addOns = Set(query[values: "addOn"].map { AddOn.ID(rawValue: String($0)) })
        listing.affiliations = Set(query[values: "affiliation"].map(String.init))
        listing.status = try query["status"].map { try Choice.read(String($0), as: Registration.Status.self) }
        listing.isUnprinted = try request.isYes("unprinted")
        listing.owes = try request.isYes("owing")
        return listing
    }
}
