import Conference
package import EventDesk
import EventStore
package import Hummingbird
package import LanyardHTTP

/// Under the addresses of pretix's protocol what is not there, or takes another method, is refused in its shape too: the router
/// finds no route for those.
package struct ScannerShape: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private let services: EventServices

    package init(services: EventServices) { self.services = services }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            guard request.uri.path.hasPrefix("\(ScannerRouter.root)/"), !error.isMalformedHTTP else { throw error }
            // Where the description does not open it, nothing is there in any way.
            guard try await services.store.latestDefinition().scanners?.pretixscan != nil else {
                throw ServerError(.routeUnknown)
            }
            return ScannerRefusal(error, answering: request).response
        }
    }
}
