import Conference
package import EventDesk
import EventStore
import HTTPTypes
package import Hummingbird
import Synchronization

/// Says in answers which incarnation of the event is served, and refuses devices that have seen a later one: browsers tell by a
/// cookie, programs by a header field.
///
/// Such a device knows that another machine took over while the cable of this one was cut. Nothing that it sends is taken here
/// any more, and nothing of people is told to it: both belong to the other machine.
package struct Lives: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    /// In answers the incarnation that is served, in requests the highest that a program has seen.
    package static let header = HTTPField.Name("Lanyard-Incarnation")!

    private let services: EventServices
    private let served: Served

    package init(_ services: EventServices) {
        self.services = services
        served = Served()
    }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // A page of an event whose file cannot be read says so by itself.
        guard let number = try? await served.number(of: services) else { return try await next(request, context) }
        let kept = PageSession.incarnation(in: request, context)
        let seen = request.headers[Self.header].flatMap { Int($0) } ?? kept ?? 0
        if seen > number { try await refuse(request, context, seen) }
        var response = try await next(request, context)
        response.headers[Self.header] = String(number)
        if PageSession.secret(in: request, context) != nil, (kept ?? 0) < number {
            response.setCookie(PageSession.keep(incarnation: number, context))
        }
        return response
    }

    /// - Throws: `event_taken_over` for a device; what looks like one that is not passes, and is refused as that.
    private func refuse(_ request: Request, _ context: Context, _ seen: Int) async throws {
        guard !request.uri.path.hasPrefix(Paths.staticFiles + "/"),
            let secret = request.bearerToken ?? PageSession.secret(in: request, context),
            let device = try await services.store.device(secret: secret),
            try await services.store.noteSuccessor(seen, seenBy: device.id, time: services.clock.now)
        else { return }
        throw EventStoreError(.eventTakenOver, ErrorDetail("incarnation", seen))
    }

    /// It changes under an open file only where a hand-over is called off beside it, so that it is read once a second and not for
    /// each request.
    private final class Served: Sendable {
        private struct Known {
            let number: Int
            let read: ContinuousClock.Instant
        }

        private static let patience = Duration.seconds(1)
        private let known = Mutex<Known?>(nil)

        func number(of services: EventServices) async throws -> Int {
            if let known = known.withLock({ $0 }), known.read.duration(to: .now) < Self.patience { return known.number }
            let number = try await services.store.incarnation().number
            known.withLock { $0 = Known(number: number, read: .now) }
            return number
        }
    }
}
