import NIOCore
import NIOHTTP1

extension Error {
    /// Whether what was sent is no HTTP, as a chunk whose length no number holds. The framework answers it with 400 and
    /// closes the connection, since nothing after it can be trusted.
    package var isMalformedHTTP: Bool { self is HTTPParserError }

    /// Whether the other end left, or was cut off, before it had sent all: nobody reads the answer.
    var isLostConnection: Bool { self is ChannelError || self is IOError || self is CancellationError }
}
