import Conference
import EventDesk
import HTTPTypes
package import Hummingbird

/// Refuses a request that names two different hosts (RFC 9112, section 3.2; RFC 9113, section 8.3.1): whoever stands in front may
/// have believed the other one.
package struct OneHost: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private static let host = HTTPField.Name("Host")!

    package init() {}

    /// The first host is the request's authority by now, and in HTTP/1 none of its fields any more.
    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.headers[values: Self.host].allSatisfy({ $0 == request.head.authority }) else {
            throw ServerError(.bodyInvalid)
        }
        return try await next(request, context)
    }
}
