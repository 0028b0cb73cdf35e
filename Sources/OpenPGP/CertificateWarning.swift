package import Conference

/// Something about an accepted certificate that its owner or the desk should know.
package struct CertificateWarning: Sendable, Hashable {
    /// Every warning of this module; the raw value is the stable code of docs/error-codes.md.
    package enum Code: String, ErrorCode {
        // The submission

        /// The armour's checksum is not that of its data: a character may have been damaged on the way.
        case armorChecksumMismatch = "armor_checksum_mismatch"
        /// Photo ids were dropped (`count`).
        case photosDropped = "photos_dropped"
        /// The subkeys that end first were dropped, since the certificate was too large (`count`).
        case subkeysDropped = "subkeys_dropped"

        /// User ids that the key did not sign were dropped (`count`).
        case unsignedUserIDsDropped = "unsigned_user_ids_dropped"
        /// Subkeys that the key did not sign, or that did not sign it in turn, were dropped (`count`).
        case unsignedSubkeysDropped = "unsigned_subkeys_dropped"
        /// There is a revocation in the name of a key that may revoke this one (`revoker`), and it could not be
        /// verified because that key is missing. It revokes nothing.
        case revocationUnverified = "revocation_unverified"

        // The key

        /// Expired (`expires`): dropped when the list closes, unless it is extended.
        case expired = "expired"
        /// Expires before the signatures are due (`expires`).
        case expiresSoon = "expires_soon"
        /// RSA or DSA of 2048 to 3071 bits (`algorithm`).
        case shortKey = "short_key"
        /// RSA of more than 8192 bits: slow on smartcards and phones (`algorithm`).
        case largeKey = "large_key"
        /// secp256k1 or a brainpool curve: some programs cannot verify it (`algorithm`).
        case uncommonCurve = "uncommon_curve"
        /// No usable subkey for encryption: signatures will be mailed unencrypted.
        case noEncryptionSubkey = "no_encryption_subkey"
        /// Every subkey for encryption has expired, the last one on that day (`expires`).
        case encryptionSubkeyExpired = "encryption_subkey_expired"
        /// No usable key for signing: control can only be proved by decryption.
        case noSigningKey = "no_signing_key"

        // Beside the other keys of the event

        /// Begins and ends like that of another key (`fingerprint`): people compare the ends.
        case looksLikeAnother = "looks_like_another"
        /// Made of the same numbers as another key (`fingerprint`).
        case sameKeyMaterial = "same_key_material"

        // A user id

        /// The self-signature in force uses SHA-1 (`user_id`).
        case sha1SelfSignature = "sha1_self_signature"
        /// No mail address, so that its signature goes along with another one (`user_id`).
        case userIDWithoutMail = "user_id_without_mail"
        /// Not UTF-8 (`user_id`).
        case userIDNotUTF8 = "user_id_not_utf8"
        /// UTF-8 that was encoded twice (`user_id`).
        case userIDDoubleEncoded = "user_id_double_encoded"
        /// Control characters, shown escaped (`user_id`).
        case userIDControlCharacters = "user_id_control_characters"
        /// Bidirectional or zero-width characters that change what is seen (`user_id` with the characters marked).
        case userIDInvisibleCharacters = "user_id_invisible_characters"
        /// Letters of several scripts that look alike within one word (`user_id`).
        case userIDMixedScripts = "user_id_mixed_scripts"
        /// Letters that look like Latin ones but are others: a word of nothing else beside Latin ones, or mathematical and
        /// full-width forms (`user_id`).
        case userIDLookAlikes = "user_id_look_alikes"
        /// Marks stacked on one letter, so that they cover what is around (`user_id` with the marks counted).
        case userIDStackedMarks = "user_id_stacked_marks"
    }

    /// What was noticed; stable across versions.
    package let code: Code
    /// The facts that belong to the code, in the order in which they are told.
    package let details: [ErrorDetail]

    /// A warning with its facts in the order in which they are told.
    package init(_ code: Code, _ details: KeyValuePairs<String, String> = [:]) {
        self.code = code
        self.details = details.map { ErrorDetail($0.key, $0.value) }
    }
}
