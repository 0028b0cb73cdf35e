import Hummingbird
import LanyardHTTP
import Logging

/// Tells of each request: method, route, status and how long it took. No address, no query, no code of anybody: the route is
/// named as it is described, `/v1/registrations/{code}`.
struct AccessLog: RouterMiddleware {
    typealias Context = DeviceRequestContext

    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard logger.logLevel <= .info else { return try await next(request, context) }
        let begun = ContinuousClock.now
        let response = try await next(request, context)
        let taken = begun.duration(to: .now).components
        let milliseconds = taken.seconds * 1_000 + taken.attoseconds / 1_000_000_000_000_000
        logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)",
                "milliseconds": "\(milliseconds)",
            ])
        return response
    }
}
