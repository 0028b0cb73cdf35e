package import EventStore

extension Enrollment {
    /// Where the page is that takes the secret.
    package static let page = "/enroll"

    /// The link that a phone opens; the secret stands behind `#`, so that no server and no log sees it.
    ///
    /// - Parameter server: the address under which phones reach the server, as `https://192.0.2.1:8015`.
    package func link(at server: String) -> String {
        (server.hasSuffix("/") ? String(server.dropLast()) : server) + Self.page + "#" + secret
    }
}
