import Conference
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

extension Enrollment {
    /// What a scanner of pretix's protocol reads from a QR code: its handshake, as JSON.
    ///
    /// - Parameter server: the server's address as the scanner sees it; it has no path, because such apps forget it.
    package func scannerCode(at server: String) throws -> String {
        let address = server.hasSuffix("/") ? String(server.dropLast()) : server
        let handshake = Handshake(handshakeVersion: 1, url: address, token: secret)
        return String(decoding: try JSONText.encode(handshake), as: UTF8.self)
    }

    private struct Handshake: Encodable {
        let handshakeVersion: Int
        let url: String
        let token: String

        enum CodingKeys: String, CodingKey {
            case url, token
            case handshakeVersion = "handshake_version"
        }
    }
}
