import Conference
import Crypto
import Foundation

/// Reads certificates out of what participants hand in: the first line of defence before GnuPG sees anything.
///
/// The first packet has to be a public key; secret key material anywhere refuses the whole; photos, signatures of
/// others, trust packets and unknown packets are dropped; everything is capped (docs/keysigning-formats.md, "What the
/// reader keeps").
package struct CertificateReader: Sendable {
    /// What came out of one submission.
    package struct Reading: Sendable, Hashable {
        /// At least one, in the order of the submission.
        package let certificates: [UnexaminedCertificate]
        /// About the submission: `armor_checksum_mismatch`, `photos_dropped`, `subkeys_dropped`.
        package let warnings: [CertificateWarning]
    }

    /// How much is accepted.
    package let limits: SubmissionLimits

    /// A reader with the limits for participants unless others are given.
    package init(limits: SubmissionLimits = .submission) {
        self.limits = limits
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
        return Reading(certificates: certificates, warnings: warnings)
    }

    /// Reads a submission that has to hold one certificate.
    ///
    /// Throws what `read` throws, and `several_keys` with the fingerprint of each.
    package func readOne(
        _ submission: borrowing SubmittedBytes
    ) throws(OpenPGPError) -> (certificate: UnexaminedCertificate, warnings: [CertificateWarning]) {
        let reading = try read(submission)
        let distinct = Dictionary(grouping: reading.certificates, by: \.fingerprint)
        guard distinct.count == 1 else { throw Self.severalKeys(reading.certificates) }
        return (reading.certificates[0], reading.warnings)
    }

    /// The union of two states of one certificate: what either has is kept, within the limits. So an older copy that is
    /// handed in cannot take back a revocation or a user id.
    ///
    /// Throws `packet_malformed` for bytes that no reader stripped, and the limits that the union exceeds.
    package func merge(
        _ known: [UInt8], _ other: UnexaminedCertificate
    ) throws(OpenPGPError) -> UnexaminedCertificate {
        let bytes = known + other.strippedBytes
        let packets = try PacketReader(limit: limits.packets).packets(in: bytes.span)
        var assembly = CertificateAssembly(limits: limits)
        for packet in packets {
            try assembly.add(packet, of: bytes.span)
        }
        return try assembly.finish()
    }

    /// What a key is made of without its creation date, of a stripped certificate; two keys with the same differ only in
    /// their fingerprints. Nil for bytes that are none.
    package static func keyMaterial(of stripped: [UInt8]) -> [UInt8]? {
        guard let packet = try? PacketReader(limit: 1).first(in: stripped.span), packet.tag == Packet.publicKey,
            packet.body.count > 5
        else { return nil }
        return Array(stripped[packet.body].dropFirst(5))
    }

    /// The error that lists the certificates of a submission from which one has to be chosen.
    package static func severalKeys(_ certificates: [UnexaminedCertificate]) -> OpenPGPError {
        let listed = certificates.map(\.fingerprint.digits).joined(separator: " ")
        return OpenPGPError(.severalKeys, ["fingerprints": listed])
    }

    // MARK: - From packets to certificates

    private func certificates(in bytes: Span<UInt8>) throws(OpenPGPError) -> [UnexaminedCertificate] {
        let packets = try PacketReader(limit: limits.packets).packets(in: bytes)
        guard let first = packets.first else { throw OpenPGPError(.notOpenPGP) }
        guard first.tag == Packet.publicKey else { throw Self.refusal(of: first, in: bytes) }
        let starts = packets.indices.filter { packets[$0].tag == Packet.publicKey }
        guard starts.count <= limits.certificates else {
            throw OpenPGPError(.tooManyKeys, ["limit": "\(limits.certificates)", "count": "\(starts.count)"])
        }
        var certificates: [UnexaminedCertificate] = []
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : packets.count
            var assembly = CertificateAssembly(limits: limits)
            for packet in packets[start..<end] {
                try assembly.add(packet, of: bytes)
            }
            certificates.append(try assembly.finish())
        }
        return certificates
    }

    /// What a stream is that does not begin with a public key.
    private static func refusal(of packet: Packet, in bytes: Span<UInt8>) -> OpenPGPError {
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
