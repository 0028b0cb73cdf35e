import Conference
package import EventDesk
package import EventStore
package import Hummingbird
import Synchronization

/// Knows a device by the token that its request carries (`Authorization: Bearer …`, RFC 6750), or by the cookie of a
/// browser that was enrolled, where the request comes from one of our pages.
package struct DeviceAuthentication: Sendable {
    private let services: EventServices
    private let lockout: Lockout
    private let known = KnownDevices()

    package init(services: EventServices, lockout: Lockout) {
        self.services = services
        self.lockout = lockout
    }

    /// The device that makes a request; its body is not read.
    ///
    /// - Throws: `token_missing`, `token_unknown` after a while, `device_revoked`, `form_foreign`.
    package func device(
        _ request: Request, _ context: DeviceRequestContext, check: TokenCheck = .now
    ) async throws -> Device {
        try await device(of: try secret(in: request, context), from: context.remoteAddress, check: check)
    }

    /// The device of a token that came by another way than `device(_:_:check:)` knows.
    ///
    /// - Throws: `token_unknown` after a while, `device_revoked`.
    package func device(of secret: String, from address: String, check: TokenCheck = .now) async throws -> Device {
        if check == .byTheWrite, let device = known[secret] {
            ConnectionStanding.current?.welcome()
            return device
        }
        guard let device = try await services.store.device(secret: secret) else {
            if let device = try await services.store.revokedDevice(secret: secret) {
                // It is told to forget what it holds, after it has handed that over.
                guard check == .evenRevoked else { throw EventStoreError(.deviceRevoked) }
                return device
            }
            try await lockout.punish(address)
            throw ServerError(.tokenUnknown)
        }
        known.remember(device, secret: secret)
        ConnectionStanding.current?.welcome()
        return device
    }

    /// Forgets a token that its device gave up.
    package func forget(_ secret: String) { known.forget(secret) }

    /// - Throws: `token_missing`; `form_foreign` for a write that relies on a cookie and does not come from one of our
    ///   pages.
    private func secret(in request: Request, _ context: DeviceRequestContext) throws -> String {
        if let token = request.bearerToken { return token }
        guard let secret = PageSession.secret(in: request, context) else { throw ServerError(.tokenMissing) }
        if request.method != .get, request.method != .head {
            try PageSession.checkOrigin(request)
            try PageSession.check(request.headers[PageSession.tokenHeader], for: secret)
        }
        return secret
    }
}

/// How a token is checked.
package enum TokenCheck: Sendable {
    /// By the event's file, before the route does anything.
    case now
    /// One that was good before is not looked up, because the route itself looks at the device's row in the transaction
    /// that does its work, as a scan does: a device that was revoked since is refused there.
    case byTheWrite
    /// As `now`, but a device that was revoked is let through as well: it hands over what it still holds.
    case evenRevoked
}

/// Whose tokens were good before. A token belongs to one device until that gives it up; whether it may still do something, only
/// the event's file knows.
private final class KnownDevices: Sendable {
    /// How many are remembered; more than an event has.
    private static let countMax = 1_000

    private let devices = Mutex<[DeviceToken.Digest: Device]>([:])

    subscript(secret: String) -> Device? {
        let digest = DeviceToken.Digest(of: secret)
        return devices.withLock { $0[digest] }
    }

    func forget(_ secret: String) {
        let digest = DeviceToken.Digest(of: secret)
        devices.withLock { $0[digest] = nil }
    }

    func remember(_ device: Device, secret: String) {
        let digest = DeviceToken.Digest(of: secret)
        devices.withLock { devices in
            if devices.count >= Self.countMax { devices.removeAll() }
            devices[digest] = device
        }
    }
}

extension Device {
    /// Whether the device's role is one of these; an organizer's may do everything.
    ///
    /// - Throws: `role_not_allowed`.
    package func require(_ roles: Set<Role>) throws {
        guard role == .organizer || roles.contains(role) else {
            throw ServerError(.roleNotAllowed, ErrorDetail("role", role.rawValue))
        }
    }
}

/// Makes wrong tokens cost time: each further one from an address is answered later than the one before.
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
        try await Task.sleep(for: Self.delay(after: earlier))
    }

    /// How late the answer to a wrong token is, after so many others of the address.
    package static func delay(after failures: Int) -> Duration {
        min(delayMax, .milliseconds(250) * (1 << min(max(0, failures), 4)))
    }
}
