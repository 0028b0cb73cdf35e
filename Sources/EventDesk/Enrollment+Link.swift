package import EventStore

extension Enrollment {
    /// The page that takes the secret.
    package static let page = "/enroll"

    /// The link that a phone opens; the secret comes after `#`, so that no server and no log sees it.
    ///
    /// - Parameter server: the server's address as phones see it, such as `https://192.0.2.1:8015`.
    package func link(at server: String) -> String {
        (server.hasSuffix("/") ? String(server.dropLast()) : server) + Self.page + "#" + secret
    }
}
