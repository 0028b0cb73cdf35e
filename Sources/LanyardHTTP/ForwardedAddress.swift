import HTTPTypes
package import Hummingbird

/// Takes the address that a trusted proxy names for the one that a request comes from.
///
/// Each proxy adds the address that it saw at the end of `X-Forwarded-For`, so only the last one is certain; from anybody
/// but a trusted proxy the field says nothing.
package struct ForwardedAddress: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private static let name = HTTPField.Name("X-Forwarded-For")!

    private let proxies: Set<String>

    /// - Parameter proxies: the addresses of trusted proxies.
    package init(trusting proxies: Set<String>) { self.proxies = proxies }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard proxies.contains(context.remoteAddress),
            let last = request.headers[values: Self.name].last?.split(separator: ",").last
        else { return try await next(request, context) }
        let address = last.trimmingPrefix { $0 == " " }.prefix { $0 != " " }
        guard !address.isEmpty, address.utf8.count <= 64, address.allSatisfy({ $0.isHexDigit || ".:%".contains($0) })
        else { return try await next(request, context) }
        var context = context
        context.remoteAddress = String(address)
        return try await next(request, context)
    }
}
