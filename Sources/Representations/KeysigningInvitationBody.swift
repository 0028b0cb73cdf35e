import Conference
package import Keysigning
import RegistrationLedger

/// A participant's link that was just made, as JSON: it is shown this once.
package struct KeysigningInvitationBody: Encodable, Sendable {
    package let registration: UInt32
    package let name: String
    package let email: String
    /// The secret, which a program sends as its bearer token.
    package let token: String
    /// What follows the server's address.
    package let path: String
    /// The whole link; left out where the server's address is not known.
    package let link: String?

    /// - Parameter server: the address under which participants reach the server.
    package init(_ made: KeysigningInvitation, at server: String? = nil) {
        registration = made.registration.id.rawValue
        name = made.registration.person.name
        email = made.registration.person.email
        token = made.token.secret
        path = made.token.link(at: "")
        link = server.map { made.token.link(at: $0) }
    }
}
