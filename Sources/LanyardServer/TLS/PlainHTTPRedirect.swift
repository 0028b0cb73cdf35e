import NIOCore

/// Sends on to https whoever speaks plain HTTP to a port of TLS, where typing an address without `https:` leads.
///
/// A connection of TLS begins with a byte that no request of HTTP begins with (RFC 8446, section 5.1).
final class PlainHTTPRedirect: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let handshake: UInt8 = 22
    private static let headMax = 8_192

    private var isTLS = false
    private var isAnswered = false
    private var head = ""

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isTLS {
            context.fireChannelRead(data)
            return
        }
        guard !isAnswered else { return }
        let bytes = unwrapInboundIn(data)
        if head.isEmpty, bytes.readableBytesView.first == Self.handshake {
            isTLS = true
            context.fireChannelRead(data)
            return
        }
        head += String(decoding: bytes.readableBytesView, as: UTF8.self)
        guard head.contains("\r\n\r\n") || head.contains("\n\n") || head.utf8.count > Self.headMax else { return }
        isAnswered = true
        var answer = context.channel.allocator.buffer(capacity: 512)
        answer.writeString(Self.answer(to: head))
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(answer), promise: written)
    }

    /// The whole answer to the head of a request.
    static func answer(to head: String) -> String {
        guard let address = address(in: head) else {
            let words = "This address speaks https.\n"
            return "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: \(words.utf8.count)\r\nConnection: close\r\n\r\n\(words)"
        }
        return
            "HTTP/1.1 308 Permanent Redirect\r\nLocation: \(address)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    }

    /// Where the same is found over TLS; nil for what is not only read, so that nobody gets used to sending a token in the
    /// clear, and for a head that names no host.
    private static func address(in head: String) -> String? {
        let lines = head.split(omittingEmptySubsequences: false) { $0.isNewline }
        let request = lines[0].split(separator: " ")
        guard request.count == 3, ["GET", "HEAD"].contains(request[0]), request[1].hasPrefix("/"),
            request[1].utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        for line in lines.dropFirst() where line.lowercased().hasPrefix("host:") {
            let host = line.dropFirst(5).filter { $0 != " " }
            let isHost = host.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: ".-:[]".utf8.contains(byte)
                }
            }
            return isHost && !host.isEmpty ? "https://\(host)\(request[1])" : nil
        }
        return nil
    }
}
