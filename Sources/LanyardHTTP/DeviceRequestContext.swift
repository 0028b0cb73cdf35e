import Conference
import EventDesk
package import EventStore
package import Hummingbird
import NIOCore

/// What the server knows about a request: where it came from, and the device that made it.
package struct DeviceRequestContext: RequestContext {
    /// The longest body of a request, in bytes; a longer one is answered with 413.
    private static let bodySizeMax = 65_536

    package var coreContext: CoreRequestContextStorage
    /// The address of the other end; empty if there is none, as in memory.
    package let remoteAddress: String
    /// The device whose token came with the request; nil before it is looked up.
    package internal(set) var device: Device?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }

    package var maxUploadSize: Int { Self.bodySizeMax }

    /// The device of a request that passed `DeviceAuthentication`.
    ///
    /// - Throws: `token_missing` on a route that it does not guard.
    package func knownDevice() throws -> Device {
        guard let device else { throw ServerError(.tokenMissing) }
        return device
    }

    /// The device, if its role is one of these; an organizer's may do everything.
    ///
    /// - Throws: `role_not_allowed`.
    package func device(of roles: Device.Role...) throws -> Device {
        let device = try knownDevice()
        guard device.role == .organizer || roles.contains(device.role) else {
            throw ServerError(.roleNotAllowed, .init("role", device.role.rawValue))
        }
        return device
    }
}
