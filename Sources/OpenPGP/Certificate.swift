import Conference
package import Foundation

/// An OpenPGP certificate that this module and GnuPG read alike.
package struct Certificate: Sendable, Hashable {
    /// The primary key or a subkey.
    package struct Key: Sendable, Hashable {
        /// Of this key, not of the certificate.
        package let fingerprint: Fingerprint
        /// With its size or curve.
        package let algorithm: KeyAlgorithm
        /// When it was made.
        package let created: Date
        /// When it expires by its newest self-signature that holds; nil for never.
        package let expires: Date?
        /// What its self-signature allows.
        package let capabilities: KeyCapabilities
        /// Whether its owner revoked it.
        package let isRevoked: Bool
        /// Whether GnuPG finds it unusable, for example because it has no valid self-signature.
        package let isInvalid: Bool

        /// Whether it can be used at that time.
        package func isUsable(at date: Date) -> Bool {
            !isRevoked && !isInvalid && created <= date && !hasExpired(at: date)
        }

        /// Whether it has expired.
        package func hasExpired(at date: Date) -> Bool {
            expires.map { $0 <= date } ?? false
        }
    }

    /// The standing of a user id; a user id that the certificate lacks has none.
    package enum Standing: String, Sendable, Hashable {
        /// In force, and so listed.
        case valid
        /// Its owner revoked it.
        case revoked
        /// Its newest self-signature has run out.
        case expired
        /// No self-signature on it holds.
        case invalid
    }

    /// A user id and its standing.
    package struct Name: Sendable, Hashable {
        /// Text and address.
        package let userID: UserID
        /// Whether its owner revoked it.
        package let isRevoked: Bool
        /// Whether no self-signature on it holds.
        package let isInvalid: Bool
        /// When its newest self-signature runs out; nil for never. (The key's own expiry is another matter.)
        package let expires: Date?
        /// The hash of its newest self-signature by its number in RFC 4880 section 9.4; 2 is SHA-1.
        package let hashAlgorithm: Int?

        /// Its standing at that time.
        package func standing(at date: Date) -> Standing {
            if isRevoked { return .revoked }
            if isInvalid { return .invalid }
            return expires.map { $0 <= date } ?? false ? .expired : .valid
        }

        /// Whether it is in force, and so listed.
        package func isValid(at date: Date) -> Bool {
            standing(at: date) == .valid
        }
    }

    /// The primary key.
    package let primaryKey: Key
    /// In the order of the certificate.
    package let subkeys: [Key]
    /// In GnuPG's order: the primary one first.
    package let names: [Name]
    /// Whether the whole certificate is revoked.
    package let isRevoked: Bool
    /// By whom, when and why the whole certificate is revoked; nil where it is not.
    package let revocation: Revocation?
    /// The keys that its owner allowed to revoke it.
    package let revokers: [Fingerprint]
    /// Those of `revokers` in whose name there is a revocation that could not be verified; it revokes nothing.
    package let unverifiedRevokers: [Fingerprint]
    /// Whether user ids were dropped that its primary key did not sign.
    package let hadUnsignedUserIDs: Bool
    /// Whether GnuPG finds the whole certificate invalid.
    package let isInvalid: Bool
    /// The certificate without what nobody needs: at most 60 KiB, binary.
    package let strippedBytes: [UInt8]

    /// Of the primary key: what identifies the certificate.
    package var fingerprint: Fingerprint { primaryKey.fingerprint }

    /// The names in force at that time.
    package func validNames(at date: Date) -> [Name] {
        names.filter { $0.isValid(at: date) }
    }

    /// Joins both readings.
    ///
    /// Throws `gnupg_disagrees` if anything that both know differs: fingerprints, creation dates, user ids.
    init(_ ours: UnexaminedCertificate, agreeingWith theirs: GnuPGListing) throws(OpenPGPError) {
        var theirKeys: [String: GnuPGListing.Key] = [:]
        for key in theirs.keys { theirKeys[key.fingerprint] = key }
        guard theirs.keys.first?.fingerprint == ours.fingerprint.digits else {
            throw OpenPGPError(
                .gnupgDisagrees,
                ["ours": ours.fingerprint.digits, "gnupg": theirs.keys.first?.fingerprint ?? ""])
        }
        let ourFingerprints = Set(([ours.primaryKey] + ours.subkeys).map(\.fingerprint.digits))
        if let stranger = theirs.keys.first(where: { !ourFingerprints.contains($0.fingerprint) }) {
            throw OpenPGPError(.gnupgDisagrees, ["gnupg": stranger.fingerprint])
        }
        primaryKey = try Self.key(ours.primaryKey, theirKeys[ours.fingerprint.digits])
        var subkeys: [Key] = []
        for subkey in ours.subkeys {
            subkeys.append(try Self.key(subkey, theirKeys[subkey.fingerprint.digits]))
        }
        self.subkeys = subkeys

        names = try Self.names(ours, theirs)
        // GnuPG does not know the keys of designated revokers.
        isRevoked = theirs.isRevoked || ours.revocation != nil
        revocation = ours.revocation
        revokers = ours.revokers
        unverifiedRevokers = ours.unverifiedRevokers
        hadUnsignedUserIDs = ours.unsignedUserIDs > 0
        isInvalid = theirs.isInvalid
        strippedBytes = ours.strippedBytes
    }

    /// The names in GnuPG's order, the primary one first; what GnuPG leaves out comes last, as invalid.
    private static func names(
        _ ours: UnexaminedCertificate, _ theirs: GnuPGListing
    ) throws(OpenPGPError) -> [Name] {
        var rest = ours.names
        var names: [Name] = []
        for theirName in theirs.names {
            guard let index = rest.firstIndex(where: { asGPGMEGivesIt($0.userID.bytes) == Array(theirName.bytes) })
            else {
                throw OpenPGPError(.gnupgDisagrees, ["ours": ours.fingerprint.digits, "field": "user_id"])
            }
            names.append(name(rest.remove(at: index), isRevoked: theirName.isRevoked, isInvalid: theirName.isInvalid))
        }
        return names + rest.map { name($0, isRevoked: false, isInvalid: true) }
    }

    private static func name(_ ours: UnexaminedCertificate.Name, isRevoked: Bool, isInvalid: Bool) -> Name {
        let expires = ours.newest.flatMap { newest in
            newest.lifetime > 0 ? Date(timeIntervalSince1970: Double(newest.created + newest.lifetime)) : nil
        }
        return Name(
            userID: ours.userID, isRevoked: isRevoked, isInvalid: isInvalid, expires: expires,
            hashAlgorithm: ours.newest.map { Int($0.hashAlgorithm) })
    }

    /// GnuPG leaves out a subkey that it cannot read; here it stays, as invalid.
    private static func key(
        _ ours: UnexaminedCertificate.Key, _ theirs: GnuPGListing.Key?
    ) throws(OpenPGPError) -> Key {
        if let theirs, Double(theirs.created) != ours.created.timeIntervalSince1970 {
            throw OpenPGPError(
                .gnupgDisagrees,
                ["ours": "\(Int(ours.created.timeIntervalSince1970))", "gnupg": "\(theirs.created)"])
        }
        return Key(
            fingerprint: ours.fingerprint, algorithm: ours.algorithm, created: ours.created,
            expires: expires(theirs),
            capabilities: theirs?.capabilities ?? [], isRevoked: theirs?.isRevoked ?? false,
            isInvalid: theirs?.isInvalid ?? true)
    }

    /// GnuPG 2.2 counts in 32 bits: what it says to end before it began ends after February 2106.
    private static func expires(_ key: GnuPGListing.Key?) -> Date? {
        guard let key, key.expires > 0 else { return nil }
        return Date(timeIntervalSince1970: Double(key.expires < key.created ? key.expires + 1 << 32 : key.expires))
    }

    /// A C string holds no zero byte: GPGME leaves it as the two characters `\0`.
    private static func asGPGMEGivesIt(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == 0 ? Array("\\0".utf8) : [$0] }
    }
}
