import Conference
import Foundation

/// What somebody who registers by themselves says beside who they are and when they come.
package struct OwnRegistering: Sendable, Hashable {
    package let new: NewRegistration
    /// The code of an allotment; empty for none.
    package let invitation: String
    /// Who consents, for somebody who is not of age.
    package let guardian: Guardian?

    package init(_ new: NewRegistration, invitation: String = "", guardian: Guardian? = nil) {
        self.new = new
        self.invitation = invitation
        self.guardian = guardian
    }

    var content: [String] {
        new.content + (invitation.isEmpty ? [] : ["invitation \(invitation)"])
            + (guardian.map { ["guardian \($0.name) \($0.email)"] } ?? [])
    }
}

/// Who consents for somebody who is not of age.
package struct Guardian: Sendable, Hashable, Codable {
    package let name: String
    package let email: String

    /// - Throws: `guardian_missing` without a name, an address or the consent, what `Person.init` throws.
    package init(name: String, email: String, consents: Bool = true) throws {
        guard consents, !name.trimmingCharacters(in: .whitespaces).isEmpty, !email.isEmpty else {
            throw LedgerError(.guardianMissing)
        }
        let person = try Person(name: name, badgeName: "", affiliation: "", email: email)
        (self.name, self.email) = (person.name, person.email)
    }
}
