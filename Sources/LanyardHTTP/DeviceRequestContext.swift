package import Hummingbird
import Logging
import NIOCore

/// What the server knows about one request of itself: where it came from, and to which place.
package struct DeviceRequestContext: RequestContext {
    /// The longest body of a request, in bytes; a longer one is answered with 413.
    private static let bodySizeMax = 65_536

    package var coreContext: CoreRequestContextStorage
    /// The address of the other end, or what a trusted proxy says of it; empty if there is none, as in memory.
    package var remoteAddress: String
    /// Below which path the event of this request is served.
    package var base = BasePath.root
    /// Whether the browser speaks TLS, to us or to the trusted proxy in front.
    package var isSecure = false
    /// Whether what a proxy says of the request was looked at.
    var isUnderstood = false

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// What the log calls the request; empty for a logger that keeps nothing of it, of which the framework's own `id` would make
    /// an end of the process.
    package var logID: String { logger[metadataKey: "hb.request.id"]?.description ?? "" }

    package var maxUploadSize: Int { Self.bodySizeMax }
}
