import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP

/// What anyone may ask: is it well, which version is it, how is it spoken to.
struct HealthRoutes {
    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.health)) { _, _ in
            // Reading proves that the file answers.
            let event = try await services.store.definition()
            return try Response(json: ["status": "ok", "event": event.slug])
        }
        group.get(RouterPath(Paths.version)) { _, _ in
            try Response(json: ["name": "lanyard", "version": LanyardVersion.current])
        }
        group.get(RouterPath(Paths.description)) { _, _ in
            let text = try Data(contentsOf: services.resources.url.appendingPathComponent("schema/openapi.yaml"))
            return Response(
                status: .ok, headers: [.contentType: "application/yaml"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: text)))
        }
    }
}
