internal import CGcrypt

/// The library that GnuPG computes with, started once before anything else is asked of it.
enum Libgcrypt {
    private static let isReady = lanyard_gcrypt_start() != 0

    /// The library has to be at least the version that this was built with.
    static func start() {
        precondition(isReady, "libgcrypt is older than the one that Lanyard was built with")
    }
}
