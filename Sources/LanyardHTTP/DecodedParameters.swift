import Foundation
package import Hummingbird

/// Percent-decodes what stands in the place of a path's parameters (RFC 3986, section 2.1): a path is split before it is
/// decoded, so a name may hold a slash.
package struct DecodedParameters: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    package init() {}

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let parameters = context.parameters
        guard parameters.contains(where: { $0.value.contains("%") }) else { return try await next(request, context) }
        var decoded = Parameters()
        for (key, value) in parameters {
            // What is no encoding stays as it is, and is nobody's name.
            let text = key == Parameters.recursiveCaptureKey ? nil : value.removingPercentEncoding
            decoded.append(key: key, value: text.map { $0[...] } ?? value)
        }
        var context = context
        context.coreContext.parameters = decoded
        return try await next(request, context)
    }
}
