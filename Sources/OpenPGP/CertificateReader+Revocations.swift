import Conference

/// Revocations that are handed in alone, as GnuPG keeps one beside each key.
extension CertificateReader {
    /// The stored certificate with those revocations of its key added that were handed in alone.
    ///
    /// Throws what the submission is refused with if it is anything else; `revocation_not_of_key` when the key, or one
    /// that it allowed to, did not make it; `revoker_not_at_hand` (`revoker`) when nobody can tell, for want of the key
    /// that was allowed to.
    package func merge(
        _ known: [UInt8], revocation submission: borrowing SubmittedBytes
    ) throws(OpenPGPError) -> UnexaminedCertificate {
        let merged = try merge(
            known, packets: try revocations(in: submission).flatMap { SelfSignature.packet(Packet.signature, $0) },
            from: .owner)
        guard merged.revocation == nil else { return merged }
        if let revoker = merged.unverifiedRevokers.first {
            throw OpenPGPError(
                .revokerNotAtHand, ["fingerprint": merged.fingerprint.digits, "revoker": revoker.digits])
        }
        throw OpenPGPError(.revocationNotOfKey, ["fingerprint": merged.fingerprint.digits])
    }

    /// Who says that they made the revocations that were handed in alone: fingerprints, and key ids of 16 digits.
    ///
    /// Throws what the submission is refused with if it is anything else.
    package func claimedIssuers(ofRevocation submission: borrowing SubmittedBytes) throws(OpenPGPError) -> Set<String> {
        try revocations(in: submission).reduce(into: []) { issuers, body in
            guard let content = SignaturePacket(body: body[...]) else { return }
            issuers.formUnion(content.issuerFingerprints)
            issuers.formUnion(content.issuerKeyIDs)
        }
    }

    /// The bodies of the revocations with which a submission begins.
    private func revocations(in submission: borrowing SubmittedBytes) throws(OpenPGPError) -> [[UInt8]] {
        let isGuarded = submission.withSpan { text in
            text.firstIndex(of: ":-----BEGIN PGP PUBLIC KEY BLOCK-----", in: 0..<text.count) != nil
        }
        let decoded = try SubmissionRecognition.packets(in: submission, limit: limits.submissionBytes)
        return try decoded.bytes.withSpan { (bytes) throws(OpenPGPError) -> [[UInt8]] in
            let packets = try PacketReader(limit: limits.packets).packets(in: bytes)
            guard let first = packets.first else { throw OpenPGPError(.notOpenPGP) }
            let refusal = Self.refusal(of: first, in: bytes)
            guard refusal.code == .revocationCertificate else { throw refusal }
            // GnuPG's own guard against using one by mistake.
            guard !isGuarded else { throw OpenPGPError(.revocationGuarded) }
            let rest = packets.prefix { $0.tag == Packet.signature && $0.body.count <= limits.packetBytes }
            return rest.prefix(Self.revocationsMax).map { bytes.copy($0.body) }.filter { body in
                SignaturePacket(body: body[...])?.isRevocation ?? false
            }
        }
    }

    /// Nobody has more at once.
    private static let revocationsMax = 16
}
