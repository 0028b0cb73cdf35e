package import Conference
package import Foundation
package import OpenPGP

/// A key that somebody handed in.
package struct KeysigningSubmission: Sendable, Hashable, Identifiable {
    /// In the order of submission.
    package typealias ID = Identifier<KeysigningSubmission, Int64>

    package let id: ID
    package let registration: Registration.ID
    /// From the newest hand-in.
    package let key: ListedKey
    /// Counts the hand-ins of this key, from 1.
    package let certificateVersion: Int
    /// The stripped certificate, binary.
    package let packets: [UInt8]
    /// The number on the list; nil until a list is frozen with it.
    package let number: Int?
    package let submitted: Date
    /// When it was taken back; nil while it stands.
    package let withdrawn: Date?
    /// Nil for a key that was not revoked.
    package let revoked: Revoked?

    /// That a key was revoked, and by whom.
    package struct Revoked: Sendable, Hashable {
        /// When the revocation came in.
        package let time: Date
        /// Another key whose owner was allowed to; nil where the key revoked itself.
        package let revoker: Fingerprint?
        /// False where its owner revoked every user id of it instead.
        package let isWholeKey: Bool
    }

    package init(
        id: ID, registration: Registration.ID, key: ListedKey, certificateVersion: Int, packets: [UInt8], number: Int?,
        submitted: Date, withdrawn: Date?, revoked: Revoked? = nil
    ) {
        self.id = id
        self.registration = registration
        self.key = key
        self.certificateVersion = certificateVersion
        self.packets = packets
        self.number = number
        self.submitted = submitted
        self.withdrawn = withdrawn
        self.revoked = revoked
    }
}
