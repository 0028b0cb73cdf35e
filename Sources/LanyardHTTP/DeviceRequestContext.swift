package import Hummingbird
import NIOCore

/// What the server knows about one request of itself: where it came from.
package struct DeviceRequestContext: RequestContext {
    /// The longest body of a request, in bytes; a longer one is answered with 413.
    private static let bodySizeMax = 65_536

    package var coreContext: CoreRequestContextStorage
    /// The address of the other end, or what a trusted proxy says of it; empty if there is none, as in memory.
    package var remoteAddress: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }

    package var maxUploadSize: Int { Self.bodySizeMax }
}
