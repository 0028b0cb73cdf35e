import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP

/// What anyone may ask: is it well, which version is it, how is it spoken to.
struct HealthRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.health, for: .anyone) { _, _, _ in
            // Reading proves that the file answers.
            let event = try await services.store.definition()
            return try Response(json: ["status": "ok", "event": event.slug])
        }
        routes.get(Paths.version, for: .anyone) { _, _, _ in
            try Response(json: ["name": "lanyard", "version": LanyardVersion.current])
        }
        routes.get(Paths.description, for: .anyone) { _, _, _ in
            let text = try Data(contentsOf: services.resources.url.appendingPathComponent("schema/openapi.yaml"))
            return Response(
                status: .ok, headers: [.contentType: "application/yaml"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: text)))
        }
    }
}
