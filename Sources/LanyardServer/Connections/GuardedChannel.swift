import HummingbirdCore
import LanyardHTTP
import Logging
import NIOCore

/// A way to speak HTTP on a connection, with the limits of the server before it.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        fileprivate let base: Base.Value
        fileprivate let connection: Connection
        var channel: any Channel { connection.channel }
    }

    /// There are too many connections, all of people whom the server knows.
    private struct Refused: Error {}

    let base: Base
    let connections: Connections
    /// Whether plain HTTP is sent on to https.
    let isSecure: Bool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        guard let connection = connections.admit(channel) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(Refused())
        }
        channel.closeFuture.whenComplete { [connections] _ in connections.leave(connection) }
        do {
            try channel.pipeline.syncOperations.addHandler(ConnectionWatch(connection))
            if isSecure { try channel.pipeline.syncOperations.addHandler(PlainHTTPRedirect()) }
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return base.setup(channel: channel, logger: logger).map { Value(base: $0, connection: connection) }
    }

    @concurrent
    func handle(value: Value, logger: Logger) async {
        await ConnectionStanding.$current.withValue(value.connection.standing) {
            await base.handle(value: value.base, logger: logger)
        }
    }
}
