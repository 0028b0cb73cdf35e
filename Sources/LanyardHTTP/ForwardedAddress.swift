import HTTPTypes
package import Hummingbird

/// Takes what a trusted proxy says of a request for what the request is: whose address it comes from, whether it came over
/// TLS, and for which host. From anybody else these fields say nothing.
///
/// Each proxy adds the address that it saw at the end of `X-Forwarded-For`, so only the last one is certain.
package struct ForwardedAddress: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private static let address = HTTPField.Name("X-Forwarded-For")!
    private static let scheme = HTTPField.Name("X-Forwarded-Proto")!
    private static let host = HTTPField.Name("X-Forwarded-Host")!

    private let proxies: Set<String>
    private let overTLS: Bool

    /// - Parameters:
    ///   - proxies: the addresses of trusted proxies.
    ///   - overTLS: whether the server itself speaks TLS.
    package init(trusting proxies: Set<String>, overTLS: Bool) {
        self.proxies = proxies
        self.overTLS = overTLS
    }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let (request, context) = understood(request, context)
        return try await next(request, context)
    }

    /// The request and where it comes from, by what a trusted proxy says.
    package func understood(_ request: Request, _ context: Context) -> (Request, Context) {
        var (request, context) = (request, context)
        // Twice is the same as once: after the first time the address may be a visitor's.
        guard !context.isUnderstood else { return (request, context) }
        context.isUnderstood = true
        context.isSecure = overTLS
        guard proxies.contains(context.remoteAddress) else { return (request, context) }
        if let scheme = request.headers[Self.scheme] { context.isSecure = scheme.lowercased() == "https" }
        if let host = request.headers[Self.host], Self.isHost(host) {
            var head = request.head
            head.authority = host
            request = Request(head: head, body: request.body)
        }
        if let address = Self.last(request.headers[values: Self.address]) { context.remoteAddress = address }
        return (request, context)
    }

    private static func last(_ fields: [String]) -> String? {
        guard let last = fields.last?.split(separator: ",").last else { return nil }
        let address = last.trimmingPrefix { $0 == " " }.prefix { $0 != " " }
        guard !address.isEmpty, address.utf8.count <= 64, address.allSatisfy({ $0.isHexDigit || ".:%".contains($0) })
        else { return nil }
        return String(address)
    }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || ".-:[]".utf8.contains(byte)
            }
    }
}
