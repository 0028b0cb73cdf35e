import Glibc
import HummingbirdCore
import LanyardHTTP
import Logging
import NIOCore
import Synchronization

/// A way to speak HTTP on a connection, with the limits of the server before it.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        fileprivate let guest: Guest
        var channel: any Channel { guest.connection.channel }
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
        Self.bound(channel, by: connections.limits)
        do {
            try channel.pipeline.syncOperations.addHandler(ConnectionWatch(connection))
            if isSecure { try channel.pipeline.syncOperations.addHandler(PlainHTTPRedirect()) }
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return base.setup(channel: channel, logger: logger).map { [base] value in
            Value(guest: Guest(base: base, value: value, connection: connection, logger: logger))
        }
    }

    /// Limits what the system keeps for a connection, and for how long; what it does not know it does without.
    private static func bound(_ channel: any Channel, by limits: ServerLimits) {
        try? channel.syncOptions?.setOption(.socketOption(.so_sndbuf), value: .init(limits.bytesUnderWay))
        let userTimeout = ChannelOptions.Types.SocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: TCP_USER_TIMEOUT))
        try? channel.syncOptions?.setOption(userTimeout, value: .init(limits.silence / .milliseconds(1)))
    }

    @concurrent
    func handle(value: Value, logger: Logger) async {
        await value.guest.handle()
    }

    /// Somebody who was let in.
    ///
    /// Whoever comes while the server ends is dropped by it unheard, and NIO traps where the streams of a connection are
    /// dropped before they are finished. They are finished then by being handled all the same, closed.
    fileprivate final class Guest: Sendable {
        let base: Base
        let value: Base.Value
        let connection: Connection
        let logger: Logger
        private let isHandled = Atomic(false)

        init(base: Base, value: Base.Value, connection: Connection, logger: Logger) {
            self.base = base
            self.value = value
            self.connection = connection
            self.logger = logger
        }

        @concurrent
        func handle() async {
            isHandled.store(true, ordering: .relaxed)
            await ConnectionStanding.$current.withValue(connection.standing) {
                await base.handle(value: value, logger: logger)
            }
        }

        deinit {
            guard !isHandled.load(ordering: .relaxed) else { return }
            connection.close()
            Task { [base, value, logger] in await base.handle(value: value, logger: logger) }
        }
    }
}
