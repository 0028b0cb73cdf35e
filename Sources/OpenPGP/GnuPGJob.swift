import Foundation

/// One thing that GnuPG is asked, as it goes to a worker; everything in it is public and within `SubmissionLimits`.
enum GnuPGJob: Codable, Sendable {
    /// Which certificates are in these bytes?
    case list(Data)
    /// Who signed this message? `detachedText` is what a detached signature is about; nil for a clear-signed message.
    case verify(certificate: Data, message: Data, detachedText: Data?)
    /// What is this text, encrypted to that certificate?
    case encrypt(certificate: Data, fingerprint: String, text: Data)
}

/// What a worker answers.
enum GnuPGReply: Codable, Sendable {
    case listings([GnuPGListing])
    case verification(GnuPGVerification)
    case encrypted(Data)
    /// GPGME failed at that function, and says so in that text.
    case failure(operation: String, text: String)
}

/// What GnuPG says about a signed message.
struct GnuPGVerification: Codable, Sendable, Hashable {
    /// The state of one signature.
    enum Standing: String, Codable, Sendable, Hashable {
        case good, bad, unknownKey, signatureExpired, keyExpired, keyRevoked, unreadable
    }

    struct Signature: Codable, Sendable, Hashable {
        let standing: Standing
        /// Of the key or subkey that signed; only its key id where the signature is not good.
        let fingerprint: String
        /// By its number in RFC 4880 section 9.4.
        let hashAlgorithm: Int
        /// Seconds since 1970.
        let created: Int
    }

    let signatures: [Signature]
    /// What was signed, as GnuPG outputs it, never anything around it. Empty for a detached signature.
    let text: Data
}
