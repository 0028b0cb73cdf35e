import Conference
package import Foundation

/// A certification, or the revocation of one, that somebody else made on a user id. Nothing of it is verified.
package struct ThirdPartyCertification: Sendable, Hashable {
    /// The bytes of the user id that it stands on.
    package let userID: [UInt8]
    /// The whole signature packet.
    package let packet: [UInt8]
    /// RFC 4880 section 5.2.1: 0x10 … 0x13, or 0x30 for a revocation.
    package let type: UInt8
    package let created: Date
    /// Nil for never.
    package let expires: Date?
    /// What it says about its maker: fingerprints if it names any, or else key ids of 16 digits.
    package let issuers: Set<String>

    /// Whether it names this key as its maker.
    package func names(_ fingerprint: Fingerprint) -> Bool {
        issuers.contains(fingerprint.digits) || issuers.contains(String(fingerprint.digits.suffix(16)))
    }
}

/// Reads the certifications by others on keys that come back after a keysigning: all that `CertificateReader` drops.
///
/// The same first line of defence: secret key material anywhere means that everything is refused, and everything is
/// capped.
package struct CertificationReader: Sendable {
    /// A key that came back.
    package struct SignedKey: Sendable, Hashable {
        package let fingerprint: Fingerprint
        /// In the order of the certificate.
        package let certifications: [ThirdPartyCertification]
    }

    /// How much is accepted; the caps on user ids and subkeys do not count here, for nothing of those is kept.
    package let limits: SubmissionLimits

    /// A reader with the limits of a keyring unless others are given.
    package init(limits: SubmissionLimits = .keyring) { self.limits = limits }

    /// The keys of a submission, armoured or binary, with what others certified.
    ///
    /// Throws what `CertificateReader.read` throws for a submission that is no key or exceeds a limit; a version of keys
    /// other than 4 is passed over.
    package func read(_ submission: borrowing SubmittedBytes) throws(OpenPGPError) -> [SignedKey] {
        let decoded = try SubmissionRecognition.packets(in: submission, limit: limits.submissionBytes)
        return try decoded.bytes.withSpan { (bytes) throws(OpenPGPError) -> [SignedKey] in
            let packets = try PacketReader(limit: limits.packets).packets(in: bytes)
            guard let first = packets.first else { throw OpenPGPError(.notOpenPGP) }
            guard first.tag == Packet.publicKey else {
                throw OpenPGPError(.firstPacketNotKey, ["tag": "\(first.tag)"])
            }
            return keys(packets, in: bytes)
        }
    }

    private func keys(_ packets: [Packet], in bytes: Span<UInt8>) -> [SignedKey] {
        var keys: [SignedKey] = []
        var fingerprint: Fingerprint?
        var userID: [UInt8]?
        var found: [ThirdPartyCertification] = []
        func close() {
            if let fingerprint { keys.append(SignedKey(fingerprint: fingerprint, certifications: found)) }
            found = []
        }
        for packet in packets {
            switch packet.tag {
            case Packet.publicKey:
                close()
                fingerprint =
                    packet.body.count <= limits.packetBytes ? Self.fingerprint(of: bytes.copy(packet.body)) : nil
                userID = nil
            case Packet.userID:
                userID = packet.body.count <= limits.userIDBytes ? bytes.copy(packet.body) : nil
            case Packet.signature:
                guard let fingerprint, let userID, packet.body.count <= limits.packetBytes else { continue }
                if let certification = Self.certification(packet, of: bytes, on: userID),
                    !certification.names(fingerprint)
                {
                    found.append(certification)
                }
            case Packet.trust: continue
            default: userID = nil
            }
        }
        close()
        return keys
    }

    private static func fingerprint(of body: [UInt8]) -> Fingerprint? {
        guard body.first == 4 else { return nil }
        return try? CertificateAssembly.key(body, at: 0).fingerprint
    }

    private static func certification(
        _ packet: Packet, of bytes: Span<UInt8>, on userID: [UInt8]
    ) -> ThirdPartyCertification? {
        guard let content = SignaturePacket(body: bytes.copy(packet.body)[...]),
            content.isCertification || content.type == 0x30
        else { return nil }
        let issuers = content.issuerFingerprints.isEmpty ? content.issuerKeyIDs : content.issuerFingerprints
        let created = Date(timeIntervalSince1970: Double(content.created))
        return ThirdPartyCertification(
            userID: userID, packet: bytes.copy(packet.whole), type: content.type, created: created,
            expires: content.lifetime > 0 ? created.addingTimeInterval(Double(content.lifetime)) : nil, issuers: issuers
        )
    }
}

extension Keyring {
    /// A certificate with certifications of others added, each behind the user id that it stands on; those on user ids
    /// that the certificate lacks are left out.
    package static func certificate(
        _ packets: [UInt8], certifiedBy certifications: [(userID: [UInt8], packet: [UInt8])]
    ) -> [UInt8] {
        let added = Dictionary(grouping: certifications, by: \.userID)
        guard let all = try? PacketReader(limit: SubmissionLimits.submission.packets).packets(in: packets.span) else {
            return packets
        }
        var output: [UInt8] = []
        var pending: [UInt8] = []
        for packet in all {
            if packet.tag != Packet.signature {
                output += pending
                pending = []
            }
            output += packets[packet.whole]
            if packet.tag == Packet.userID {
                pending = (added[Array(packets[packet.body])] ?? []).flatMap(\.packet)
            }
        }
        return output + pending
    }
}
