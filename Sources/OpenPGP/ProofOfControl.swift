import Conference
package import Foundation

/// Proof that the maker of a signature holds a key: the result once every check of docs/keysigning-formats.md, "Proof
/// of control", has passed.
package struct ProofOfControl: Sendable, Hashable {
    /// The key or subkey that signed. A signing subkey proves less than the primary key, which alone certifies.
    package let key: Fingerprint
    /// By its number in RFC 4880 section 9.4.
    package let hashAlgorithm: Int
    /// By the signer's clock.
    package let signed: Date

    /// SHA-256, SHA-384, SHA-512, SHA-224.
    private static let acceptedHashes: Set<Int> = [8, 9, 10, 11]
    /// How far the signer's clock may be off, in seconds.
    private static let clockOffMax = 300.0

    /// Judges what GnuPG found in a signed message.
    ///
    /// Throws `proof_not_signed` and `proof_several_signatures` unless there is exactly one signature; `proof_other_key`
    /// (`signer`) unless it is of this certificate; `proof_key_expired`, `proof_key_revoked`, `proof_signature_expired`
    /// and `proof_bad_signature` unless it is good; `proof_text_differs` unless the text is the issued one, but for the
    /// ends of lines and empty lines; `proof_weak_hash` (`hash`); `proof_too_early` and `proof_in_future` (`signed`), both
    /// by more than five minutes.
    init(
        _ verification: GnuPGVerification, of certificate: UnexaminedCertificate, issued text: [UInt8]?,
        from start: Date, at now: Date
    ) throws(OpenPGPError) {
        guard let signature = verification.signatures.first else { throw OpenPGPError(.proofNotSigned) }
        guard verification.signatures.count == 1 else {
            throw OpenPGPError(.proofSeveralSignatures, ["count": "\(verification.signatures.count)"])
        }
        let keys = ([certificate.primaryKey] + certificate.subkeys).map(\.fingerprint)
        // Of a signature that is not good, GnuPG tells only the key id.
        guard let key = keys.first(where: { $0.digits.hasSuffix(signature.fingerprint) }),
            !signature.fingerprint.isEmpty
        else { throw OpenPGPError(.proofOtherKey, ["signer": signature.fingerprint]) }
        switch signature.standing {
        case .good: break
        // GnuPG 2.2 counts seconds in 32 bits: a key that ends after February 2106 has expired for it.
        case .keyExpired where certificate.outlastsGnuPG(key, at: now): break
        case .keyExpired: throw OpenPGPError(.proofKeyExpired, ["signer": key.digits])
        case .keyRevoked: throw OpenPGPError(.proofKeyRevoked, ["signer": key.digits])
        case .signatureExpired: throw OpenPGPError(.proofSignatureExpired)
        case .unknownKey: throw OpenPGPError(.proofOtherKey, ["signer": signature.fingerprint])
        case .bad, .unreadable: throw OpenPGPError(.proofBadSignature)
        }
        guard signature.fingerprint == key.digits else {
            throw OpenPGPError(.proofOtherKey, ["signer": signature.fingerprint])
        }
        if let text, Self.lines(Array(verification.text)) != Self.lines(text) {
            throw OpenPGPError(.proofTextDiffers)
        }
        guard Self.acceptedHashes.contains(signature.hashAlgorithm) else {
            throw OpenPGPError(.proofWeakHash, ["hash": "\(signature.hashAlgorithm)"])
        }
        let signed = Date(timeIntervalSince1970: Double(signature.created))
        // A signature's time has whole seconds (RFC 9580, 5.2.3.11).
        let earliest = (start.timeIntervalSince1970 - Self.clockOffMax).rounded(.down)
        guard Double(signature.created) >= earliest else {
            throw OpenPGPError(.proofTooEarly, ["signed": signed.formatted(.iso8601)])
        }
        guard signed <= now.addingTimeInterval(Self.clockOffMax) else {
            throw OpenPGPError(.proofInFuture, ["signed": signed.formatted(.iso8601)])
        }
        self.key = key
        hashAlgorithm = signature.hashAlgorithm
        self.signed = signed
    }

    /// The lines that say something, whatever ends them, without the blanks at their ends: copying adds and removes
    /// empty lines.
    private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        text.split { $0 == 0x0A || $0 == 0x0D }.compactMap { line in
            line.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { line[...$0] }
        }
    }
}

/// A text that only the holder of a key can read.
package struct EncryptedText: Sendable, Hashable {
    /// One armoured message.
    package let message: String
    /// The key or subkey that it is encrypted to.
    package let key: Fingerprint
}

extension CertificateInspector {
    /// Checks that a message is the issued text, signed by the certificate between `start` and now.
    ///
    /// - Parameters:
    ///   - packets: the certificate as `Certificate.strippedBytes` gave it.
    ///   - text: ASCII with LF.
    ///
    /// Throws what `ProofOfControl` does, `examination_busy`, `gnupg_unavailable`, `gnupg_too_slow`.
    package func proof(
        _ message: SignedMessage, of text: String, by packets: [UInt8], from start: Date, at now: Date
    ) async throws(OpenPGPError) -> ProofOfControl {
        let certificate = try CertificateReader.certificate(packets)
        let issued = Array(text.utf8)
        var verification = try await verify(
            message.bytes, detachedText: message.isDetached ? issued : nil, by: certificate)
        if message.isDetached {
            // A signature alone does not tell how its maker's editor saved the text.
            for saved in Self.saved(text) where verification.signatures.first?.standing == .bad {
                verification = try await verify(message.bytes, detachedText: saved, by: certificate)
            }
        }
        return try ProofOfControl(
            verification, of: certificate, issued: message.isDetached ? nil : issued, from: start, at: now)
    }

    /// A text as editors save it beside its own form: with another empty line, without the last line's end, with CRLF.
    private static func saved(_ text: String) -> [[UInt8]] {
        let short = text.hasSuffix("\n") ? String(text.dropLast()) : text
        return [short, short + "\n\n", "\n" + short + "\n"].flatMap { form in
            [form, form.replacing("\n", with: "\r\n")]
        }
        .map { Array($0.utf8) } + [Array((short + "\n").replacing("\n", with: "\r\n").utf8)]
    }

    /// Encrypts a text to the certificate's subkey for encryption.
    ///
    /// Throws `proof_no_encryption_key` when it has none that works, `examination_busy`, `gnupg_unavailable`,
    /// `gnupg_too_slow`.
    package func encrypt(_ text: String, to packets: [UInt8]) async throws(OpenPGPError) -> EncryptedText {
        let certificate = try CertificateReader.certificate(packets)
        let message: [UInt8]
        do throws(OpenPGPError) {
            message = try await encrypt(Array(text.utf8), to: certificate)
        } catch {
            // GPGME says no more than that the key is not usable.
            guard error.code == .gnupgUnavailable, error.detail("step") == "gpgme_op_encrypt" else { throw error }
            throw OpenPGPError(.proofNoEncryptionKey, underlying: error.underlying)
        }
        let keys = ([certificate.primaryKey] + certificate.subkeys).map(\.fingerprint)
        guard let recipient = Armor.recipientKeyID(of: message),
            let key = keys.first(where: { $0.digits.hasSuffix(recipient) })
        else { throw OpenPGPError(.gnupgDisagrees, ["field": "recipient"]) }
        return EncryptedText(message: String(decoding: message, as: UTF8.self), key: key)
    }
}

extension Armor {
    /// The key id, 16 digits, that the first packet of an armoured message is encrypted to; nil for anything else
    /// (RFC 4880 section 5.1).
    static func recipientKeyID(of message: [UInt8]) -> String? {
        guard let decoded = try? decodeMessage(message.span) else { return nil }
        return decoded.bytes.withSpan { bytes in
            guard let packets = try? PacketReader(limit: 16).packets(in: bytes), let first = packets.first,
                first.tag == 1, first.body.count > 9, bytes[first.body.lowerBound] == 3
            else { return nil }
            return bytes.copy(first.body.lowerBound + 1..<first.body.lowerBound + 9).uppercaseHexadecimal
        }
    }
}
