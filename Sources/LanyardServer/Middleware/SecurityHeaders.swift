import HTTPTypes
import Hummingbird

/// Says on every answer what a browser may do with it: run nothing from elsewhere, guess no types, keep nothing.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = DeviceRequestContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        // A page says itself what it needs.
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] =
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        }
        if response.headers[PagePolicy.referrer] == nil { response.headers[PagePolicy.referrer] = "no-referrer" }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
