import Conference

extension OpenPGPError {
    /// Every refusal of this module; the raw value is the stable code of docs/error-codes.md.
    package enum Code: String, ErrorCode {
        // What was handed in is no certificate at all

        /// Nothing but blanks.
        case emptySubmission = "empty_submission"
        /// Larger than `limit` bytes.
        case submissionTooLarge = "submission_too_large"
        /// Neither armour nor packets, and nothing else this module can name.
        case notOpenPGP = "not_openpgp"
        /// Only a fingerprint or key id; the key itself is needed.
        case onlyAFingerprint = "only_a_fingerprint"
        /// OpenPGP secret key material. Nothing of it was kept.
        case secretKey = "secret_key"
        /// A secret key of another system, or in GnuPG's own files (`kind`: ssh, pem, der, pkcs12, putty, gpg-agent,
        /// paperkey, jwk, java, age, minisign). Nothing of it was kept.
        case foreignSecretKey = "foreign_secret_key"
        /// A detached signature.
        case signature = "signature"
        /// A signed message without a key block in it.
        case signedMessage = "signed_message"
        /// An encrypted message.
        case encryptedMessage = "encrypted_message"
        /// The key that was named, or one that it allowed to revoke it, did not make this revocation (`fingerprint`).
        case revocationNotOfKey = "revocation_not_of_key"
        /// A revocation certificate with the colon that GnuPG puts before its first line, against use by mistake.
        case revocationGuarded = "revocation_guarded"
        /// A revocation of the key `fingerprint` by `revoker`, which may revoke it, but which nobody has handed in.
        case revokerNotAtHand = "revoker_not_at_hand"
        /// A revocation certificate. It was not published, and it should stay with its owner.
        case revocationCertificate = "revocation_certificate"
        /// An ssh public key.
        case sshKey = "ssh_key"
        /// An X.509 certificate or another PEM object that is not secret.
        case x509Certificate = "x509_certificate"
        /// An age recipient.
        case ageKey = "age_key"
        /// A minisign or signify public key.
        case minisignKey = "minisign_key"
        /// GnuPG's own `pubring.kbx`, not an export.
        case keyboxFile = "keybox_file"
        /// A saved web page.
        case webPage = "web_page"
        /// A file of Microsoft Office, such as a message that Outlook saved ([MS-CFB], [MS-OXMSG]).
        case outlookMessage = "outlook_message"

        // Armour

        /// An armour header without its footer.
        case armorTruncated = "armor_truncated"
        /// A character that is no base64 inside the armour, or data after the checksum (`line` counts from 1).
        case armorCorrupt = "armor_corrupt"

        // Packets

        /// A packet that runs past the end or is no packet (`offset` in bytes from 0).
        case packetMalformed = "packet_malformed"
        /// A packet of partial or indeterminate length, which no key export contains.
        case packetLengthUnsupported = "packet_length_unsupported"
        /// The first packet is not a public key (`tag`).
        case firstPacketNotKey = "first_packet_not_key"
        /// A compressed packet; a certificate is never compressed.
        case compressedData = "compressed_data"
        /// More packets than `limit`.
        case tooManyPackets = "too_many_packets"
        /// A packet that would have to be kept is larger than `limit` bytes (`tag`, `size`).
        case packetTooLarge = "packet_too_large"
        /// More user ids than `limit`.
        case tooManyUserIDs = "too_many_user_ids"
        /// A user id longer than the `limit` bytes that GnuPG reads.
        case userIDTooLong = "user_id_too_long"
        /// More subkeys than `limit`.
        case tooManySubkeys = "too_many_subkeys"
        /// More signatures than `limit` had to be checked.
        case tooManySelfSignatures = "too_many_self_signatures"
        /// Still larger than `limit` bytes after everything unneeded was dropped (`size`).
        case certificateTooLarge = "certificate_too_large"
        /// More certificates in one submission than `limit`.
        case tooManyKeys = "too_many_keys"
        /// Several certificates where one is wanted (`keys` for people, `choices` a line for each).
        case severalKeys = "several_keys"

        // Versions

        /// A key of version 2 or 3 (PGP 2): its fingerprint can be forged.
        case keyVersion3 = "key_version_3"
        /// A LibrePGP key of version 5 (`fingerprint`).
        case keyVersion5 = "key_version_5"
        /// A key of version 6, RFC 9580 (`fingerprint`): GnuPG 2.2 cannot sign it.
        case keyVersion6 = "key_version_6"
        /// A key of another version (`version`).
        case keyVersionUnknown = "key_version_unknown"

        // Fingerprints

        /// No digits at all.
        case fingerprintEmpty = "fingerprint_empty"
        /// A character that is no hexadecimal digit (`position` from 1).
        case fingerprintNotHexadecimal = "fingerprint_not_hexadecimal"
        /// Not 40 or 64 digits (`digits`), with `difference` when there is a key to compare with.
        case fingerprintLength = "fingerprint_length"
        /// 32 digits: the fingerprint of a version 3 key.
        case fingerprintVersion3 = "fingerprint_version_3"
        /// 8 or 16 digits: a key id, which does not identify a key.
        case fingerprintIsKeyID = "fingerprint_is_key_id"
        /// The typed fingerprint is not that of the key (`typed`, `actual`, `difference`).
        case fingerprintMismatch = "fingerprint_mismatch"

        // Examination by GnuPG

        /// Too many certificates are waiting for examination; ask again.
        case examinationBusy = "examination_busy"
        /// GnuPG or its home could not be used.
        case gnupgUnavailable = "gnupg_unavailable"
        /// GnuPG took too long, or died; it was ended with all it had started (`seconds`).
        case gnupgTooSlow = "gnupg_too_slow"
        /// GnuPG sees no key in the certificate.
        case gnupgFoundNoKey = "gnupg_found_no_key"
        /// GnuPG reads another fingerprint or another creation date than this module (`ours`, `gnupg`).
        case gnupgDisagrees = "gnupg_disagrees"

        // Proof of control

        /// Larger than `limit` bytes.
        case proofTooLarge = "proof_too_large"
        /// No signed message at all.
        case proofNotSigned = "proof_not_signed"
        /// A message that `gpg --sign` made, instead of a clear-signed one.
        case proofNotClearSigned = "proof_not_clear_signed"
        /// More than one signed message.
        case proofSeveralMessages = "proof_several_messages"
        /// More than one signature (`count`).
        case proofSeveralSignatures = "proof_several_signatures"
        /// Signed by another key (`signer`: its key id or fingerprint).
        case proofOtherKey = "proof_other_key"
        /// The signature does not verify.
        case proofBadSignature = "proof_bad_signature"
        /// The key that signed has expired (`signer`).
        case proofKeyExpired = "proof_key_expired"
        /// The key that signed is revoked (`signer`).
        case proofKeyRevoked = "proof_key_revoked"
        /// The signature was made for a time that is over.
        case proofSignatureExpired = "proof_signature_expired"
        /// What is signed is not the text that was issued.
        case proofTextDiffers = "proof_text_differs"
        /// Signed with a hash below SHA-224 (`hash`: its number in RFC 4880 section 9.4).
        case proofWeakHash = "proof_weak_hash"
        /// Signed more than five minutes before the challenge was issued (`signed`).
        case proofTooEarly = "proof_too_early"
        /// Signed more than five minutes from now (`signed`).
        case proofInFuture = "proof_in_future"
        /// No key that a code could be encrypted to.
        case proofNoEncryptionKey = "proof_no_encryption_key"

        // Policy

        /// The certificate is revoked (`reason`, `revoked`).
        case keyRevoked = "key_revoked"
        /// The certificate is revoked by a key that its owner allowed to (`revoker`); `key_revoked` stands beside it.
        case keyRevokedByRevoker = "key_revoked_by_revoker"
        /// GnuPG finds the key invalid.
        case keyInvalid = "key_invalid"
        /// Created after the given date (`created`).
        case createdInFuture = "created_in_future"
        /// RSA or DSA of fewer than 2048 bits (`algorithm`).
        case weakKey = "weak_key"
        /// RSA or DSA of more than 16384 bits (`algorithm`).
        case oversizedKey = "oversized_key"
        /// An algorithm or a curve that GnuPG 2.2 cannot verify (`algorithm`).
        case algorithmUnsupported = "algorithm_unsupported"
        /// No user id: a key server removed the names.
        case noUserID = "no_user_id"
        /// No user id with a self-signature that holds.
        case noValidUserID = "no_valid_user_id"
        /// No valid user id has a mail address, so that no signature could be delivered.
        case noMailUserID = "no_mail_user_id"
        /// The primary key may not certify.
        case cannotCertify = "cannot_certify"
        /// A user id in force rests on SHA-1, and the event refuses that (`user_id`).
        case sha1Refused = "sha1_refused"
    }
}
