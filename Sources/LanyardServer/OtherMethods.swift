import Conference
import EventDesk
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import Synchronization

/// What is at an address but does not take a method says which it takes (RFC 9110, section 15.5.6).
///
/// A router has a chain of middlewares for each method of each path. The paths are the same for every event, so all events share one
/// table of them, in which each stands once: of two hundred events that are open it was most of the memory.
final class OtherMethods: Sendable {
    private static let all = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY",
    ]

    private let table = Mutex<RouterResponder<DeviceRequestContext>?>(nil)

    /// Learns the paths of the first event; those of the others are the same.
    func learn(_ router: Router<DeviceRequestContext>) {
        guard table.withLock({ $0 == nil }) else { return }
        let paths = Router(context: DeviceRequestContext.self)
        for routes in Dictionary(grouping: router.routes, by: \.path.description).values {
            var taken = Set(routes.map(\.method.rawValue))
            // Hummingbird adds it to whatever is read.
            if taken.contains("GET") { taken.insert("HEAD") }
            let allowed = Self.all.filter(taken.contains).joined(separator: ", ")
            paths.on(routes[0].path, method: .get) { _, _ -> Response in
                throw ServerError(.methodNotAllowed, ErrorDetail("methods", allowed))
            }
        }
        let responder = paths.buildResponder()
        table.withLock { $0 = responder }
    }

    /// - Throws: `method_not_allowed` where there is something at the address.
    fileprivate func check(_ request: Request, _ context: DeviceRequestContext) async throws {
        guard let table = table.withLock({ $0 }) else { return }
        var head = request.head
        head.method = .get
        _ = try await table.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: context)
    }
}

/// Tells what is not there from what is asked in another way than it takes.
struct RefusedMethods: RouterMiddleware {
    typealias Context = DeviceRequestContext

    /// What Hummingbird calls the path of a request that no route takes.
    private static let unmatched = "NotFound"

    let others: OtherMethods

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && context.endpointPath == Self.unmatched {
            try await others.check(request, context)
            throw error
        }
    }
}
