import NIOCore
import NIOHTTPTypes

/// Counts the bytes that come on a connection, next to its socket.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.received(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        connection.asks(false)
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        connection.asks(true)
        context.read()
    }
}

/// Tells a connection where its requests begin and end, or one stream of it.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// About as many as the head of an answer has.
    private static let headBytes = 256

    private var connection: Connection?
    private var requests = 0
    private var bodies = 0

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        if let watch = try? channel.pipeline.syncOperations.handler(type: ConnectionWatch.self) {
            connection = watch.connection
        } else if let watch = try? channel.parent?.pipeline.syncOperations.handler(type: ConnectionWatch.self) {
            connection = watch.connection
            watch.connection.carriesManyRequests()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // A stream may be reset in the middle.
        connection?.bodiesEnded(bodies)
        connection?.requestsEnded(requests)
        (requests, bodies) = (0, 0)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            requests += 1
            bodies += 1
            connection?.headCame()
        case .body: break
        case .end:
            bodies -= 1
            connection?.bodiesEnded()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes: Int
        switch unwrapOutboundIn(data) {
        case .head: bytes = Self.headBytes
        case .body(let buffer): bytes = buffer.readableBytes
        case .end:
            bytes = 0
            // What is no HTTP is answered without having been a request.
            if requests > 0 {
                requests -= 1
                connection?.requestsEnded()
            }
        }
        guard bytes > 0, let connection else {
            context.write(data, promise: promise)
            return
        }
        // It is kept when the system takes it, and with HTTP/2 not before the other end has room in that stream.
        let taken = promise ?? context.eventLoop.makePromise(of: Void.self)
        connection.waits(bytes)
        taken.futureResult.whenComplete { _ in connection.took(bytes) }
        context.write(data, promise: taken)
    }
}
