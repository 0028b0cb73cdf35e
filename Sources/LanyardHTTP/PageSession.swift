import Conference
import Crypto
import EventDesk
package import EventStore
import Foundation
import HTTPTypes
package import Hummingbird

/// How a browser is recognized: a cookie with the token of the device that it was enrolled as.
///
/// The server keeps no sessions: a revoked device is out with its next request. What a form must carry to be accepted
/// is derived from the token, which no page and no script ever sees.
package struct PageSession: Sendable {
    /// How long a browser keeps the cookie, in seconds: longer than any conference.
    private static let secondsMax = 30 * 86_400

    /// The header by which a script shows that it is on one of our pages.
    package static let tokenHeader = HTTPField.Name("X-Lanyard-Form")!

    package let device: Device
    private let secret: String

    /// The token in the request's cookie.
    package static func secret(in request: Request, _ context: DeviceRequestContext) -> String? {
        request.cookies[cookieName(context)]?.value
    }

    package init(device: Device, secret: String) {
        self.device = device
        self.secret = secret
    }

    /// What every form of this session carries, so that no other site can make one.
    package var formToken: String { Self.formToken(for: secret) }

    /// - Returns: HMAC-SHA256 by the token, in base64url without padding.
    package static func formToken(for secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("lanyard-form-v1".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return Data(code).base64URL
    }

    /// - Throws: `form_foreign` unless the token belongs to this session.
    package static func check(_ token: String?, for secret: String) throws {
        guard let token, token.utf8.count < 100 else { throw ServerError(.formForeign) }
        // Digests are compared, so that the time taken reveals nothing.
        guard SHA256.hash(data: Data(token.utf8)) == SHA256.hash(data: Data(formToken(for: secret).utf8)) else {
            throw ServerError(.formForeign)
        }
    }

    package func check(_ token: String?) throws { try Self.check(token, for: secret) }

    /// Refuses what another site sends through the visitor's browser.
    ///
    /// Browsers say where a request comes from: with `Sec-Fetch-Site` (Fetch Metadata) over TLS and on localhost, with
    /// `Origin` (RFC 6454) everywhere.
    /// - Throws: `form_foreign`.
    package static func checkOrigin(_ request: Request) throws {
        if let site = request.headers[fetchSite] {
            guard site == "same-origin" else { throw ServerError(.formForeign) }
            return
        }
        guard let origin = request.headers[.origin], let authority = request.head.authority else {
            throw ServerError(.formForeign)
        }
        guard origin == "https://" + authority || origin == "http://" + authority else {
            throw ServerError(.formForeign)
        }
    }

    /// Has the browser keep the token of a device, for this event alone.
    package static func begin(_ secret: String, _ context: DeviceRequestContext) -> Cookie {
        cookie(secret, maxAge: secondsMax, context)
    }

    /// Has the browser forget it.
    package static func end(_ context: DeviceRequestContext) -> Cookie { cookie("", maxAge: 0, context) }

    private static func cookie(
        _ value: String, for purpose: String = "", maxAge: Int, _ context: DeviceRequestContext
    ) -> Cookie {
        Cookie(
            name: cookieName(context) + purpose, value: value, maxAge: maxAge, path: context.base.address("/"),
            secure: context.isSecure, sameSite: .strict)
    }

    /// The highest incarnation of the event that a browser has seen; nil for one that has seen none yet.
    package static func incarnation(in request: Request, _ context: DeviceRequestContext) -> Int? {
        request.cookies[cookieName(context) + "-incarnation"].flatMap { Int($0.value) }
    }

    /// Has the browser keep which incarnation it has seen.
    package static func keep(incarnation: Int, _ context: DeviceRequestContext) -> Cookie {
        cookie(String(incarnation), for: "-incarnation", maxAge: secondsMax, context)
    }

    /// Only a cookie that came over TLS for this very host and all of its paths can have the prefix `__Host-`, and only one
    /// that came over TLS `__Secure-` (RFC 6265bis, section 4.1.3).
    private static func cookieName(_ context: DeviceRequestContext) -> String {
        guard context.isSecure else { return "lanyard" }
        return context.base.isRoot ? "__Host-lanyard" : "__Secure-lanyard"
    }

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
