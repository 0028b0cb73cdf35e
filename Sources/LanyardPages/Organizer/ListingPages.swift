import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// /organizer/imports/list: the people as a file, chosen by the form of /organizer/imports.
struct ListingPages {
    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.listingPage, for: OrganizerPages.roles) { visit in
            func query(_ name: Substring) -> String? { visit.request.uri.queryParameters[name].map(String.init) }
            var listing = PeopleListing()
            listing.sight = .everything
            listing.order = try Choice.read(query("sort") ?? "number", as: PeopleListing.Order.self)
            if let addOn = query("add_on"), !addOn.isEmpty { listing.addOns = [AddOn.ID(rawValue: addOn)] }
            listing.isUnprinted = query("which") == "unprinted"
            listing.owes = query("which") == "owing"
            let form = query("form") ?? "csv"
            let style = CSVText.Style(rawValue: form) ?? .plain
            return Response(
                try await visit.services.file(of: listing, as: form == "xlsx" ? .xlsx : .csv, style: style),
                withDigest: false)
        }
    }
}
