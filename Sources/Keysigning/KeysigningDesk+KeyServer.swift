package import Conference
package import EventStore
import GRDB
package import OpenPGP
import RegistrationLedger

/// What comes and goes without a login, as `gpg --send-keys` and `--recv-keys` speak (the OpenPGP HTTP Keyserver
/// Protocol, draft-shaw-openpgp-hkp-00).
///
/// Anybody can send, and so only two kinds of keys are taken: a newer state of a key that stands, of which
/// nothing counts but what the key itself signed since; and a key that one participant announced by its fingerprint. Nothing is found
/// by a name, since whoever asks may not learn who takes part.
extension KeysigningDesk {
    /// Takes in a key that somebody sent.
    ///
    /// - Throws: `key_not_announced`, `key_announced_twice` (`fingerprint`), and what `add` throws.
    package func receive(
        _ submitted: consuming SubmittedBytes, context: WriteContext
    ) async throws -> Performed<Receipt> {
        let unexamined: UnexaminedCertificate
        let warnings: [CertificateWarning]
        do throws(OpenPGPError) {
            (unexamined, warnings) = try CertificateReader().readOne(submitted)
        } catch {
            throw KeysigningError(error)
        }
        let fingerprint = unexamined.fingerprint
        let owner = try await store.read { db in
            if let standing = try SubmissionRecord.standing(db, fingerprint: fingerprint) {
                return standing.registration
            }
            let announcers = try Self.announcers(db, of: fingerprint)
            guard let owner = announcers.first else {
                throw KeysigningError("key_not_announced", ErrorDetail("fingerprint", fingerprint))
            }
            guard announcers.count == 1 else {
                throw KeysigningError("key_announced_twice", ErrorDetail("fingerprint", fingerprint))
            }
            return owner
        }
        return try await add(unexamined, warnings, registration: "#\(owner)", from: .anyone, context: context)
    }

    /// The keys that stand under a fingerprint, or under a key id of 16 digits; `0x` may stand before it.
    ///
    /// - Throws: `lookup_by_fingerprint` for anything else.
    package func lookUp(_ search: String) async throws -> [KeysigningSubmission] {
        let digits = (search.lowercased().hasPrefix("0x") ? String(search.dropFirst(2)) : search).uppercased()
        guard [16, 40].contains(digits.utf8.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            throw KeysigningError("lookup_by_fingerprint")
        }
        return try await store.read { db in
            try SubmissionRecord.standing(db).filter { $0.key.fingerprint.digits.hasSuffix(digits) }
        }
    }
}
