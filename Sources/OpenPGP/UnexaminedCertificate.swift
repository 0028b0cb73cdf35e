import Foundation

/// A certificate as this module's own reader sees it: taken apart, within the limits, and with nothing but what its own
/// keys signed. GnuPG has not seen it yet.
///
/// `CertificateInspector` makes a `Certificate` of it.
package struct UnexaminedCertificate: Sendable, Hashable {
    /// A primary key or subkey of version 4.
    struct Key: Sendable, Hashable {
        let fingerprint: Fingerprint
        let algorithm: KeyAlgorithm
        let created: Date
        /// Seconds after its creation at which it expires, by the signatures that decide; 0 for never.
        var lifetime = 0

        /// When it expires; nil for never.
        var expires: Date? { lifetime > 0 ? created.addingTimeInterval(Double(lifetime)) : nil }
    }

    /// A user id that the primary key certified, or whose certification it revoked.
    struct Name: Sendable, Hashable {
        let userID: UserID
        /// The newest self-certification, verified.
        let newest: SignaturePacket?
    }

    /// The fingerprint of the primary key, computed here.
    package var fingerprint: Fingerprint { primaryKey.fingerprint }
    /// The user ids in the order of the certificate, none twice.
    package var userIDs: [UserID] { names.map(\.userID) }
    /// The packets that are kept: keys, user ids and, of each, the signatures that decide. Each has one form only.
    package let strippedBytes: [UInt8]
    /// How many photo ids were dropped.
    package let droppedPhotos: Int
    /// How many signatures of others were dropped.
    package let droppedSignatures: Int
    /// How many subkeys were dropped because the certificate would have been too large.
    package let droppedSubkeys: Int
    /// How many user ids were dropped that the primary key did not sign.
    package var unsignedUserIDs = 0
    /// How many subkeys were dropped that the primary key did not sign, or that did not sign it in turn.
    package var unsignedSubkeys = 0
    /// User ids that are revoked: the primary key took back what it had certified, and has not certified it again.
    package var revokedUserIDs: [UserID] = []
    /// That the whole certificate was revoked by its owner, or by another key that its owner allowed to.
    package var revocation: Revocation?
    /// The keys that its owner allowed to revoke it.
    package var revokers: [Fingerprint] = []
    /// Those of `revokers` in whose name there is a revocation that could not be verified for want of their key. It
    /// revokes nothing.
    package var unverifiedRevokers: [Fingerprint] = []

    let primaryKey: Key
    let subkeys: [Key]
    let names: [Name]

    /// Whether the key, one of this certificate, is in its time although GnuPG 2.2 says that it has expired: GnuPG counts
    /// seconds since 1970 in 32 bits, and begins again in February 2106.
    func outlastsGnuPG(_ key: Fingerprint, at date: Date) -> Bool {
        let ends = ([primaryKey] + subkeys.filter { $0.fingerprint == key }).compactMap(\.expires)
        return ends.contains { $0.timeIntervalSince1970 > Double(UInt32.max) } && ends.allSatisfy { $0 > date }
    }
}
