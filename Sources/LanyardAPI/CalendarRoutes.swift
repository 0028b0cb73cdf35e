import Conference
import EventDesk
import Hummingbird
import LanyardHTTP
import NIOCore

/// When what is open, at an address to which calendar programs subscribe: they send neither token nor language.
struct CalendarRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.calendar, for: .anyone) { request, _, _ in
            let named = request.uri.queryParameters["gates"].map(String.init) ?? ""
            let file = try await services.calendar(
                of: Set(named.split(separator: ",").map { Gate.ID(rawValue: String($0)) }),
                in: try request.choice("language", Language.self, default: request.language))
            return Response(
                status: .ok, headers: [.contentType: file.type],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
    }
}
