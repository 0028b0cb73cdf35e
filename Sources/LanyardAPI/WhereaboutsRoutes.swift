import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Representations

/// Where the event's file is, for the organizer.
struct WhereaboutsRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.whereabouts, for: .roles(.organizer)) { _, _, _ in
            try Response(
                json: WhereaboutsBody(try await services.whereabouts(), zone: try await services.zone()))
        }
    }
}
