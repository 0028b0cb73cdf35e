import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// /organizer/exhibitors: which booths there are, and how they fare.
struct ExhibitorPages {
    private static let path = Paths.exhibitorsPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in
            let booths = try await visit.services.booths()
            return try visit.organizerPage(
                "exhibitors",
                [
                    "has_booths": .flag(!booths.isEmpty),
                    "booths": .list(
                        booths.map { booth in
                            [
                                "name": .text(booth.exhibitor.name),
                                "path": .text(BoothPages.path(of: booth.exhibitor.id)),
                                "asks": .text(
                                    booth.exhibitor.fields.map { visit.words.label(of: $0) }.joined(separator: ", ")),
                                "visits": .text(visit.format.number(booth.figures.visits)),
                                "leads": .text(visit.format.number(booth.figures.leads)),
                                "devices": .list(
                                    booth.devices.map { device in
                                        [
                                            "name": .text(device.name),
                                            "path": .text("\(Paths.devicesPage)/\(device.id)"),
                                        ]
                                    }),
                            ]
                        }),
                ], notices: [], at: Self.path)
        }
    }
}
