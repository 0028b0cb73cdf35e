import Foundation

/// A certificate as this module's own reader sees it: taken apart, stripped, within the limits, nothing verified.
///
/// `CertificateInspector` makes a `Certificate` of it.
package struct UnexaminedCertificate: Sendable, Hashable {
    /// A primary key or subkey of version 4.
    struct Key: Sendable, Hashable {
        let fingerprint: Fingerprint
        let algorithm: KeyAlgorithm
        let created: Date
    }

    /// A user id with what its self-signatures claim.
    struct Name: Sendable, Hashable {
        let userID: UserID
        /// The newest self-certification that the certificate carries.
        let newest: SignaturePacket?
    }

    /// The fingerprint of the primary key, computed here.
    package var fingerprint: Fingerprint { primaryKey.fingerprint }
    /// The user ids in the order of the certificate, none twice.
    package var userIDs: [UserID] { names.map(\.userID) }
    /// The packets that are kept: keys, user ids and the newest self-signatures.
    package let strippedBytes: [UInt8]
    /// How many photo ids were dropped.
    package let droppedPhotos: Int
    /// How many signatures of others were dropped.
    package let droppedSignatures: Int
    /// How many subkeys were dropped because the certificate would have been too large.
    package let droppedSubkeys: Int

    let primaryKey: Key
    let subkeys: [Key]
    let names: [Name]
}
