import Conference
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A conversation with a server for submission (RFC 6409, by RFC 5321), one command after the other.
///
/// It belongs to one task.
final class SMTPConnection {
    private typealias Wire = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private let server: MailServer
    private let channel: any Channel
    // Unsafe, as NIO's iterator is not Sendable: `with` makes, uses and ends this object in one task, so no two reads meet.
    nonisolated(unsafe) private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator  // Safe: one task.
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var parser = SMTPReplyParser()
    private var extensions: [String: String] = [:]
    /// Whether the next mail can go over it.
    private(set) var isUsable = true

    /// How long a server may take for one answer, in seconds (RFC 5321, section 4.5.3.2, allows ten minutes at the end of a
    /// message, which nobody waits for who has others to send).
    private static let patience = TimeAmount.seconds(120)

    private init(
        _ server: MailServer, _ channel: any Channel, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.server = server
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects, protects the way, logs in, and lets the body use it; then says goodbye.
    ///
    /// - Parameters:
    ///   - password: of the server's login.
    ///   - authorities: a PEM file with certificates that are trusted beside the system's.
    /// - Throws: `MailCarrierError`, and whatever the body throws.
    static func with(
        _ server: MailServer, password: String?, authorities: String?, _ body: (SMTPConnection) async throws -> Void
    ) async throws {
        let tls = try context(server, authorities)
        let wire: Wire
        do {
            wire = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup).connectTimeout(.seconds(20))
                .connect(host: server.host, port: server.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if server.security == .tls, let tls {
                            try channel.pipeline.syncOperations.addHandler(handler(tls, server))
                        }
                        try channel.pipeline.syncOperations.addHandler(IdleStateHandler(readTimeout: patience))
                        try channel.pipeline.syncOperations.addHandler(SilenceHandler())
                        return try Wire(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw trouble(error, server)
        }
        var isDone = false
        do {
            try await wire.executeThenClose { inbound, outbound in
                let connection = SMTPConnection(server, wire.channel, inbound, outbound)
                try await connection.open(tls, password)
                try await body(connection)
                isDone = true
                await connection.quit()
            }
        } catch {
            // How the farewell went concerns nobody.
            guard isDone else { throw error }
        }
    }

    // MARK: - Opening

    private func open(_ tls: NIOSSLContext?, _ password: String?) async throws {
        do {
            try await expect(try await receive(), "greeting")
            try await hello()
            if server.security == .starttls, let tls {
                try await startTLS(tls)
                try await hello()
            }
            if let login = server.login { try await logIn(login, password ?? "") }
        } catch let error as Broken {
            throw Self.trouble(error.cause ?? error, server)
        }
    }

    private func expect(_ reply: SMTPReply, _ what: String) async throws {
        guard !reply.isPositive else { return }
        throw MailCarrierError(
            .mailServerRefuses, ErrorDetail("host", server.host), ErrorDetail("reply", "\(reply.status) \(reply.text)"))
    }

    private func hello() async throws {
        let reply = try await command("EHLO \(ownName)")
        try await expect(reply, "EHLO")
        extensions = reply.extensions
    }

    /// This machine by its address (RFC 5321, section 4.1.3): a name that does not resolve is what servers turn away.
    private var ownName: String {
        switch channel.localAddress {
        case .v6(let address): "[IPv6:\(address.host.isEmpty ? "::1" : address.host)]"
        default: "[\(channel.localAddress?.ipAddress ?? "127.0.0.1")]"
        }
    }

    private func startTLS(_ context: NIOSSLContext) async throws {
        guard extensions["STARTTLS"] != nil else {
            throw MailCarrierError(.mailTLSNotOffered, ErrorDetail("host", server.host))
        }
        let reply = try await command("STARTTLS")
        guard reply.status == 220 else {
            throw MailCarrierError(.mailTLSNotOffered, ErrorDetail("host", server.host))
        }
        // What came in the clear behind the answer could be anybody's (CVE-2011-0411).
        guard !parser.hasMore else { throw confused("STARTTLS") }
        let server = server
        do {
            try await channel.eventLoop.submit { [channel] in
                try channel.pipeline.syncOperations.addHandler(Self.handler(context, server), position: .first)
            }.get()
        } catch {
            throw Self.trouble(error, server)
        }
    }

    private func logIn(_ login: String, _ password: String) async throws {
        let known = (extensions["AUTH"] ?? "").split(separator: " ").map(String.init)
        var reply: SMTPReply
        if known.contains("PLAIN") {
            reply = try await command("AUTH PLAIN \(Self.base64("\0\(login)\0\(password)"))")
        } else if known.contains("LOGIN") {
            reply = try await command("AUTH LOGIN")
            if reply.status == 334 { reply = try await command(Self.base64(login)) }
            if reply.status == 334 { reply = try await command(Self.base64(password)) }
        } else {
            throw MailCarrierError(.mailLoginUnknown, ErrorDetail("host", server.host))
        }
        guard reply.status == 235 else {
            throw MailCarrierError(
                .mailLoginRefused, ErrorDetail("host", server.host),
                ErrorDetail("reply", "\(reply.status) \(reply.text)"))
        }
    }

    // MARK: - One mail

    /// Hands over one mail. A connection that breaks leaves it open whether the server has it.
    func send(_ envelope: Envelope) async -> Delivery {
        do {
            return try await trySending(envelope)
        } catch {
            isUsable = false
            return .deferred(status: 0, reply: "the connection broke")
        }
    }

    private func trySending(_ envelope: Envelope) async throws -> Delivery {
        let isInternational = envelope.sender.isInternational || envelope.recipient.isInternational
        guard !isInternational || extensions["SMTPUTF8"] != nil else {
            return .refused(status: 553, reply: "the server takes no address beyond ASCII (SMTPUTF8)")
        }
        if let limit = extensions["SIZE"].flatMap({ Int($0) }), limit > 0, envelope.message.count > limit {
            return .refused(status: 552, reply: "the message is larger than the server takes")
        }
        for line in [
            "MAIL FROM:<\(envelope.sender.address)>" + (isInternational ? " SMTPUTF8" : ""),
            "RCPT TO:<\(envelope.recipient.address)>", "DATA",
        ] {
            let reply = try await command(line)
            guard reply.isPositive else { return try await fail(reply) }
        }
        try await write(Self.stuffed(envelope.message))
        let reply = try await receive()
        return reply.isPositive ? .accepted(status: reply.status, reply: reply.text) : try await fail(reply)
    }

    /// What a refusal means, with the conversation ready for the next mail.
    private func fail(_ reply: SMTPReply) async throws -> Delivery {
        if reply.status == 421 {
            isUsable = false
        } else {
            // Whoever does not take this speaks no SMTP any more.
            isUsable = ((try? await command("RSET"))?.isPositive) ?? false
        }
        return reply.isTransient
            ? .deferred(status: reply.status, reply: reply.text) : .refused(status: reply.status, reply: reply.text)
    }

    /// The message with its dots doubled and its end (RFC 5321, section 4.5.2).
    static func stuffed(_ message: Data) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: message.count + 64)
        var isLineStart = true
        for byte in message {
            if isLineStart, byte == UInt8(ascii: ".") { buffer.writeInteger(byte) }
            buffer.writeInteger(byte)
            isLineStart = byte == UInt8(ascii: "\n")
        }
        if !isLineStart { buffer.writeString("\r\n") }
        buffer.writeString(".\r\n")
        return buffer
    }

    private func quit() async {
        guard isUsable else { return }
        try? await write(ByteBuffer(string: "QUIT\r\n"))
    }

    // MARK: - The wire

    private struct Broken: Error { let cause: (any Error)? }

    private func command(_ line: String) async throws -> SMTPReply {
        // Addresses were checked; a second line would be a second command.
        precondition(!line.utf8.contains { $0 == 0x0D || $0 == 0x0A }, "a command is one line")
        try await write(ByteBuffer(string: line + "\r\n"))
        return try await receive()
    }

    private func write(_ bytes: ByteBuffer) async throws {
        do { try await outbound.write(bytes) } catch { throw Broken(cause: error) }
    }

    private func receive() async throws -> SMTPReply {
        while true {
            if let reply = parser.next() { return reply }
            let bytes: ByteBuffer?
            do { bytes = try await inbound.next() } catch { throw Broken(cause: error) }
            guard let bytes else { throw Broken(cause: nil) }
            do { try parser.take(bytes) } catch { throw confused(error.text) }
        }
    }

    private func confused(_ text: String) -> MailCarrierError {
        MailCarrierError(.mailServerConfused, ErrorDetail("host", server.host), ErrorDetail("reply", text))
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}

// MARK: - TLS

extension SMTPConnection {
    private static func context(_ server: MailServer, _ authorities: String?) throws -> NIOSSLContext? {
        guard server.security != .none else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        if let authorities { configuration.additionalTrustRoots = [.file(authorities)] }
        do { return try NIOSSLContext(configuration: configuration) } catch { throw trouble(error, server) }
    }

    /// A name is checked and sent along; of an address the certificate must speak itself.
    private static func handler(_ context: NIOSSLContext, _ server: MailServer) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: server.host, port: server.port)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : server.host)
    }

    /// Why there is no conversation.
    private static func trouble(_ error: any Error, _ server: MailServer) -> MailCarrierError {
        if let error = error as? MailCarrierError { return error }
        let host = ErrorDetail("host", server.host)
        switch error {
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return MailCarrierError(.mailTLSUntrusted, host, ErrorDetail("problem", "\(error)"), underlying: error)
        default:
            return MailCarrierError(.mailServerUnreachable, host, underlying: error)
        }
    }
}

/// Closes a connection on which nothing comes for too long.
private final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        context.close(promise: nil)
    }
}
