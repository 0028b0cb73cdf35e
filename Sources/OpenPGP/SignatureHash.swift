internal import CGcrypt

/// The hashes with which GnuPG 2.2 accepts the self-signatures of a key, by their numbers in RFC 4880 section 9.4.
///
/// MD5 is not among them: GnuPG rejects it. SHA-1 and RIPEMD-160 are, and `CertificatePolicy` warns of SHA-1.
enum SignatureHash: UInt8, CaseIterable, Sendable {
    case sha1 = 2
    case ripemd160 = 3
    case sha256 = 8
    case sha384 = 9
    case sha512 = 10
    case sha224 = 11

    /// Libgcrypt's name.
    var name: String {
        switch self {
        case .sha1: "sha1"
        case .ripemd160: "rmd160"
        case .sha256: "sha256"
        case .sha384: "sha384"
        case .sha512: "sha512"
        case .sha224: "sha224"
        }
    }

    /// How many bytes the digest has.
    var length: Int {
        switch self {
        case .sha1, .ripemd160: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        case .sha224: 28
        }
    }

    /// The digest of the bytes.
    func digest(of bytes: [UInt8]) -> [UInt8] {
        Libgcrypt.start()
        var digest = [UInt8](repeating: 0, count: length)
        // Libgcrypt numbers these six hashes as OpenPGP does.
        gcry_md_hash_buffer(Int32(rawValue), &digest, bytes, bytes.count)
        return digest
    }
}
