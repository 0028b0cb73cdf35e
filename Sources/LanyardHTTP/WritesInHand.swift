package import EventStore
package import Hummingbird

/// Has a hand-over of the event's file wait for whatever is being changed, and refuses what comes meanwhile: `event_closing`.
///
/// A payment provider's messages are taken at any time; they are kept until the file is back.
package struct WritesInHand: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private let store: EventStore

    package init(store: EventStore) { self.store = store }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard ![.get, .head].contains(request.method), !Self.isMessage(request.uri.path) else {
            return try await next(request, context)
        }
        return try await store.answering { try await next(request, context) }
    }

    private static func isMessage(_ path: String) -> Bool {
        path.hasPrefix("\(Paths.api)/\(Paths.paymentMessages)/")
    }
}
