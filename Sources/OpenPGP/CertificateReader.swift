import Conference
import Crypto
import Foundation

/// Reads certificates out of what participants hand in: the first line of defence before GnuPG sees anything.
///
/// The first packet has to be a public key; secret key material anywhere means that everything is refused. What is kept
/// of a key is what its own keys signed, verified here; user ids and subkeys that they did not sign, photos, signatures
/// of others, trust packets and unknown packets are dropped; everything is capped. What anybody could change without
/// the private key is rewritten, so that one state of a certificate has one sequence of bytes
/// (docs/keysigning-formats.md, "What the reader keeps").
package struct CertificateReader: Sendable {
    /// What came out of one submission.
    package struct Reading: Sendable, Hashable {
        /// At least one, in the order of the submission; copies of one key are one.
        package let certificates: [UnexaminedCertificate]
        /// About the submission: `armor_checksum_mismatch`, `photos_dropped`, `subkeys_dropped`,
        /// `unsigned_user_ids_dropped`, `unsigned_subkeys_dropped`, `revocation_unverified`.
        package let warnings: [CertificateWarning]
    }

    /// How much is accepted.
    package let limits: SubmissionLimits
    /// By the fingerprints of their primary keys.
    private let revokerKeys: [Fingerprint: VerificationKey]

    /// A reader with the limits for participants unless others are given.
    ///
    /// - Parameter revokerKeys: stored certificates at hand. One whose owner was allowed to revoke another key (RFC 4880
    ///   section 5.2.3.15) is needed to verify that it did.
    package init(limits: SubmissionLimits = .submission, revokerKeys: [[UInt8]] = []) {
        self.limits = limits
        self.revokerKeys = Self.verificationKeys(revokerKeys)
    }

    /// Reads every certificate of a submission, armoured or binary.
    ///
    /// Throws every code of `OpenPGPError.Code` up to `key_version_unknown`, except `several_keys`.
    package func read(_ submission: borrowing SubmittedBytes) throws(OpenPGPError) -> Reading {
        let decoded = try SubmissionRecognition.packets(in: submission, limit: limits.submissionBytes)
        let certificates = try decoded.bytes.withSpan { (bytes) throws(OpenPGPError) -> [UnexaminedCertificate] in
            try self.certificates(in: bytes)
        }
        var warnings: [CertificateWarning] = []
        if decoded.checksumMismatch { warnings.append(CertificateWarning(.armorChecksumMismatch)) }
        let photos = certificates.reduce(0) { $0 + $1.droppedPhotos }
        if photos > 0 { warnings.append(CertificateWarning(.photosDropped, ["count": "\(photos)"])) }
        let subkeys = certificates.reduce(0) { $0 + $1.droppedSubkeys }
        if subkeys > 0 { warnings.append(CertificateWarning(.subkeysDropped, ["count": "\(subkeys)"])) }
        let unsignedNames = certificates.reduce(0) { $0 + $1.unsignedUserIDs }
        if unsignedNames > 0 {
            warnings.append(CertificateWarning(.unsignedUserIDsDropped, ["count": "\(unsignedNames)"]))
        }
        let unsignedSubkeys = certificates.reduce(0) { $0 + $1.unsignedSubkeys }
        if unsignedSubkeys > 0 {
            warnings.append(CertificateWarning(.unsignedSubkeysDropped, ["count": "\(unsignedSubkeys)"]))
        }
        for revoker in certificates.flatMap(\.unverifiedRevokers) {
            warnings.append(CertificateWarning(.revocationUnverified, ["revoker": revoker.digits]))
        }
        return Reading(certificates: certificates, warnings: warnings)
    }

    /// Reads a submission that has to hold one certificate.
    ///
    /// Throws what `read` throws, and `several_keys` with the fingerprint and a user id of each.
    package func readOne(
        _ submission: borrowing SubmittedBytes
    ) throws(OpenPGPError) -> (certificate: UnexaminedCertificate, warnings: [CertificateWarning]) {
        let reading = try read(submission)
        guard reading.certificates.count == 1 else { throw Self.severalKeys(reading.certificates) }
        return (reading.certificates[0], reading.warnings)
    }

    /// The sender of a newer copy of a stored certificate.
    package enum Sender: Sendable, Hashable {
        /// Somebody with authority over what is stored: the participant with the link, or the desk on their behalf.
        case owner
        /// Anybody on the network.
        ///
        /// All that anybody can add is what the certificate's own keys signed after everything that its owner handed
        /// in, and what replaces or revokes what is stored. So somebody who kept an older copy cannot bring back a user
        /// id that its owner left out; nor does it matter in which parts, and by whom, a newer state comes.
        case anyone
    }

    /// The union of two states of one certificate: of each component the newest that its own keys signed. So an older copy
    /// that is handed in cannot take back a revocation or a user id, and what others made changes nothing: the bytes are
    /// those of `known`, as long as this reader wrote those.
    ///
    /// Throws `packet_malformed` for bytes that no reader stripped and for two different keys, and the limits that the
    /// union exceeds.
    /// - Parameter ownersWord: the state that its owner handed in last, where `known` came to be without the owner;
    ///   empty where the owner never did.
    package func merge(
        _ known: [UInt8], _ other: UnexaminedCertificate, from sender: Sender = .owner, ownersWord: [UInt8]? = nil
    ) throws(OpenPGPError) -> UnexaminedCertificate {
        try merge(known, packets: other.strippedBytes, from: sender, ownersWord: ownersWord)
    }

    func merge(
        _ known: [UInt8], packets added: [UInt8], from sender: Sender, ownersWord: [UInt8]? = nil
    ) throws(OpenPGPError) -> UnexaminedCertificate {
        var assembly = CertificateAssembly(limits: limits, revokerKeys: revokerKeys)
        let packets = try PacketReader(limit: limits.packets).packets(in: known.span)
        if sender == .anyone {
            var standing = StandingCertificate(packets, of: known.span, isOwners: ownersWord == nil)
            if let ownersWord {
                standing.follows(
                    try PacketReader(limit: limits.packets).packets(in: ownersWord.span), of: ownersWord.span)
            }
            assembly.continues(standing)
        }
        for packet in packets { try assembly.add(packet, of: known.span, isStored: true) }
        for packet in try PacketReader(limit: limits.packets).packets(in: added.span) {
            try assembly.add(packet, of: added.span)
        }
        return try assembly.finish()
    }

    /// A stored certificate: only the part that comes back is read again.
    static func certificate(_ stored: [UInt8]) throws(OpenPGPError) -> UnexaminedCertificate {
        try CertificateReader().merge(stored, packets: [], from: .owner)
    }

    /// What a key is made of without its creation date, of a stripped certificate; two keys with the same differ only in
    /// their fingerprints. Nil for bytes that are not a key.
    package static func keyMaterial(of stripped: [UInt8]) -> [UInt8]? {
        guard let packet = try? PacketReader(limit: 1).first(in: stripped.span), packet.tag == Packet.publicKey,
            packet.body.count > 5
        else { return nil }
        return Array(stripped[packet.body].dropFirst(5))
    }

    /// The error that lists the certificates of a submission from which one has to be chosen: in `keys` for people, and in
    /// `certificates` a line for each, fingerprint and user id. The user id is the first that has a mail address, marked where
    /// the eye could miss something.
    package static func severalKeys(_ certificates: [UnexaminedCertificate]) -> OpenPGPError {
        let keys = certificates.map { certificate in
            let name = certificate.userIDs.first { $0.mailAddress != nil } ?? certificate.userIDs.first
            return (fingerprint: certificate.fingerprint, name: name?.markedText ?? "")
        }
        return OpenPGPError(
            .severalKeys,
            [
                "keys": keys.map { "\($0.fingerprint.grouped) \($0.name)" }.joined(separator: "; "),
                "certificates": keys.map { "\($0.fingerprint) \($0.name)" }.joined(separator: "\n"),
            ])
    }

    // MARK: - From packets to certificates

    private func certificates(in bytes: Span<UInt8>) throws(OpenPGPError) -> [UnexaminedCertificate] {
        let packets = try PacketReader(limit: limits.packets).packets(in: bytes)
        guard let first = packets.first else { throw OpenPGPError(.notOpenPGP) }
        guard first.tag == Packet.publicKey else { throw Self.refusal(of: first, in: bytes) }
        let starts = packets.indices.filter { packets[$0].tag == Packet.publicKey }
        var order: [[UInt8]] = []
        var copies: [[UInt8]: [Range<Int>]] = [:]
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : packets.count
            let body = bytes.copy(packets[start].body)
            if copies[body] == nil { order.append(body) }
            copies[body, default: []].append(start..<end)
        }
        guard order.count <= limits.certificates else {
            throw OpenPGPError(.tooManyKeys, ["limit": "\(limits.certificates)", "count": "\(order.count)"])
        }
        // A key that may revoke another one of the submission is likely to be in it.
        let atHand = revokerKeys.merging(order.count > 64 ? [:] : Self.verificationKeys(bodies: order)) { own, _ in own
        }
        var certificates: [UnexaminedCertificate] = []
        for body in order {
            var assembly = CertificateAssembly(limits: limits, revokerKeys: atHand)
            for index in copies[body, default: []].joined() { try assembly.add(packets[index], of: bytes) }
            certificates.append(try assembly.finish())
        }
        return certificates
    }

    private static func verificationKeys(_ certificates: [[UInt8]]) -> [Fingerprint: VerificationKey] {
        verificationKeys(
            bodies: certificates.compactMap { bytes in
                (try? PacketReader(limit: 1).first(in: bytes.span)).map { Array(bytes[$0.body]) }
            })
    }

    private static func verificationKeys(bodies: [[UInt8]]) -> [Fingerprint: VerificationKey] {
        var keys: [Fingerprint: VerificationKey] = [:]
        for body in bodies where body.count <= SubmissionLimits.submission.packetBytes {
            guard let key = try? CertificateAssembly.key(body, at: 0) else { continue }
            keys[key.fingerprint] = VerificationKey(key, body: body)
        }
        return keys
    }

    /// What a stream is if it does not begin with a public key.
    static func refusal(of packet: Packet, in bytes: Span<UInt8>) -> OpenPGPError {
        switch packet.tag {
        case Packet.signature:
            let body = bytes.copy(packet.body)
            let isRevocation = SignaturePacket(body: body[...])?.isRevocation ?? false
            return OpenPGPError(isRevocation ? .revocationCertificate : .signature)
        case 1, 3, 9, 18, 20: return OpenPGPError(.encryptedMessage)
        case 4, 11: return OpenPGPError(.signedMessage)
        default: return OpenPGPError(.firstPacketNotKey, ["tag": "\(packet.tag)"])
        }
    }
}
