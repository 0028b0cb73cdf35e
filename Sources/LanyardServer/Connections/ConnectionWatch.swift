import NIOCore
import NIOHTTPTypes

/// Counts the bytes of a connection, next to its socket.
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

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        connection.wrote(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}

/// Tells a connection where its requests begin and end, or one stream of it.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

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
        // What is no HTTP is answered without having been a request.
        if requests > 0, case .end = unwrapOutboundIn(data) {
            requests -= 1
            connection?.requestsEnded()
        }
        context.write(data, promise: promise)
    }
}
