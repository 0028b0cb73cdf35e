import Conference
import EventDesk
import LanyardHTTP

/// How often the same address may register or ask for a link. An office behind one address is many people, so it has room;
/// an e-mail address is one.
struct PublicLimit: Sendable {
    private let origins = Turnstile(limit: 300, per: .seconds(3_600))
    private let mailboxes = Turnstile(limit: 10, per: .seconds(3_600))

    /// - Parameter email: empty for somebody of a party who has none.
    /// - Throws: `register_too_often`.
    func count(origin: String, email: String) throws {
        guard origins.pass(origin), email.isEmpty || mailboxes.pass(email.lowercased()) else {
            throw ServerError(.registerTooOften)
        }
    }
}
