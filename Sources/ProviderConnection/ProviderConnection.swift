import AsyncHTTPClient
import Conference
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
package import Payments

/// Requests to a payment provider, over TLS and within limits. Nothing is followed to another address, since what goes along is
/// secret.
package struct ProviderConnection: ProviderWire {
    /// How long one request may take, in seconds.
    private static let patience = 60.0
    /// The largest answer that is read, in bytes.
    private static let answerMax = 4 << 20

    /// One for the process, which ends with it.
    private static let client: HTTPClient = {
        var protection = TLSConfiguration.makeClientConfiguration()
        protection.minimumTLSVersion = .tlsv12
        let configuration = HTTPClient.Configuration(
            tlsConfiguration: protection, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(15), read: .seconds(30)))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    package init() {}

    package func send(_ request: ProviderRequest) async throws -> ProviderAnswer {
        var call = HTTPClientRequest(url: request.origin + request.path)
        call.method = request.method == .get ? .GET : .POST
        for header in request.headers { call.headers.add(name: header.name, value: header.value) }
        call.headers.add(name: "User-Agent", value: "lanyard/\(LanyardVersion.current)")
        call.headers.add(name: "Accept", value: "application/json")
        if request.method == .post { call.body = .bytes(ByteBuffer(string: request.body)) }
        let host = ErrorDetail("host", request.origin.split(separator: "/").last.map(String.init) ?? "")
        do {
            let answer = try await Self.client.execute(call, timeout: .seconds(Int64(Self.patience)))
            let body = try await answer.body.collect(upTo: Self.answerMax)
            return ProviderAnswer(status: Int(answer.status.code), body: Array(body.readableBytesView))
        } catch let error as CancellationError {
            throw error
        } catch is NIOTooManyBytesError {
            throw PaymentsError(.providerConfused)
        } catch {
            throw PaymentsError(.providerUnreachable, host, underlying: error)
        }
    }
}
