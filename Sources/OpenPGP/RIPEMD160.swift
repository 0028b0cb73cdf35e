internal import CGcrypt

/// The digest RIPEMD-160, by the library that GnuPG takes it from.
///
/// It is old; some keysignings read it out beside SHA-256.
package enum RIPEMD160 {
    /// The 20 bytes of the digest. The library has to be at least the version that this was built with.
    package static func hash(_ message: [UInt8]) -> [UInt8] {
        Libgcrypt.start()
        var digest = [UInt8](repeating: 0, count: 20)
        gcry_md_hash_buffer(Int32(GCRY_MD_RMD160.rawValue), &digest, message, message.count)
        return digest
    }
}
