import Foundation
import HTTPTypes
package import Hummingbird

/// Tells the browser on every answer what it may do: run nothing from elsewhere, guess no types, keep nothing.
package struct SecurityHeaders: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    private let strict: String?

    /// - Parameter strictDays: for how many days browsers are told to come by https alone (RFC 6797).
    package init(strictDays: Int? = nil) { strict = strictDays.map { "max-age=\($0 * 86_400)" } }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        // A page says for itself what it needs.
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] =
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        }
        if let strict { response.headers[.strictTransportSecurity] = strict }
        if response.headers[.referrerPolicy] == nil { response.headers[.referrerPolicy] = "no-referrer" }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

extension HTTPField.Name {
    /// How much of an address a browser tells the next site (Referrer Policy, section 4.1).
    package static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
