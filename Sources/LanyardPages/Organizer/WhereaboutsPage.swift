import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP

/// /organizer/whereabouts: which machine has the event's file, since when, and how it is handed over.
struct WhereaboutsPage {
    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.whereaboutsPage, for: OrganizerPages.roles) { visit in
            let found = try await visit.services.whereabouts()
            let names = try await visit.services.store.read { try EventStore.deviceNames($0) }
            return try visit.page(
                "whereabouts",
                [
                    "is_here": .flag(found.bar == nil), "since": .text(Self.since(found, visit)),
                    "waiting": .text(found.waiting == 0 ? "" : visit.format.number(found.waiting)),
                    "incarnation": .text(visit.format.number(found.incarnation.number)),
                    "file": .text(visit.services.store.url.lastPathComponent),
                    "lives": .list(
                        found.lives.map { life in
                            [
                                "number": .number(life.number),
                                "cause": .text(visit.words("life_\(life.cause.rawValue)")),
                                "time": .text(visit.format.moment(life.time)),
                                "author": .text(Author(life.author).told(names)),
                            ]
                        }),
                ])
        }
    }

    private static func since(_ found: Whereabouts, _ visit: PageVisit) -> String {
        switch found.bar {
        case .closing(let handing), .elsewhere(let handing): visit.format.fullMoment(handing.time)
        case .onlyRead, nil: ""
        }
    }
}
