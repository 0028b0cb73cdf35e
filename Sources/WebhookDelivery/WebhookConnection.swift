import AsyncHTTPClient
import Conference
package import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
package import Outbox

/// A way to a webhook's address, for a few messages.
///
/// The name is looked up once, and whatever it stands for then is spoken to; no redirect is followed, and an address of a local
/// network is refused unless the organizer allowed it (a webhook is no way in there).
package struct WebhookConnection: Sendable {
    /// How long an answer may take, in seconds.
    private static let answerMax: Int64 = 10

    private let client: HTTPClient
    private let url: String

    /// Opens the way, gives it to the body, and closes it again.
    ///
    /// - Parameters:
    ///   - authorities: a PEM file of certificates that are trusted instead of the system's; nil for the system's.
    /// - Returns: nil if the address cannot be used, and then why is in `failure`.
    package static func with<Value: Sendable>(
        _ address: WebhookAddress, allowsPrivate: Bool, authorities: URL?,
        _ body: (WebhookConnection) async throws -> Value
    ) async throws -> Result<Value, WebhookFailure> {
        let numeric: String
        switch await resolve(address, allowsPrivate: allowsPrivate) {
        case .success(let found): numeric = found
        case .failure(let failure): return .failure(failure)
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities { tls.trustRoots = .file(authorities.path) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(
                connect: .seconds(Self.answerMax), read: .seconds(Self.answerMax)))
        configuration.dnsOverride = [address.host: numeric]
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(WebhookConnection(client: client, url: address.description))
            try await client.shutdown()
            return .success(value)
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// Sends one message.
    package func post(_ body: Data, headers: [(name: String, value: String)]) async -> WebhookAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "lanyard/\(LanyardVersion.current)")
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: .seconds(Self.answerMax))
            return .status(Int(response.status.code))
        } catch {
            return .failed(Self.code(of: error))
        }
    }

    private static func code(of error: any Error) -> String {
        if let error = error as? HTTPClientError {
            return [.connectTimeout, .readTimeout, .deadlineExceeded].contains(error) ? "slow" : "unreachable"
        }
        if error is NIOSSLError || error is NIOSSLExtraError { return "certificate_invalid" }
        return "unreachable"
    }

    /// The numeric address that is spoken to.
    private static func resolve(
        _ address: WebhookAddress, allowsPrivate: Bool
    ) async -> Result<String, WebhookFailure> {
        let host = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
        let found = try? await NIOThreadPool.singleton.runIfActive { lookUp(host) }
        guard let found, !found.isEmpty else { return .failure(WebhookFailure(code: "name_unknown")) }
        guard let usable = found.first(where: { allowsPrivate || $0.address.isPublic }) else {
            return .failure(WebhookFailure(code: "address_private"))
        }
        return .success(usable.text)
    }

    /// What a name stands for; empty for nothing.
    private static func lookUp(_ host: String) -> [(text: String, address: NetworkAddress)] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [(text: String, address: NetworkAddress)] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let name = entry.ai_addr, let one = numeric(name, length: entry.ai_addrlen) else { continue }
            found.append(one)
        }
        return found
    }

    private static func numeric(
        _ name: UnsafeMutablePointer<sockaddr>, length: socklen_t
    ) -> (text: String, address: NetworkAddress)? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(name, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
        let bytes: [UInt8]
        switch Int32(name.pointee.sa_family) {
        case AF_INET:
            bytes = name.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = name.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
        let end = text.firstIndex(of: 0) ?? text.endIndex
        return (
            String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self), NetworkAddress(bytes: bytes)
        )
    }
}

/// Why an address cannot be used at all: `name_unknown`, `address_private`.
package struct WebhookFailure: Error, Sendable, Hashable {
    package let code: String
}
