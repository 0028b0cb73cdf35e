import CGPGME
import Foundation

/// What GnuPG says of a certificate, copied out of GPGME's structures.
struct GnuPGListing: Sendable {
    struct Key: Sendable {
        let fingerprint: String
        let created: Int
        let expires: Int
        let capabilities: KeyCapabilities
        let isRevoked: Bool
        let isInvalid: Bool
    }

    struct Name: Sendable {
        let bytes: [UInt8]
        let isRevoked: Bool
        let isInvalid: Bool
    }

    /// The primary key first.
    let keys: [Key]
    let names: [Name]
    let isRevoked: Bool
    let isInvalid: Bool
    let isSecret: Bool

    /// Lists the certificates in the bytes, which touches no keyring.
    ///
    /// At most `SubmissionLimits.strippedBytes`. Throws `gnupg_unavailable`.
    static func read(_ bytes: [UInt8], home: ThrowawayHome) throws(OpenPGPError) -> [GnuPGListing] {
        let context = try GPGMEContext(home: home)
        var listings: [GnuPGListing] = []
        var failure: OpenPGPError?
        // GPGME does not copy the bytes, so the whole operation happens while they stand still.
        bytes.withUnsafeBytes { buffer in
            do throws(OpenPGPError) {
                listings = try context.list(buffer)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return listings
    }

}

extension GnuPGListing {
    fileprivate init(_ key: _gpgme_key) {
        var keys: [Key] = []
        var subkey = key.subkeys
        while let next = subkey?.pointee {
            keys.append(Key(next))
            subkey = next.next
        }
        var names: [Name] = []
        var name = key.uids
        while let next = name?.pointee {
            names.append(Name(next))
            name = next.next
        }
        self.keys = keys
        self.names = names
        isRevoked = key.revoked != 0
        isInvalid = key.invalid != 0
        isSecret = key.secret != 0
    }
}

extension GnuPGListing.Key {
    fileprivate init(_ subkey: _gpgme_subkey) {
        fingerprint = subkey.fpr.map { String(cString: $0) } ?? ""
        created = subkey.timestamp
        expires = subkey.expires
        capabilities = KeyCapabilities(
            sign: subkey.can_sign != 0, certify: subkey.can_certify != 0, encrypt: subkey.can_encrypt != 0,
            authenticate: subkey.can_authenticate != 0)
        isRevoked = subkey.revoked != 0
        isInvalid = subkey.invalid != 0
    }
}

extension GnuPGListing.Name {
    fileprivate init(_ name: _gpgme_user_id) {
        var bytes: [UInt8] = []
        var next = name.uid
        while let byte = next?.pointee, byte != 0 {
            bytes.append(UInt8(bitPattern: byte))
            next = next?.successor()
        }
        self.bytes = bytes
        isRevoked = name.revoked != 0
        isInvalid = name.invalid != 0
    }
}

/// GPGME's own account of a failure, for the log.
struct GPGMEFailure: Error, Sendable, Hashable {
    /// The function that failed.
    let operation: String
    /// GPGME's text.
    let text: String

    init(_ operation: String, _ error: gpgme_error_t) {
        self.operation = operation
        var buffer = [CChar](repeating: 0, count: 256)
        // gpgme_strerror shares one buffer among all threads.
        _ = gpgme_strerror_r(error, &buffer, buffer.count)
        text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Owner of a GPGME context with its engine in a throw-away home; used by one thread.
private final class GPGMEContext {
    private let handle: OpaquePointer

    /// The library wants to be asked for its version once before anything else.
    private static let isInitialized: Bool = gpgme_check_version("1.18.0") != nil

    init(home: ThrowawayHome) throws(OpenPGPError) {
        guard Self.isInitialized else { throw OpenPGPError(.gnupgUnavailable, ["step": "gpgme_check_version"]) }
        var made: gpgme_ctx_t?
        let error = gpgme_new(&made)
        guard error == 0, let made else { throw Self.unavailable("gpgme_new", error) }
        handle = made
        gpgme_set_offline(handle, 1)
        // A process that another thread started while the engine was written holds it open until it has become another
        // program; that long the system refuses to run the engine ("text file busy").
        for _ in 0..<100 {
            try Self.check(
                "gpgme_ctx_set_engine_info",
                gpgme_ctx_set_engine_info(handle, GPGME_PROTOCOL_OpenPGP, home.enginePath, home.path))
            if hasEngine { return }
            usleep(5_000)
        }
        throw OpenPGPError(.gnupgUnavailable, ["step": "engine"])
    }

    /// Whether the engine has answered with its version; GPGME writes 1.0.0 where it did not.
    private var hasEngine: Bool {
        var info = gpgme_ctx_get_engine_info(handle)
        while let next = info?.pointee {
            if next.protocol == GPGME_PROTOCOL_OpenPGP {
                return next.version.map { String(cString: $0) != "1.0.0" } ?? false
            }
            info = next.next
        }
        return false
    }

    deinit {
        gpgme_release(handle)
    }

    func list(_ bytes: UnsafeRawBufferPointer) throws(OpenPGPError) -> [GnuPGListing] {
        var made: gpgme_data_t?
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        try Self.check("gpgme_data_new_from_mem", gpgme_data_new_from_mem(&made, start, bytes.count, 0))
        guard let data = made else { return [] }
        defer { gpgme_data_release(data) }
        try Self.check("gpgme_op_keylist_from_data_start", gpgme_op_keylist_from_data_start(handle, data, 0))
        defer { _ = gpgme_op_keylist_end(handle) }
        var listings: [GnuPGListing] = []
        while true {
            var key: gpgme_key_t?
            let error = gpgme_op_keylist_next(handle, &key)
            if gpgme_err_code(error) == GPG_ERR_EOF { return listings }
            try Self.check("gpgme_op_keylist_next", error)
            guard let key else { return listings }
            defer { gpgme_key_unref(key) }
            listings.append(GnuPGListing(key.pointee))
        }
    }

    private static func check(_ operation: String, _ error: gpgme_error_t) throws(OpenPGPError) {
        guard error == 0 else { throw unavailable(operation, error) }
    }

    private static func unavailable(_ operation: String, _ error: gpgme_error_t) -> OpenPGPError {
        OpenPGPError(.gnupgUnavailable, ["step": operation], underlying: GPGMEFailure(operation, error))
    }
}
