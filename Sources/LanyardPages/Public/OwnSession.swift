import Conference
import Hummingbird
import LanyardHTTP

/// How a browser that opened somebody's own link is recognized: a cookie with what the link says, for the pages of /my alone.
///
/// The link stands in an address once, when it is opened; then it is exchanged for the cookie, so that no address, referrer
/// or log of a page holds it. `Lax` lets it come along when a link of a mail is opened; no other site can send a form with it.
enum OwnSession {
    /// How long a browser keeps it, in seconds; the link opens it again.
    private static let secondsMax = 86_400

    /// What the browser's cookie says.
    static func token(_ visit: PageVisit) -> String? {
        visit.request.cookies[name(visit)]?.value
    }

    static func begin(_ token: String, _ visit: PageVisit) -> Cookie {
        Cookie(
            name: name(visit), value: token, maxAge: secondsMax, path: visit.context.base.address(Paths.myPage),
            secure: visit.context.isSecure,
            httpOnly: true, sameSite: .lax)
    }

    static func end(_ visit: PageVisit) -> Cookie {
        Cookie(
            name: name(visit), value: "", maxAge: 0, path: visit.context.base.address(Paths.myPage),
            secure: visit.context.isSecure, httpOnly: true,
            sameSite: .lax)
    }

    /// Only a cookie that came over TLS can have the prefix (RFC 6265bis, section 4.1.3.1); `__Host-` allows no path.
    private static func name(_ visit: PageVisit) -> String {
        visit.context.isSecure ? "__Secure-lanyard-my" : "lanyard-my"
    }
}
