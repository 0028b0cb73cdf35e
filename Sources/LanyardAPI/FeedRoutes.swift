import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Outbox
import Representations

/// What happened, read by cursor.
struct FeedRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.feed, for: .roles(.reports)) { request, _, _ in
            let page = try PageLimit(request)
            let query = request.uri.queryParameters
            let kinds = try FeedEvent.Kind.read(query["kinds"].map(String.init))
            let position = try await services.goingOn(at: page.text())
            let found = try await services.feed(after: position, kinds: kinds, limit: page.count)
            return try Response(json: FeedBody(found, event: try await services.store.definition()))
        }
    }
}
