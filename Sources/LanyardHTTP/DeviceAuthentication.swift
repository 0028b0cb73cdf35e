import Conference
package import EventDesk
import EventStore
package import Hummingbird
import Synchronization

/// Lets a request through if it carries the token of a device (`Authorization: Bearer …`, RFC 6750), or comes from one
/// of our pages in an enrolled browser.
package struct DeviceAuthentication: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private let services: EventServices
    private let lockout: Lockout
    private let overTLS: Bool
    private let known: KnownDevices
    /// Whether a token that was good before need not be looked up, because the route itself checks the device's row in
    /// the transaction that does its work, as a scan does; a device revoked since then is refused there.
    package var trustsKnown = false

    package init(services: EventServices, lockout: Lockout, overTLS: Bool, known: KnownDevices) {
        self.services = services
        self.lockout = lockout
        self.overTLS = overTLS
        self.known = known
    }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let secret = try secret(in: request)
        if trustsKnown, let device = known[secret] {
            var context = context
            context.device = device
            return try await next(request, context)
        }
        guard let device = try await services.store.device(secret: secret) else {
            // It used to be a device, and is told to forget what it holds.
            if try await services.store.isRevoked(secret: secret) { throw EventStoreError(.deviceRevoked) }
            try await lockout.punish(context.remoteAddress)
            throw ServerError(.tokenUnknown)
        }
        known.remember(device, secret: secret)
        var context = context
        context.device = device
        return try await next(request, context)
    }

    /// - Throws: `token_missing`; `form_foreign` for a write that relies on a cookie and does not come from one of our
    ///   pages.
    private func secret(in request: Request) throws -> String {
        let scheme = "Bearer "
        if let header = request.headers[.authorization], header.hasPrefix(scheme) {
            return String(header.dropFirst(scheme.count))
        }
        let isSecure = PageSession.isSecure(request, overTLS: overTLS)
        guard let secret = PageSession.secret(in: request, isSecure: isSecure) else {
            throw ServerError(.tokenMissing)
        }
        if request.method != .get, request.method != .head {
            try PageSession.checkOrigin(request)
            try PageSession.check(request.headers[PageSession.tokenHeader], for: secret)
        }
        return secret
    }
}

/// The devices whose tokens were good before. A token belongs to one device for ever; only the event's file knows
/// whether it may still do anything.
package final class KnownDevices: Sendable {
    /// How many are remembered: more than an event has.
    private static let countMax = 1_000

    private let devices = Mutex<[DeviceToken.Digest: Device]>([:])

    package init() {}

    subscript(secret: String) -> Device? {
        let digest = DeviceToken.Digest(of: secret)
        return devices.withLock { $0[digest] }
    }

    func remember(_ device: Device, secret: String) {
        let digest = DeviceToken.Digest(of: secret)
        devices.withLock { devices in
            if devices.count >= Self.countMax { devices.removeAll() }
            devices[digest] = device
        }
    }
}

/// Makes wrong tokens cost time: each additional one from an address is answered later than the last.
package actor Lockout {
    /// The longest delay of an answer.
    private static let delayMax = Duration.seconds(4)
    /// How long an address is remembered.
    private static let memory = Duration.seconds(600)
    /// How many addresses are remembered; beyond that the oldest are forgotten.
    private static let addressesMax = 10_000

    private var failures: [String: (count: Int, last: ContinuousClock.Instant)] = [:]

    package init() {}

    /// Records a wrong token and returns when its answer may go out: after 0.25 s, 0.5 s, 1 s … at most 4 s.
    package func punish(_ address: String) async throws {
        let now = ContinuousClock.now
        if failures.count >= Self.addressesMax {
            failures = failures.filter { now - $0.value.last < Self.memory }
            if failures.count >= Self.addressesMax { failures.removeAll() }
        }
        let earlier = failures[address].flatMap { now - $0.last < Self.memory ? $0.count : nil } ?? 0
        failures[address] = (earlier + 1, now)
        try await Task.sleep(for: min(Self.delayMax, .milliseconds(250) * (1 << min(earlier, 4))))
    }
}
