import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Wording

/// What anyone may ask: is it well, which version is it, how is it spoken to.
struct HealthRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.health, for: .anyone) { _, _, _ in
            // Reading proves that the file answers.
            let event = try await services.store.definition()
            return try Response(json: ["status": "ok", "event": event.slug])
        }
        // For whoever decides where requests go: it writes nothing, and says what would keep a write from being done.
        routes.get(Paths.ready, for: .anyone) { request, _, _ in
            let found = try await Readiness.check(services)
            let event = try await services.store.definition()
            let warnings = found.map { warning in
                let words = Words(for: warning, in: request.language, to: RequestWords.audience(of: request))
                return Ready.Warning(code: words.code, title: words.sentence)
            }
            return try Response(json: Ready(status: "ready", event: event.slug, warnings: warnings))
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

    private struct Ready: Encodable {
        let status: String
        let event: String
        let warnings: [Warning]

        struct Warning: Encodable {
            let code: String
            let title: String
        }
    }
}
