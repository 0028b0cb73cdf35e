import CGPGME
import Foundation

/// One GPGME context with its engine in a throw-away home: only ever made in a worker, which has one at a time.
final class GPGMESession {
    private let context: OpaquePointer

    /// The engine that every context of this process uses, and where its homes are made, one after the other.
    ///
    /// Naming it makes GPGME run it twice to ask for its version: once for a worker is enough.
    struct Engine {
        private static let isInitialized: Bool = gpgme_check_version("1.18.0") != nil

        init(gnupgPath: String, homePath: String) throws(GPGMEFailure) {
            // The library has to be asked for its version before anything else.
            guard Self.isInitialized else { throw GPGMEFailure(operation: "gpgme_check_version", text: "") }
            try GPGMESession.check(
                "gpgme_set_engine_info", gpgme_set_engine_info(GPGME_PROTOCOL_OpenPGP, gnupgPath, homePath))
            try GPGMESession.check(
                "gpgme_engine_check_version", gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP))
        }
    }

    /// A context in the home that the engine was given.
    init(_ engine: Engine) throws(GPGMEFailure) {
        var made: gpgme_ctx_t?
        let error = gpgme_new(&made)
        guard error == 0, let made else { throw Self.failure("gpgme_new", error) }
        context = made
        gpgme_set_offline(context, 1)
        gpgme_set_armor(context, 1)
    }

    deinit {
        gpgme_release(context)
    }

    // MARK: - Operations

    /// Lists the certificates in the bytes, which touches no keyring.
    func list(_ bytes: Data) throws(GPGMEFailure) -> [GnuPGListing] {
        let data = try Buffer(bytes)
        try Self.check(
            "gpgme_op_keylist_from_data_start", gpgme_op_keylist_from_data_start(context, data.handle, 0))
        defer { _ = gpgme_op_keylist_end(context) }
        var listings: [GnuPGListing] = []
        while true {
            var key: gpgme_key_t?
            let error = gpgme_op_keylist_next(context, &key)
            if gpgme_err_code(error) == GPG_ERR_EOF { return listings }
            try Self.check("gpgme_op_keylist_next", error)
            guard let key else { return listings }
            defer { gpgme_key_unref(key) }
            listings.append(GnuPGListing(key.pointee))
        }
    }

    /// Puts certificates into the home.
    func importKeys(_ bytes: Data) throws(GPGMEFailure) {
        let data = try Buffer(bytes)
        try Self.check("gpgme_op_import", gpgme_op_import(context, data.handle))
    }

    /// Verifies a message against the certificates in the home. Anything but a signed message has no signatures.
    func verify(_ message: Data, detachedText: Data?) throws(GPGMEFailure) -> GnuPGVerification {
        let signed = try Buffer(message)
        let plain = try Buffer(detachedText)
        let error =
            detachedText == nil
            ? gpgme_op_verify(context, signed.handle, nil, plain.handle)
            : gpgme_op_verify(context, signed.handle, plain.handle, nil)
        switch gpgme_err_code(error) {
        case GPG_ERR_NO_ERROR: break
        case GPG_ERR_NO_DATA, GPG_ERR_BAD_DATA, GPG_ERR_INV_ENGINE, GPG_ERR_EOF:
            return GnuPGVerification(signatures: [], text: Data())
        default: throw Self.failure("gpgme_op_verify", error)
        }
        var signatures: [GnuPGVerification.Signature] = []
        var next = gpgme_op_verify_result(context)?.pointee.signatures
        while let signature = next?.pointee {
            signatures.append(GnuPGVerification.Signature(signature))
            next = signature.next
        }
        return GnuPGVerification(signatures: signatures, text: detachedText == nil ? plain.contents : Data())
    }

    /// Encrypts a text to a certificate in the home, as one armoured message.
    func encrypt(_ text: Data, to fingerprint: String) throws(GPGMEFailure) -> Data {
        var key: gpgme_key_t?
        try Self.check("gpgme_get_key", gpgme_get_key(context, fingerprint, &key, 0))
        defer { if let key { gpgme_key_unref(key) } }
        var recipients = [key, nil]
        let plain = try Buffer(text)
        let cipher = try Buffer()
        // The home trusts nobody; whose key it is has already been settled.
        let flags = gpgme_encrypt_flags_t(
            rawValue: GPGME_ENCRYPT_ALWAYS_TRUST.rawValue | GPGME_ENCRYPT_NO_ENCRYPT_TO.rawValue
                | GPGME_ENCRYPT_NO_COMPRESS.rawValue)
        try Self.check(
            "gpgme_op_encrypt", gpgme_op_encrypt(context, &recipients, flags, plain.handle, cipher.handle))
        return cipher.contents
    }

    // MARK: - Errors

    private static func check(_ operation: String, _ error: gpgme_error_t) throws(GPGMEFailure) {
        guard error == 0 else { throw failure(operation, error) }
    }

    private static func failure(_ operation: String, _ error: gpgme_error_t) -> GPGMEFailure {
        var buffer = [CChar](repeating: 0, count: 256)
        // gpgme_strerror shares one buffer among all threads.
        _ = gpgme_strerror_r(error, &buffer, buffer.count)
        return GPGMEFailure(
            operation: operation,
            text: String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    /// Owner of one of GPGME's data objects, which holds a copy of what it was given.
    private final class Buffer {
        let handle: OpaquePointer

        init(_ bytes: Data? = nil) throws(GPGMEFailure) {
            var made: gpgme_data_t?
            let error: gpgme_error_t
            if let bytes {
                error = bytes.withUnsafeBytes { buffer in
                    gpgme_data_new_from_mem(
                        &made, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, 1)
                }
            } else {
                error = gpgme_data_new(&made)
            }
            guard error == 0, let made else { throw GPGMESession.failure("gpgme_data_new", error) }
            handle = made
        }

        deinit { gpgme_data_release(handle) }

        /// Everything in it.
        var contents: Data {
            gpgme_data_seek(handle, 0, SEEK_SET)
            var contents = Data()
            var part = [UInt8](repeating: 0, count: 4_096)
            while case let count = gpgme_data_read(handle, &part, part.count), count > 0 {
                contents.append(contentsOf: part[..<count])
            }
            return contents
        }
    }
}

extension GnuPGVerification.Signature {
    fileprivate init(_ signature: _gpgme_signature) {
        // The summary is never "valid" in a home without trust; the status is what tells a good signature.
        standing =
            switch gpgme_err_code(signature.status) {
            case GPG_ERR_NO_ERROR: .good
            case GPG_ERR_BAD_SIGNATURE: .bad
            case GPG_ERR_NO_PUBKEY: .unknownKey
            case GPG_ERR_SIG_EXPIRED: .signatureExpired
            case GPG_ERR_KEY_EXPIRED: .keyExpired
            case GPG_ERR_CERT_REVOKED: .keyRevoked
            default: .unreadable
            }
        fingerprint = signature.fpr.map { String(cString: $0) } ?? ""
        hashAlgorithm = Int(signature.hash_algo.rawValue)
        created = Int(signature.timestamp)
    }
}
