package import HTTPTypes
import Hummingbird
import LanyardHTTP

/// Adds routes of the API to the server: each says whom it is for, and its handler gets the caller who was judged by that.
///
/// There is no way to add a route without saying so; what was said is kept as data. A path is below `/v1` unless it begins
/// with a slash.
final class APIRouter {
    private let router: Router<DeviceRequestContext>
    private let callers: Callers
    /// What was added, in that order.
    private(set) var operations: [APIOperation] = []

    init(_ router: Router<DeviceRequestContext>, callers: Callers) {
        self.router = router
        self.callers = callers
    }

    /// A route that only reads.
    func get<Caller>(
        _ path: String, for access: Access<Caller>,
        handler: @escaping @Sendable (Request, DeviceRequestContext, Caller) async throws -> Response
    ) {
        add(.get, path, access, handler)
    }

    /// A route that writes, or that takes what must not stand in an address.
    func post<Caller>(
        _ path: String, for access: Access<Caller>,
        handler: @escaping @Sendable (Request, DeviceRequestContext, Caller) async throws -> Response
    ) {
        add(.post, path, access, handler)
    }

    private func add<Caller>(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access<Caller>,
        _ handler: @escaping @Sendable (Request, DeviceRequestContext, Caller) async throws -> Response
    ) {
        let full = path.hasPrefix("/") ? path : "\(Paths.api)/\(path)"
        operations.append(APIOperation(method: method, path: full, rule: access.rule))
        router.on(RouterPath(full), method: method) { [callers] request, context in
            let caller = try await access.judge(callers, request, context)
            return try await handler(request, context, caller)
        }
    }
}

/// One method of one path, and whom it is for.
package struct APIOperation: Sendable, Hashable {
    package let method: HTTPRequest.Method
    /// From the root, with its parameters as `:name`.
    package let path: String
    package let rule: AccessRule
}
