import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Representations

/// What is erased and when, and erasing it, for the organizer.
struct RetentionRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.retention, for: .roles(.organizer)) { _, _, _ in
            try Response(json: ["items": try await services.retention().map(RetentionBody.init)])
        }
        routes.post("\(Paths.retention)/purge", for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            return try Response(json: PurgeBody(try await services.purge(context: write)))
        }
    }
}
