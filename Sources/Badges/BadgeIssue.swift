package import Conference
package import DoorRules
package import Foundation

extension SignedCredential {
    /// What a QR code says: 120 characters of its alphanumeric set.
    package var text: String { String(decoding: CredentialText.encode(self), as: UTF8.self) }
}

/// One badge of a registration: its number and the credential that it carries.
package struct BadgeIssue: Sendable, Hashable {
    package let registration: Registration.ID
    /// 1 for the first badge, one more for each that took its place; 0 for the e-ticket.
    package let number: IssueNumber
    package let credential: SignedCredential
    /// Why it took the place of another; empty for the first badge and the e-ticket.
    package let reason: String
    package let author: String
    /// Where it was made; empty for the machine that holds the event's file.
    package let origin: String
    package let time: Date
    /// Nil unless it was revoked outright; that a later one took its place is not told here.
    package let revocation: Revocation?
    /// How often it was sent to paper, whatever became of it there.
    package let copies: Int

    /// What the QR code says: 120 characters of its alphanumeric set.
    package var text: String { credential.text }

    /// That a badge was revoked without a replacement, for example because it was lost.
    package struct Revocation: Sendable, Hashable {
        package let reason: String
        package let author: String
        package let time: Date
    }
}
